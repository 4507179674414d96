import { expect } from './app';
import { passSignIn, startSignedIn } from './steps';
import { test } from './system-browser';
import { chooseFiles, openedAddresses, seenFileDialogs } from './witness';

/** What the app hands to the system, as the other tests of the whole app see it. */

test('an address opens in a browser that shares nothing with the app', async ({ tray, systemBrowser }) => {
  const card = await startSignedIn(tray);
  await card.getByRole('button', { name: /^Sign in/ }).click();
  const inApp = await tray.signInPage();
  await expect(inApp.locator('#passwd'), 'the app knows whose connection it is').toBeVisible();

  const { origin } = new URL(inApp.url());
  const { tenantId, clientId, redirectUri } = await tray.practice.partner();
  const address = new URL(`${origin}/${tenantId}/oauth2/v2.0/authorize`);
  const scope = 'https://api.partnercenter.microsoft.com/user_impersonation offline_access openid profile';
  const asked = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope, state: 'mine' };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  await tray.electron.evaluate(({ shell }, url) => shell.openExternal(url), address.href);
  expect(await openedAddresses(tray.electron)).toEqual([address.href]);
  const page = await systemBrowser.nextPage();
  await expect(page.locator('#loginfmt')).toBeVisible();
  const reply = page.waitForRequest((request) => request.url().startsWith(redirectUri));
  await passSignIn(tray, page, { consent: 'given' });
  const { searchParams } = new URL((await reply).url());
  expect(searchParams.get('state')).toBe('mine');
  expect(searchParams.get('code')).not.toBeNull();
  await expect(inApp.locator('#passwd')).toBeVisible();
});

test('a file dialog gets what the test has chosen, and is cancelled without', async ({ tray }) => {
  await tray.panel();
  await chooseFiles(tray.electron, '/somewhere/in.pem', '/somewhere/out.txt');
  const answers = await tray.electron.evaluate(async ({ dialog }) => [
    await dialog.showOpenDialog({ title: 'Certificate' }),
    await dialog.showSaveDialog({ title: 'Export', defaultPath: 'token.txt' }),
    await dialog.showSaveDialog({ title: 'Again' }),
    await dialog.showOpenDialog({ title: 'And again' }),
  ]);
  expect(answers).toEqual([
    { canceled: false, filePaths: ['/somewhere/in.pem'] },
    { canceled: false, filePath: '/somewhere/out.txt' },
    { canceled: true, filePath: '' },
    { canceled: true, filePaths: [] },
  ]);
  const titles = (await seenFileDialogs(tray.electron)).map(({ title }) => title);
  expect(titles).toEqual(['Certificate', 'Export', 'Again', 'And again']);
});
