import { connect } from 'node:net';
import type { Progress } from '../../src/agent/answers';
import { Channel } from '../../src/agent/channel';
import { askKeeper } from '../../src/agent/client';
import { MESSAGES } from '../../src/agent/contract';
import { frameOf } from '../../src/agent/frames';
import { readNote } from '../../src/agent/note';
import { expect } from './app';
import { keptSecrets, refreshTokens } from './keychain';
import { findLeaks, placesOf } from './leaks';
import { PartnerToken } from './partner-token';
import { cardOf, passSignIn, startSignedIn } from './steps';
import { test } from './system-browser';
import { answerQuestions, seenQuestions } from './witness';

test('the command line asks the running app', async ({ tray, systemBrowser }) => {
  test.setTimeout(90_000);
  const { electron, dataFolder, keyring } = tray;
  const cli = new PartnerToken(tray);
  const panel = await tray.panel();
  const card = await startSignedIn(tray);
  const id = (await card.getAttribute('data-card')) ?? '';
  const set = (tokenRequests: 'ask' | 'allow' | 'never') =>
    panel.evaluate((change) => window.tray.updateSettings(change), { tokenRequests });
  const grants = async () => (await panel.evaluate(() => window.tray.getState())).settings.tokenGrants;
  const questions = async () => (await seenQuestions(electron)).length;
  const isAsking = () => expect.poll(async () => (await seenQuestions(electron)).at(-1)?.isOpen);
  const token = () => cli.run('token', 'prac');
  const given: string[] = [];
  const isGiven = async () => {
    const { code, stdout, stderr } = await token();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^eyJ[\w.-]+\n$/);
    given.push(stdout.trimEnd());
  };
  const isRefused = async (words: string) =>
    expect(await token()).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(words) });
  const exporting = () => cli.run('export', 'Practice', '--yes', '--print');

  await test.step('what the app holds is listed', async () => {
    const { stdout } = await cli.run('list', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      connections: [{ id, name: 'Practice', status: 'fine' }],
      trouble: null,
    });
    expect(await cli.run('status', 'prac')).toMatchObject({ code: 0, stdout: expect.stringContaining('Practice') });
  });

  await test.step('a token is given without a question where that is set', async () => {
    await isGiven();
    await card.getByRole('button', { name: /^Copy access token(?:,|$)/ }).click();
    await expect.poll(() => tray.clipboardText()).toBe(given[0]);
    expect(await questions()).toBe(0);
  });

  await test.step('where the person is to be asked, they are told who asks and for what', async () => {
    expect(await set('ask')).toMatchObject({ ok: true });
    await isRefused("You didn't allow this in Partner Token Tray.");
    expect((await seenQuestions(electron)).at(-1)).toMatchObject({
      message: 'Give an access token of "Practice" to node?',
      detail: expect.stringMatching(/^Program: node \(\/.+\/node\)\nStarted by: node \(\/.+\)\n/),
      buttons: ['Allow once', 'Allow for this login', 'Always', "Don't allow"],
    });
    await answerQuestions(electron, 'Allow once');
    await isGiven();
    await isRefused("You didn't allow this in Partner Token Tray.");
  });

  await test.step('what they allow always is in the settings, and can be taken back', async () => {
    await answerQuestions(electron, 'Always');
    await isGiven();
    const asked = await questions();
    await isGiven();
    expect(await questions()).toBe(asked);
    await panel.getByRole('button', { name: 'Settings' }).click();
    await panel.getByRole('button', { name: 'Ask again about node for Practice' }).click();
    await expect.poll(grants).toEqual([]);
    await panel.getByRole('button', { name: 'Back' }).click();
    await isRefused("You didn't allow this in Partner Token Tray.");
  });

  await test.step('several at once share a question; one that nobody answers ends with them, and stops nobody else', async () => {
    await answerQuestions(electron, 'nobody');
    const asked = await questions();
    const waiting = [cli.start('token', 'Practice'), cli.start('token', 'Practice')];
    await isAsking().toBe(true);
    expect(await cli.run('token', 'nobody')).toMatchObject({ code: 2, stdout: '' });
    const who = await askKeeper(dataFolder, { kind: 'who' });
    expect(who).toMatchObject({ kind: 'reply' });
    // Both have asked by now: the slower of them has had a whole other command's time.
    for (const each of waiting) each.interrupt();
    for (const { ended } of waiting) expect(await ended).toMatchObject({ code: 130, stdout: '' });
    await isAsking().toBe(false);
    expect(await questions()).toBe(asked + 1);
  });

  await test.step('what they allow for this login is not asked again', async () => {
    await answerQuestions(electron, 'Allow for this login');
    await isGiven();
    await isGiven();
    expect(await grants()).toEqual([]);
  });

  await test.step('a refresh token is asked about, whatever was allowed, and is on record', async () => {
    expect(await exporting()).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining("You didn't allow this in Partner Token Tray."),
    });
    await answerQuestions(electron, 'Export');
    const exported = await exporting();
    const [held] = await refreshTokens(keyring);
    expect(exported.code).toBe(0);
    expect(exported.stdout === `${held}\n`, 'it is the one that is held').toBe(true);
    expect(await askKeeper(dataFolder, { kind: 'exported', wanted: id })).toMatchObject({
      answer: { outcome: { exportedTokens: [{ to: 'program', state: 'in-use' }] } },
    });
  });

  await test.step('where no program may have tokens, the setting is named, and nobody is asked', async () => {
    const asked = await questions();
    expect(await set('never')).toMatchObject({ ok: true });
    await isRefused('change "Tokens for other programs" from "Never"');
    expect(await exporting()).toMatchObject({ code: 1, stdout: '' });
    expect(await questions()).toBe(asked);
  });

  await test.step('the panel cannot let programs have tokens without the person', async () => {
    expect(await set('allow')).toMatchObject({ ok: false, what: 'Nothing changed.' });
    await isRefused('Tokens for other programs');
    await answerQuestions(electron, 'Allow');
    expect(await set('allow')).toMatchObject({ ok: true });
    await isGiven();
  });

  await test.step('the history says what went where, the same in one line', async () => {
    const { answer } = Object(await askKeeper(dataFolder, { kind: 'history', wanted: id }));
    const words: string[] = answer.outcome.entries.map((entry: { words: string }) => entry.words);
    expect(words.slice(1)).toEqual([
      expect.stringMatching(new RegExp(`^Access token given to node, started by \\S.*, ${given.length} times$`)),
      'Access token copied',
      expect.stringMatching(/^Refresh token exported to node, started by \S/),
    ]);
  });

  await test.step('a sign-in goes on in the browser, and tells how', async () => {
    const told: Progress[] = [];
    const asker = { signal: new AbortController().signal, tell: (progress: Progress) => void told.push(progress) };
    const how = { method: 'system-browser', consent: false, opensBrowser: true } as const;
    const request = { kind: 'sign-in', wanted: 'practice', ...how } as const;
    const asked = askKeeper(dataFolder, request, undefined, asker);
    await passSignIn(tray, await systemBrowser.nextPage(), { consent: 'given' });
    expect(await asked).toMatchObject({ answer: { outcome: { ok: true, connection: { status: 'fine' } } } });
    expect(told).toEqual([{ kind: 'browser' }]);
  });

  await test.step('a sign-in ends when whoever asked for it goes', async () => {
    const waiting = cli.start('sign-in', 'Practice');
    await expect.poll(waiting.said).toContain('Ctrl+C');
    await expect(cardOf(panel, 'Practice').getByRole('button', { name: 'Cancel sign-in' })).toBeVisible();
    waiting.interrupt();
    expect(await waiting.ended).toMatchObject({ code: 130, stdout: '' });
    await expect(cardOf(panel, 'Practice')).toContainText('Fine, 90 days left');
  });

  await test.step('a refresh exchanges the token', async () => {
    const [held] = await refreshTokens(keyring);
    expect(await cli.run('refresh', 'Practice')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Refreshed'),
    });
    expect((await refreshTokens(keyring))[0]).not.toBe(held);
  });

  await test.step('another version of the command line is told so, and nothing else', async () => {
    const found = await readNote(dataFolder);
    if (found.kind !== 'note') throw new Error(found.kind);
    const channel = new Channel(connect(found.note.address));
    channel.say(frameOf({ version: 2, nonce: '0'.repeat(64) }));
    expect(await channel.hear(MESSAGES.welcome)).toMatchObject({ message: { refused: 'other-version' } });
    channel.close();
  });

  await test.step('with the socket turned off, the command line names the switch', async () => {
    await panel.getByRole('button', { name: 'Settings' }).click();
    await panel.getByRole('switch', { name: 'Command line' }).click();
    await expect.poll(async () => (await askKeeper(dataFolder, { kind: 'who' })).kind).toBe('nobody');
    await isRefused('turn on "Command line" in Settings');
    await panel.getByRole('switch', { name: 'Command line' }).click();
    await panel.getByRole('button', { name: 'Back' }).click();
    await expect.poll(async () => (await askKeeper(dataFolder, { kind: 'who' })).kind).toBe('reply');
    await isGiven();
  });

  await test.step('nothing secret is anywhere but in what was asked for', async () => {
    const secrets = new Map(given.map((value, at) => [`access token ${at}`, value]));
    for (const { kind, serial, value } of await keptSecrets(keyring)) secrets.set(`${kind} ${serial}`, value);
    expect(secrets.size).toBeGreaterThan(3);
    // The practice connection's client secret is nobody's, and shown in the panel.
    const places = [...cli.places, ...(await placesOf(tray))];
    expect(places.length).toBeGreaterThan(40);
    expect(findLeaks(secrets, places)).toEqual([]);
  });

  await test.step('an app that quits in the middle says so, and nothing keeps it from it', async () => {
    expect(await set('ask')).toMatchObject({ ok: true });
    await answerQuestions(electron, 'nobody');
    const waiting = cli.start('token', 'Practice');
    await isAsking().toBe(true);
    await tray.quit();
    expect(await waiting.ended).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Partner Token Tray is quitting. Start it again, then try again.'),
    });
  });
});
