import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../src/main/actions/remedy-place';

const ID = '0123456789abcdef0123456789abcdef';

describe("a notification's button that needs the panel", () => {
  it.each([
    ['show-exported-tokens', 'exported-tokens'],
    ['replace-secret', 'replace-secret'],
    ['replace-certificate', 'replace-secret'],
    ['edit-connection', 'edit'],
    ['wait', 'connections'],
  ] as const)('%s leads to where it is done: %s', (remedy, view) => {
    expect(placeOf(remedy, ID)).toEqual({ view, connectionId: ID });
  });

  it.each(['sign-in', 'refresh', 'retry-keychain', 'open-app-registration', 'copy-redirect-uri'] as const)(
    '%s opens nothing in it',
    (remedy) => {
      expect(placeOf(remedy, ID)).toBeNull();
    },
  );
});
