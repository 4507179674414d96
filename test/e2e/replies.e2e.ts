import type { Fault } from '../../src/practice/tenant/contract';
import { HOTEL_PAGE } from '../practice/support/replies';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { openMenu, startSignedIn } from './steps';
import { openedAddresses } from './witness';

declare global {
  var mendKeytar: () => void;
}

const IDS =
  'Trace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-01-09 02:02:12Z';

/** A refusal of Entra ID's token endpoint. `codes`: what `error_codes` holds, where it isn't the code of the sentence. */
function refusal(error: string, sentence: string, codes: unknown = codesIn(sentence)): Fault {
  const body = JSON.stringify({ error, error_description: `${sentence}\r\n${IDS}`, error_codes: codes });
  return { kind: 'status', status: error === 'invalid_client' ? 401 : 400, contentType: 'application/json', body };
}

const codesIn = (sentence: string) => [...sentence.matchAll(/AADSTS(\d+)/g)].map(([, digits]) => Number(digits));

const MISSING_PRINCIPAL =
  'AADSTS7000229: The client application 1111 is missing service principal in the tenant 2222. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119.';
const SCOPES =
  'AADSTS70000: The request was denied because one or more scopes requested are unauthorized or expired. The user must first sign in and grant the client application access to the requested scope.';
const TOO_OLD =
  'AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-01-01T00:00:00.0000000Z and the maximum allowed lifetime for this request is 14400.';

const ELSEWHERE = "The refresh token is fine, and signing in again doesn't help.";
const RISK = /blocked because of risk.*dismiss the risk\. The refresh token is fine/;
const ONLY_ADMIN = 'Only an admin can consent';

