import { expect, it } from 'vitest';
import { EXCHANGE_CLIENT_ID } from '../../../src/core/validation/sign-in-methods';
import { noRegistrationPage } from '../../../src/main/actions/app-registration';

const CLIENT_ID = '11111111-2222-3333-4444-555555555555';

it.each([
  ['practice', CLIENT_ID, 'The practice cloud has no portal.'],
  ['custom', CLIENT_ID, "This app doesn't know a custom cloud's portal."],
  ['global', EXCHANGE_CLIENT_ID, "Exchange Online's own application is registered by Microsoft."],
] as const)('says truly of a %s connection of application %s why there is no page to open', (cloud, clientId, what) => {
  expect(noRegistrationPage({ cloud, clientId })).toMatchObject({ ok: false, what });
});

it('names the application to look for where a person can look', () => {
  expect(noRegistrationPage({ cloud: 'custom', clientId: CLIENT_ID })).toMatchObject({
    advice: expect.stringContaining(CLIENT_ID),
  });
});
