import type { Fault } from '../../src/practice/tenant/contract';
import { HOTEL_PAGE } from '../practice/support/replies';
import { expect, test } from './app';
import { refreshTokens } from './keychain';
import { REFUSALS, refusal } from './refusals';
import { openMenu, startSignedIn } from './steps';
import { openedAddresses } from './witness';

declare global {
  var mendKeytar: () => void;
}

/** Any code that is not in the catalogue, whatever OAuth error comes with it. */
const UNKNOWN = ['invalid_client', 'invalid_grant', 'invalid_request', 'access_denied'];

test('what Entra ID refuses is told by its most precise code, and what nobody knows in its own words', async ({
  tray,
}) => {
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

test('what Windows says when its credential store is full, or when there is none, is told as that', async ({
  tray,
}) => {
  const card = await startSignedIn(tray);
  const notifications = (await tray.panel()).getByRole('region', { name: 'Notifications' });
  for (const [said, words, not] of [
    [
      'Not enough memory resources are available to process this command.',
      /Windows Credential Manager is full\..*remove entries/,
      /locked/,
    ],
    [
      'A specified logon session does not exist. It may already have been terminated.',
      'This Windows session has no credential store.',
      /Linux|Secret Service/,
    ],
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