/** What Entra ID replies, the code under which it is told, what the card says, and the words of its main button, where it has a page of the portal elsewhere: ''. */
const REFUSALS: ReadonlyArray<readonly [Fault, code: string, says: string | RegExp, button: string]> = [
  [refusal('invalid_client', MISSING_PRINCIPAL), 'AADSTS7000229', /isn't set up in the tenant\..*consent/, ''],
  [
    refusal('invalid_client', "AADSTS650051: The scope doesn't exist on the resource."),
    'AADSTS650051',
    /permission that doesn't exist\..*API permission/,
    '',
  ],
  [refusal('invalid_client', 'AADSTS1000502: The provided certificate is not within its specified validity window.'), 'AADSTS1000502', "The certificate expired or isn't valid yet.", 'Replace certificate'],
  [
    refusal('invalid_request', "AADSTS90038: Tenant 'x' request is being redirected to the National Cloud 'MicrosoftOnline.CN'."),
    'AADSTS90038',
    /This tenant is in another cloud: MicrosoftOnline\.CN\.Add a new connection in that cloud\./,
    'Add connection',
  ],
  [refusal('invalid_request', 'AADSTS900382: Confidential Client is not supported in Cross Cloud request.'), 'AADSTS900382', 'This tenant is in another cloud.', 'Add connection'],
  [refusal('invalid_request', "AADSTS90002: Tenant 'x' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."), 'AADSTS90002', /can't find this tenant in this cloud\..*If it's in another cloud, add a new connection there\./, 'Edit connection'],
  [refusal('invalid_grant', 'AADSTS530034: A delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.'), 'AADSTS530034', RISK, 'Refresh now'],
  [refusal('access_denied', 'AADSTS53011: User blocked due to risk on home tenant.'), 'AADSTS53011', RISK, 'Refresh now'],
  [refusal('access_denied', 'AADSTS53004: User needs to complete MFA registration before accessing this content.'), 'AADSTS53004', RISK, 'Refresh now'],
  [refusal('access_denied', 'AADSTS530084: Access has been blocked by conditional access token protection policy.'), 'AADSTS530084', ELSEWHERE, 'Refresh now'],
  [refusal('invalid_grant', 'AADSTS530032: Access has been blocked by security policy.'), 'AADSTS530032', ELSEWHERE, 'Refresh now'],
  [refusal('access_denied', 'AADSTS530035: Access has been blocked by security defaults.'), 'AADSTS530035', ELSEWHERE, 'Refresh now'],
  [refusal('invalid_grant', "AADSTS53010: Can't configure multi-factor authentication methods because the organization requires this information to be set from specific locations or devices."), 'AADSTS53010', ELSEWHERE, 'Refresh now'],
  [refusal('access_denied', 'AADSTS90095: Admin consent is required for the permissions requested by this application.'), 'AADSTS90095', ONLY_ADMIN, ''],
  [refusal('invalid_client', "AADSTS90099: The application has not been authorized in the tenant. Applications must be authorized to access the customer tenant before partner delegated administrators can use them."), 'AADSTS90099', "This application isn't authorized in the customer's tenant.", 'Refresh now'],
  [refusal('invalid_grant', 'AADSTS500571: The guest user account is disabled.'), 'AADSTS500571', 'The user account is disabled.', 'Sign in'],
  [refusal('invalid_request', "AADSTS500014: The service principal for resource 'x' is disabled."), 'AADSTS500014', 'The resource is disabled in this tenant.', 'Refresh now'],
  [refusal('invalid_request', "AADSTS50194: Application 'x' is not configured as a multi-tenant application."), 'AADSTS50194', "This application isn't multitenant.", 'Edit connection'],
  [refusal('invalid_grant', TOO_OLD), 'AADSTS70043', 'sign-in frequency policy ended this refresh token', 'Sign in'],
  [refusal('invalid_grant', 'AADSTS70002: Error validating credentials. AADSTS70008: The provided authorization code or refresh token has expired.'), 'AADSTS70008', 'The refresh token expired.', 'Sign in'],
  [refusal('invalid_client', 'AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.'), 'AADSTS7000215', 'The client secret is wrong.', 'Replace secret'],
  [refusal('invalid_grant', 'AADSTS70008: The refresh token has expired. AADSTS70002: Error validating credentials.'), 'AADSTS70008', 'The refresh token expired.', 'Sign in'],
  [refusal('invalid_grant', SCOPES), 'AADSTS70000/scopes', 'Consent for the permissions of this connection is missing or has expired.', 'Sign in with consent'],
  [refusal('invalid_grant', 'The refresh token has expired due to inactivity.', ['700082']), 'AADSTS700082', "The refresh token expired because it wasn't used in time.", 'Sign in'],
];

/** Any code that is not in the catalogue, whatever OAuth error comes with it. */
const UNKNOWN = ['invalid_client', 'invalid_grant', 'invalid_request', 'access_denied'];

test('what Entra ID refuses is told by its most precise code, and what nobody knows in its own words', async ({ tray }) => {
  const card = await startSignedIn(tray);
  const problem = card.getByRole('note', { name: 'Problem' });
  const { clientSecret } = await tray.practice.partner();
  const meet = async (fault: Fault) => {
    await tray.practice.clearFaults();
    await tray.practice.fault('token', fault);
    await card.getByRole('button', { name: 'Refresh now' }).click();
  };
  const recover = async () => {
    await tray.practice.clearFaults();
    await card.getByRole('button', { name: 'Refresh now' }).click();
    await expect(problem).toBeHidden();
  };

  for (const [fault, code, says, button] of REFUSALS)
    await test.step(`${code}: ${says}`, async () => {
      await meet(fault);
      await expect(problem.locator('code')).toHaveText(code);
      await expect(problem).toContainText(says);
      if (button !== '') await expect(card.getByText(button, { exact: true })).toBeVisible();
    });

  for (const error of UNKNOWN)
    await test.step(`an unknown code beside ${error}`, async () => {
      const secret = encodeURIComponent(clientSecret);
      await meet(refusal(error, `AADSTS987654: Something new about ${error}, with '${secret}' and ${clientSecret}.`));
      const sentence = `AADSTS987654: Something new about ${error}, with '[secret]' and [secret].`;
      await expect(problem).toContainText(`Entra ID says: ${sentence}`);
      await expect(problem).toContainText("Entra ID refused with a code that this app doesn't know.");
      await expect(problem).not.toContainText('Trace ID');
      await expect(card.getByText('Refresh now', { exact: true })).toBeVisible();
      await expect(card.getByText(/^(?:Sign in|Replace secret|Edit connection)$/)).toBeHidden();
      await problem.getByRole('button', { name: 'Copy details' }).click();
      await expect
        .poll(() => tray.clipboardText())
        .toContain(`\nEntra ID: ${sentence}\nMore: https://login.microsoftonline.com/error?code=987654\n`);
    });
  await problem.getByRole('button', { name: 'Look up this code' }).click();
  await expect
    .poll(() => openedAddresses(tray.electron))
    .toEqual(['https://login.microsoftonline.com/error?code=987654']);

  await test.step('a page of another network is no refusal of anybody', async () => {
    await recover();
    await meet(HOTEL_PAGE);
    await expect(problem).toContainText("Something other than Entra ID answered, perhaps a network's sign-in page.");
  });

  await test.step('a good reply without a new refresh token is not whole', async () => {
    await recover();
    for (const more of [{}, { refresh_token: (await refreshTokens(tray.keyring))[0] }]) {
      const body = JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'opaque', ...more });
      await meet({ kind: 'status', status: 200, contentType: 'application/json', body });
      await expect(problem).toContainText("Entra ID's reply was incomplete.");
      await recover();
    }
  });

  await test.step('what Partner Center refuses is told by its own code', async () => {
    const panel = await tray.panel();
    const dialog = panel.getByRole('dialog', { name: 'Test Practice' });
    for (const [status, code, words] of [
      [401, 900421, 'it has no MFA claim'],
      [403, 900123, "This partner hasn't accepted the Microsoft Partner Agreement."],
      [403, '900309', 'Conditional Access blocked the call to Partner Center.'],
    ] as const) {
      const body = JSON.stringify({ code, description: 'x', data: [], source: 'PartnerFD' });
      await tray.practice.clearFaults();
      await tray.practice.fault('partner-center', { kind: 'status', status, contentType: 'application/json', body });
      await openMenu(tray, 'Practice', 'Test connection');
      await expect(dialog).toContainText(words);
      await dialog.getByText('Details for support').click();
      await expect(dialog).toContainText(String(code));
      await dialog.getByRole('button', { name: 'Close' }).click();
    }
    await tray.practice.clearFaults();
  });

  await test.step('a secret that is part of the reply takes no code away', async () => {
    const panel = await tray.panel();
    for (const secret of ['7000', 'error', 'AADSTS']) {
      await openMenu(tray, 'Practice', 'Replace secret');
      const dialog = panel.getByRole('dialog');
      await dialog.locator('input[name=secret]').fill(secret);
      await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
      await expect(dialog).toContainText('The client secret is wrong.');
      await expect(dialog.locator('code')).toHaveText('AADSTS7000215');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    }
  });
  // What 70043 said of the tenant is remembered.
  await expect(card).toContainText('This tenant requires a sign-in every 4 hours');
});

