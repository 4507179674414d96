import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DAY } from '../../src/core/model/time';
import { EXCHANGE_CLIENT_ID } from '../../src/core/validation/sign-in-methods';
import { addPublicConnection, expect, obtainElsewhere, test } from './custom-cloud';
import { refreshTokens } from './keychain';
import { findLeaks, placesOf } from './leaks';
import { type Ended, runBeside, startAgain } from './second-process';
import { cardOf } from './steps';
import { anythingIsVisible, clickInTray, trayLabels } from './witness';

const ROOT = resolve(import.meta.dirname, '../..');

test('a refresh token comes in on standard input, whether the app is running or not', async ({ tray, customCloud }) => {
  const { keyring } = tray;
  const { cloud } = customCloud;
  const panel = await tray.panel();
  const printed: Ended[] = [];
  const importInto = async (name: string, token: string): Promise<Ended> => {
    const ended = await startAgain(tray, [`--import-token=${name}`], token);
    printed.push(ended);
    return ended;
  };

  await addPublicConnection(panel, customCloud, 'Harbour');
  await addPublicConnection(panel, customCloud, 'Quay', EXCHANGE_CLIENT_ID);
  await expect(cardOf(panel, 'Quay')).toBeVisible();

  const first = await obtainElsewhere(customCloud);
  const madeUp = `1.${'made-up-by-somebody-'.repeat(12)}`;
  const secrets = new Map([
    ['a good one', first],
    ['a made-up one', madeUp],
  ]);
  await test.step('while the app is running, which shows it, and does not come to the front for it', async () => {
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => anythingIsVisible(tray.electron)).toBe(false);
    const { code, stdout, stderr } = await importInto(
      'harbour',
      `\ufeff{ "expires_in": 3599, "refresh_token": "${first}" }\r\n`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Imported into "Harbour"\. The refresh token belongs to alex@\S+ and expires on \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Only the refresh token in this text is used\.\n$/,
    );
    await expect.poll(() => trayLabels(tray.electron)).toContain('Harbour – 90 days left');
    expect(await anythingIsVisible(tray.electron)).toBe(false);
    await clickInTray(tray.electron, 'Harbour', 'Show in panel');
    await expect(cardOf(panel, 'Harbour')).toContainText('Fine, 90 days left');
    await expect(cardOf(panel, 'Harbour')).toContainText(cloud.partner.username);
    const kept = await refreshTokens(keyring);
    expect(kept).toHaveLength(1);
    expect(kept).not.toContain(first);
  });

  await test.step('the app goes on with it', async () => {
    const [held] = await refreshTokens(keyring);
    await cardOf(panel, 'Harbour').getByRole('button', { name: 'Refresh now' }).click();
    await expect.poll(async () => (await refreshTokens(keyring))[0]).not.toBe(held);
    await expect(cardOf(panel, 'Harbour')).toContainText('Fine, 90 days left');
  });

  await test.step('one that is refused is explained, and changes nothing', async () => {
    const held = await refreshTokens(keyring);
    expect(await importInto('Quay', first)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Nothing was imported into "Quay"\. The refresh token was issued to a different application\. .*\(AADSTS700007\)\n$/,
      ),
    });
    expect(await importInto('Harbour', madeUp)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Entra ID doesn't recognize this refresh token\. .*\(AADSTS70000\)/),
    });
    expect(await importInto('Harbour', `{"access_token": "${first}"}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('This has an access token, but no refresh token.'),
    });
    cloud.clock.advance(91 * DAY);
    expect(await importInto('Harbour', first)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/This refresh token expired on \d{4}-\d\d-\d\d\. .*\(AADSTS700082\)/),
    });
    expect(await refreshTokens(keyring)).toEqual(held);
    await expect(cardOf(panel, 'Harbour')).toContainText('Fine, 90 days left');
  });

  await test.step('one for nobody, and nothing for somebody, are not tried', async () => {
    const names = '"Harbour", "Quay"';
    const asked = [
      [await importInto('Harbor', first), `No connection is named "Harbor". Did you mean "Harbour"?`],
      [await importInto('', first), `Name a connection: ${names}.`],
      [await importInto('Harbour', ' \r\n'), 'Standard input is empty.'],
    ] as const;
    for (const [ended, words] of asked)
      expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
  });

  await test.step('the practice cloud of the running app is asked too', async () => {
    expect(await panel.evaluate(() => window.tray.startPractice())).toMatchObject({ ok: true });
    expect(await importInto('Practice', first)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Entra ID doesn't recognize this refresh token\. .*\(AADSTS70000\)/),
    });
  });

  await test.step('several at once are each answered', async () => {
    const ended = await Promise.all(['Harbour', 'Harbor', 'Quay'].map((name) => importInto(name, madeUp)));
    expect(ended.map(({ code }) => code)).toEqual([1, 2, 1]);
  });

  await test.step('the setting turns the socket off and on at once', async () => {
    const listening = async () => (await readdir(join(tray.dataFolder, 'agent'))).length > 0;
    expect(await listening()).toBe(true);
    for (const agentSocket of [false, true]) {
      await panel.evaluate((on) => window.tray.updateSettings({ agentSocket: on }), agentSocket);
      await expect.poll(listening).toBe(agentSocket);
    }
  });

  await test.step('none of them is left anywhere', async () => {
    const prints = printed.map(({ stdout, stderr }) => `${stdout}${stderr}`).join('');
    const places = [{ name: 'what the imports printed', content: Buffer.from(prints) }, ...(await placesOf(tray))];
    expect(findLeaks(secrets, places)).toEqual([]);
  });

  await test.step('while the app is not running, by way of npm start', async () => {
    await tray.quit();
    const held = await refreshTokens(keyring);
    const token = await obtainElsewhere(customCloud);
    const start = join(ROOT, 'scripts', 'start.mjs');
    const { code, stdout } = await runBeside(tray, process.execPath, [start, '--import-token=Harbour'], token);
    expect(code).toBe(0);
    expect(stdout).toContain('Imported into "Harbour"');
    expect(await runBeside(tray, process.execPath, [start, '--import-token=Practice'], token)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`"Practice" is in the practice cloud, which isn't running.`),
    });
    expect((await refreshTokens(keyring))[0]).not.toBe(held[0]);
    await tray.restart();
    await expect.poll(() => trayLabels(tray.electron)).toContain('Harbour – 90 days left');
  });
});
