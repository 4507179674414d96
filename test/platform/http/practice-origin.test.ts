import { describe, expect, it } from 'vitest';
import { toPracticeOrigin } from '../../../src/platform/http/practice-origin';

const ORIGIN = 'http://127.0.0.1:4242';

describe('an address of the practice cloud', () => {
  it.each([
    ['https://login.practice.invalid/t/oauth2/v2.0/token', '/t/oauth2/v2.0/token'],
    ['https://api.practice.invalid/v1/customers?size=1', '/v1/customers?size=1'],
    ['https://graph.practice.invalid/v1.0/me', '/graph/v1.0/me'],
    [
      'https://exchange.practice.invalid/adminapi/v2.0/t/OrganizationConfig',
      '/exchange/adminapi/v2.0/t/OrganizationConfig',
    ],
    ['https://harbour.vault.practice.invalid/secrets/a?api-version=7.4', '/vault/harbour/secrets/a?api-version=7.4'],
    ['https://graph.microsoft.com/v1.0/me', '/graph/v1.0/me'],
    [
      'https://outlook.office365.com/adminapi/v2.0/t/OrganizationConfig',
      '/exchange/adminapi/v2.0/t/OrganizationConfig',
    ],
    ['https://api.partnercenter.microsoft.com/v1/profiles/mpn', '/v1/profiles/mpn'],
    ['https://harbour.vault.azure.net/secrets/a', '/vault/harbour/secrets/a'],
  ])('%s is on loopback', (url, path) => {
    expect(toPracticeOrigin(url, ORIGIN)).toBe(`${ORIGIN}${path}`);
  });

  it.each(['https://login.microsoftonline.com/t', 'https://practice.invalid.example/x', 'https://xpractice.invalid/x'])(
    'is not what %s is',
    (url) => {
      expect(toPracticeOrigin(url, ORIGIN)).toBe(url);
    },
  );
});