test('what Windows says when its credential store is full, or when there is none, is told as that', async ({ tray }) => {
  const card = await startSignedIn(tray);
  const notifications = (await tray.panel()).getByRole('region', { name: 'Notifications' });
  for (const [said, words, not] of [
    ['Not enough memory resources are available to process this command.', /Windows Credential Manager is full\..*remove entries/, /locked/],
    ['A specified logon session does not exist. It may already have been terminated.', 'This Windows session has no credential store.', /Linux|Secret Service/],
  ] as const) {
    const held = await refreshTokens(tray.keyring);
    // This system has no such store: only its words can be had.
    await tray.electron.evaluate(({ app }, message) => {
      const keytar = process.getBuiltinModule('node:module').createRequire(`${app.getAppPath()}/x.js`)('keytar');
      const { setPassword } = keytar;
      globalThis.mendKeytar = () => Object.assign(keytar, { setPassword });
      keytar.setPassword = () => Promise.reject(new Error(message));
    }, said);
    await card.getByRole('button', { name: 'Refresh now' }).click();
    await expect(notifications).toContainText(words);
    await expect(notifications).not.toContainText(not);
    await tray.electron.evaluate(() => globalThis.mendKeytar());
    await notifications.getByRole('button', { name: 'Try again' }).click();
    await expect(notifications).toBeHidden();
    await expect(card).toContainText('Fine, 90 days left');
    expect(await refreshTokens(tray.keyring)).not.toEqual(held);
  }
});
