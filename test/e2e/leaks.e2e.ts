import { DAY } from '../../src/core/model/time';
import { PARTNER } from '../../src/practice/tenant/directory';
import { paste } from '../support/paste';
import { expect, test } from './app';
import { keptSecrets, refreshTokens } from './keychain';
import { findLeaks, placesOf } from './leaks';
import { cardOf, signIn, switchNetwork } from './steps';
import { clickInTray } from './witness';

test('the search finds what it looks for', () => {
  const secret = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 7919) % 251)).toString('base64url');
  const secrets = new Map([['a', secret]]);
  const place = (content: Buffer) => [{ name: 'file', content }];
  const found = [{ place: 'file', secret: 'a' }];
  const noise = 'x'.repeat(1000);
  expect(findLeaks(secrets, place(Buffer.from(`${noise}${secret}${noise}`)))).toEqual(found);
  expect(findLeaks(secrets, place(Buffer.from(`${noise}${secret.slice(101, 117)}`)))).toEqual(found);
  expect(findLeaks(secrets, place(Buffer.from(`é${secret.slice(7, 30)}${noise}`, 'utf16le')))).toEqual(found);
  expect(findLeaks(secrets, place(Buffer.from(`${noise}${secret.slice(101, 116)}${noise}`)))).toEqual([]);
});

test('nothing leaks: every secret is in the keychain and nowhere else', async ({ tray }) => {
  const { electron, keyring, practice } = tray;
  const panel = await tray.panel();
  const secrets = new Map<string, string>();
  const remember = async () => {
    for (const { kind, serial, value } of await keptSecrets(keyring)) secrets.set(`${kind} ${serial}`, value);
  };

  await test.step('a connection whose real secret is typed in the panel, and pasted in a script', async () => {
    // The ready-made connection would show the practice password in the panel, where it is searched for.
    const added = await panel.evaluate((draft) => window.tray.addConnection(draft), {
      name: 'Contoso',
      cloud: 'practice' as const,
      tenant: PARTNER.tenantId,
      customCloud: null,
      clientId: PARTNER.clientId,
      application: { kind: 'secret' as const, secret: 'Placeholder~until.the-real-one-is-typed', expiresAt: null },
      resource: { kind: 'partner-center' as const },
      redirectUri: PARTNER.redirectUri,
      signInMethod: 'app-window' as const,
    });
    expect(added).toMatchObject({ ok: true });
    secrets.set('client secret', PARTNER.clientSecret);
    secrets.set('password', PARTNER.password);
    const card = cardOf(panel, 'Contoso');
    await card.getByRole('button', { name: /^More(?:,|$)/ }).click();
    await panel.getByRole('menuitem', { name: 'Replace secret' }).click();
    await panel.getByRole('dialog').getByLabel('New client secret for Contoso').focus();
    await panel.keyboard.insertText(PARTNER.clientSecret);
    await paste(panel.locator('input[name=secret]'), `$appSecret = "${PARTNER.clientSecret}"`);
    await expect(panel.getByRole('dialog')).toContainText('Only the secret in the text that you pasted is used.');
    await panel.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(panel.getByRole('dialog')).toBeHidden();
  });

  const card = cardOf(panel, 'Contoso');
  await test.step('signed in, refreshed twice, copied from both places', async () => {
    await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
    await signIn(tray);
    await expect(card).toContainText('Fine, 90 days left');
    await remember();
    for (const _ of [1, 2]) {
      const [held] = await refreshTokens(keyring);
      await practice.advance(7 * DAY);
      await expect.poll(async () => (await refreshTokens(keyring))[0]).not.toBe(held);
      await remember();
    }
    await card.getByRole('button', { name: 'Copy access token' }).click();
    await expect(card).toContainText('Copied');
    secrets.set('access token 1', await tray.clipboardText());
    await practice.advance(7 * DAY);
    await clickInTray(electron, 'Copy access token – Contoso');
    await expect.poll(() => tray.clipboardText()).not.toBe(secrets.get('access token 1'));
    secrets.set('access token 2', await tray.clipboardText());
    await remember();
  });

  await test.step('troubles of every kind', async () => {
    await switchNetwork(tray, false);
    await practice.advance(62 * DAY);
    await expect(card).toContainText('Expires in');
    await switchNetwork(tray, true);
    await expect(card).toContainText('Fine, 90 days left');
    await practice.revoke();
    await practice.advance(7 * DAY);
    await expect(card).toContainText('revoked');
    await card.getByRole('button', { name: 'Copy details' }).click();
    await expect.poll(() => tray.clipboardText()).toContain('AADSTS50173');
    await remember();
  });

  const details = { name: 'the copied details', content: Buffer.from(await tray.clipboardText()) };
  const diagnostics = await test.step('the diagnostics, which name nobody either', async () => {
    await panel.getByRole('button', { name: 'Settings' }).click();
    await panel.getByRole('button', { name: 'Copy diagnostics' }).click();
    await expect.poll(() => tray.clipboardText()).toContain('Partner Token Tray diagnostics');
    const text = await tray.clipboardText();
    expect(text).toMatch(/Troubles: 1 AADSTS50173[\s\S]*Log\n {2}\d{4}-/);
    for (const name of ['Contoso', PARTNER.username, PARTNER.tenantId, PARTNER.clientId, tray.dataFolder])
      expect(text).not.toContain(name);
    await panel.getByRole('button', { name: 'Back' }).click();
    await expect(card).toBeVisible();
    return { name: 'the diagnostics', content: Buffer.from(text) };
  });
  const places = [details, diagnostics, ...(await placesOf(tray))];
  // What is no secret is found in each of them: the search looks where it should.
  const known = findLeaks(new Map([['user name', PARTNER.username]]), places).map(({ place }) => place);
  expect(known).toEqual(
    expect.arrayContaining([
      `${tray.dataFolder}/connections.json`,
      'messages to the panel',
      "the panel's page",
      "the panel's memory",
    ]),
  );
  expect([...secrets.keys()].length).toBeGreaterThanOrEqual(7);
  expect(findLeaks(secrets, places)).toEqual([]);
});
