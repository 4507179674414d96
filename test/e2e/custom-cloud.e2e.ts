import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './custom-cloud';
import { refreshTokens } from './keychain';
import { cardOf, passSignIn } from './steps';
import { answerQuestions, chooseFiles } from './witness';

test('a cloud over TLS that only its own authority vouches for signs in and refreshes, once that is named', async ({
  tray,
  customCloud,
}) => {
  const { electron, keyring } = tray;
  const { cloud, addresses, ca } = customCloud;
  const panel = await tray.panel();
  const card = cardOf(panel, 'Lab');
  const authority = join(tray.dataFolder, 'authority.pem');
  await writeFile(authority, ca);

  await test.step('added with the form, without its authority, it is not trusted', async () => {
    await panel.getByRole('button', { name: 'Connect to Partner Center' }).click();
    await panel.getByRole('button', { name: 'I already have an application' }).click();
    await panel.getByRole('textbox', { name: 'Name' }).fill('Lab');
    await panel.getByLabel('Cloud').selectOption({ label: 'Custom…' });
    await panel.getByRole('textbox', { name: 'Authority' }).fill(addresses.authority);
    await panel.getByRole('textbox', { name: 'Partner Center address' }).fill(addresses.partnerCenter);
    await panel.getByRole('textbox', { name: 'Partner Center scope' }).fill(addresses.scope);
    await panel.getByRole('textbox', { name: 'Tenant' }).fill(cloud.partner.tenantId);
    await panel.getByRole('textbox', { name: 'Application (client) ID' }).fill(cloud.partner.clientId);
    await panel.getByLabel(/^Client secret\*?$/).fill(cloud.partner.clientSecret);
    await panel.getByRole('button', { name: 'Add and sign in' }).click();
    await expect(panel.getByRole('heading', { name: 'Sign in to Lab' })).toBeVisible();
    await expect(panel.getByRole('main')).toContainText('certificate');
    await panel.getByRole('button', { name: 'Finish later' }).click();
    await expect(card).toContainText('certificate');
    expect(electron.windows()).toHaveLength(1);
  });

  await test.step('with it, the person signs in on its own page', async () => {
    await card.getByRole('button', { name: /^More(?:,|$)/ }).click();
    await panel.getByRole('menuitem', { name: 'Edit' }).click();
    await chooseFiles(electron, authority);
    await panel.getByRole('button', { name: 'Choose authority…' }).click();
    await expect(panel.getByText('1 certificate')).toBeVisible();
    await answerQuestions(electron, 'Change');
    await panel.getByRole('button', { name: 'Save' }).click();
    await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
    const page = await tray.signInPage();
    expect(new URL(page.url()).origin).toBe(addresses.authority);
    await passSignIn({ practice: { partner: async () => cloud.partner } }, page);
    await expect(card).toContainText('Fine, 90 days left');
    await expect(card).toContainText(cloud.partner.username);
  });

  await test.step('its token is refreshed', async () => {
    const [held] = await refreshTokens(keyring);
    await card.getByRole('button', { name: 'Refresh now' }).click();
    await expect.poll(async () => (await refreshTokens(keyring))[0]).not.toBe(held);
    await expect(card).toContainText('Fine, 90 days left');
  });

  await test.step('to another authority the panel moves it only when the person says so, and then without its token', async () => {
    const id = (await card.getAttribute('data-card')) ?? '';
    const move = () =>
      panel.evaluate(([of, customCloud]) => window.tray.updateConnection({ id: of, customCloud }), [
        id,
        { ...addresses, authority: 'https://elsewhere.invalid', extraCa: ca },
      ] as const);
    expect(await move()).toMatchObject({ ok: false, what: 'Nothing changed.' });
    expect(await refreshTokens(keyring)).not.toEqual([]);
    await answerQuestions(electron, 'Delete');
    expect(await move()).toMatchObject({ ok: true });
    expect(await refreshTokens(keyring)).toEqual([]);
    await expect(card.getByRole('button', { name: /^Sign in(?:,|$)/ })).toBeVisible();
  });
});
