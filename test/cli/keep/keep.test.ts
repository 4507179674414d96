import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLeaks, type Place } from '../../e2e/leaks';
import { obtainTokens } from '../../practice/support/cloud';
import { readMetrics } from '../state/metrics';
import { applicationOf, placeOf } from '../support/adding';
import { type Ended, type Lab, openLab } from '../support/cli';
import { documented } from '../support/documented';
import { type Traffic, watchTraffic } from '../support/traffic';
import { Keeping, nextCall } from './keeping';

let lab: Lab & { close(): Promise<void> };
let traffic: Traffic;
let given: readonly string[];
/** All that a keeper said, to whomever. */
const shown: Place[] = [];
const note = (name: string, text: string): string => {
  shown.push({ name, content: Buffer.from(text) });
  return text;
};

beforeAll(async () => {
  lab = await openLab();
  traffic = watchTraffic(lab.cloud);
  given = await lab.seed('Contoso', 'Fabrikam');
});
afterAll(async () => {
  traffic.stop();
  await lab.close();
});
beforeEach(() => lab.cloud.clearFaults());

/** Contoso's token is to be refreshed now. Only while nobody has the folder. */
async function makeDue(): Promise<void> {
  const file = join(lab.dataFolder, 'connections.json');
  const state = JSON.parse(await readFile(file, 'utf8'));
  for (const connection of state.connections) if (connection.name === 'Contoso') connection.refreshAt = 1;
  await writeFile(file, JSON.stringify(state));
}

const isClean = async (): Promise<boolean> =>
  JSON.parse(await readFile(join(lab.dataFolder, 'folder.holder.json'), 'utf8')).isClean === true;

const isOneSentence = ({ code, stdout, stderr }: Ended) => ({ code, stdout, lines: stderr.split('\n').length - 1 });

describe('partner-token keep', { timeout: 60_000 }, () => {
  it('refreshes what is due, tells it, is there for other commands and for monitoring, and ends in order', async () => {
    await makeDue();
    const keeper = new Keeping(lab, ['--listen', 'localhost:0']);
    expect(await keeper.event('started')).toMatchObject({ message: 'Keeping 2 connections.' });
    const { message } = await keeper.event('listening');
    const refreshed = await keeper.event('refreshed');
    expect(refreshed).toMatchObject({ level: 'info', connection: { name: 'Contoso' }, code: null });
    expect(Date.parse(String(refreshed.expiresAt))).toBeGreaterThan(Date.parse(String(refreshed.nextAt)));

    const [second, listed, token, exported] = await Promise.all([
      lab.run(['keep']),
      lab.run(['status', '--json']),
      lab.run(['token', 'Contoso']),
      lab.run(['export', 'Contoso', '--yes']),
    ]);
    expect(isOneSentence(second)).toEqual({ code: 1, stdout: '', lines: 1 });
    expect(second.stderr).toMatch(new RegExp(`^These connections are kept already: by process ${keeper.processId}, `));
    expect(JSON.parse(listed.stdout).connections).toHaveLength(2);
    expect(token.stdout.split('.')).toHaveLength(3);
    expect(exported).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/may leave\. Stop it, run this command, and start/),
    });
    expect(await keeper.event('handed-out')).toMatchObject({ connection: { name: 'Contoso' } });

    const origin = message.replace(/\/healthz.*/, '');
    const health = await fetch(`${origin}/healthz`);
    expect(health.status).toBe(200);
    expect(JSON.parse(note('health', await health.text()))).toMatchObject({
      status: 'ok',
      connections: 2,
      problem: null,
    });
    const metrics = await fetch(`${origin}/metrics`);
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const samples = readMetrics(note('metrics', await metrics.text()));
    expect(samples.filter(({ name }) => name === 'partner_token_person_needed').map(({ value }) => value)).toEqual([
      0, 0,
    ]);
    for (const method of ['POST', 'HEAD', 'DELETE'])
      expect((await fetch(`${origin}/metrics`, { method })).status).toBe(405);
    expect((await fetch(`${origin}/`)).status).toBe(404);
    expect(await statusFor(origin, 'evil.example.com')).toBe(400);
    expect(await statusFor(origin, new URL(origin).host)).toBe(200);

    await writeFile(join(lab.dataFolder, 'settings.json'), '{"tokenRequests":"never"}');
    keeper.signal('SIGHUP');
    await keeper.event('reloaded');
    const never = await lab.run(['token', 'Contoso']);
    expect(never).toMatchObject({ code: 1, stderr: expect.stringMatching(/let no program have tokens/) });
    await writeFile(join(lab.dataFolder, 'settings.json'), 'nonsense');
    keeper.signal('SIGHUP');
    expect(await keeper.event('trouble')).toMatchObject({ level: 'warning' });
    expect((await lab.run(['token', 'Contoso'])).code).toBe(1);
    await rm(join(lab.dataFolder, 'settings.json'));

    expect(await isClean()).toBe(false);
    expect(await keeper.end('SIGTERM')).toEqual({ code: 0, stderr: '' });
    expect(keeper.events.slice(-2).map(({ event }) => event)).toEqual(['stopping', 'stopped']);
    for (const line of keeper.lines) documented('keep', line);
    note('log', keeper.lines.join('\n'));
    expect(await isClean()).toBe(true);
    expect(await readdir(join(lab.dataFolder, 'agent'))).toEqual([]);
  });

  it('that is told to stop in mid-exchange keeps the token that is on its way', async () => {
    await makeDue();
    lab.cloud.setFault('token', { kind: 'held' });
    const called = nextCall('/oauth2/v2.0/token');
    const keeper = new Keeping(lab);
    await called;
    keeper.signal('SIGTERM');
    await keeper.event('stopping');
    for (const again of ['SIGTERM', 'SIGHUP', 'SIGHUP'] as const) keeper.signal(again);
    lab.cloud.clearFaults();
    expect(await keeper.ended).toEqual({ code: 0, stderr: '' });
    expect(keeper.events.map(({ event }) => event)).toEqual(['started', 'stopping', 'refreshed', 'stopped']);
    expect(await isClean()).toBe(true);
    const issued = traffic.issued.refreshTokens.at(-1) ?? 'none';
    expect((await lab.run(['refresh', 'Contoso'])).code).toBe(0);
    expect(traffic.presented.at(-1)).toBe(issued);
  });

  it('that is killed in mid-exchange is followed by one that goes on', async () => {
    await makeDue();
    lab.cloud.setFault('token', { kind: 'held' });
    const called = nextCall('/oauth2/v2.0/token');
    const keeper = new Keeping(lab);
    await called;
    keeper.signal('SIGKILL');
    await keeper.ended;
    lab.cloud.clearFaults();
    const { code, stdout } = await lab.run(['keep', '--once', '--log', 'text']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S+Z Keeping 2 connections\.\n/);
    expect(stdout).toMatch(/^\S+Z Contoso: Refreshed\. Expires .* UTC\. Next refresh .* UTC\.\n/m);
    expect(stdout).toMatch(/\S+Z Stopped\.\n$/);
  });

  it('--once goes on in mid-exchange when it is told to reload', async () => {
    await makeDue();
    lab.cloud.setFault('token', { kind: 'held' });
    const called = nextCall('/oauth2/v2.0/token');
    const keeper = new Keeping(lab, ['--once']);
    await called;
    keeper.signal('SIGHUP');
    lab.cloud.clearFaults();
    expect(await keeper.ended).toEqual({ code: 0, stderr: '' });
    expect(keeper.events.map(({ event }) => event)).toEqual(['started', 'refreshed', 'stopped']);
  });

  it('--once tells how it went by its exit code', async () => {
    const fine = await lab.run(['keep', '--once']);
    expect({ code: fine.code, stderr: fine.stderr }).toEqual({ code: 0, stderr: '' });
    const soon = await lab.run(['keep', '--once', '--fail-within', '91d']);
    expect(soon).toMatchObject({ code: 4, stderr: expect.stringMatching(/^Expires within 91 days: .*\n$/) });
  });

  it('says in a sentence why it cannot begin', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const keyFile = join(lab.keyring.folder, 'exposed.key');
    await writeFile(keyFile, 'x'.repeat(40), { mode: 0o644 });
    const short = await lab.run(['keep'], {
      env: { PARTNER_TOKEN_TRAY_WEBHOOK: 'https://example.com', PARTNER_TOKEN_TRAY_WEBHOOK_SECRET: 'too short' },
    });
    expect(isOneSentence(short)).toEqual({ code: 2, stdout: '', lines: 1 });
    expect(short.stderr).toBe('The webhook secret needs at least 16 characters.\n');
    const nobody = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
    const cases: ReadonlyArray<[args: string[], code: number, words: RegExp]> = [
      [['--listen', `127.0.0.1:${port}`], 1, /^Can't listen at 127\.0\.0\.1:\d+ \(EADDRINUSE\)\. Choose another port/],
      [['--listen', '0.0.0.0:9469'], 2, /can be reached from other computers/],
      [['--webhook', 'https://example.com', '--webhook-secret-file', keyFile], 3, /Other users can read or replace/],
      [['--secret-store', 'file', '--key-file', keyFile], 3, /^Other users can read or replace the key file/],
    ];
    for (const [args, code, words] of cases) {
      const ended = await lab.run(['keep', ...args]);
      expect(isOneSentence(ended), args.join(' ')).toEqual({ code, stdout: '', lines: 1 });
      expect(ended.stderr).toMatch(words);
    }
    other.close();
    const without = await lab.run(['keep'], { env: nobody });
    expect(isOneSentence(without)).toEqual({ code: 3, stdout: '', lines: 1 });
    expect(without.stderr).toMatch(/dbus-run-session .*--secret-store file --key-file FILE/);
  });
});

describe('keep with its secrets in encrypted files', { timeout: 60_000 }, () => {
  it('needs no keychain, nor do those who ask it need the key', async () => {
    const folder = join(lab.keyring.folder, 'server');
    const keyFile = join(lab.keyring.folder, 'server.key');
    await writeFile(keyFile, randomBytes(32), { mode: 0o600 });
    const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', PARTNER_TOKEN_TRAY_DATA: folder };
    const chosen = { ...env, PARTNER_TOKEN_TRAY_SECRET_STORE: 'file', PARTNER_TOKEN_TRAY_KEY_FILE: keyFile };
    const { refreshToken } = await obtainTokens(lab.cloud);
    const { clientSecret } = lab.cloud.partner;
    const keeper = new Keeping(lab, ['--secret-store', 'file', '--key-file', keyFile], env);
    await keeper.event('started');
    const where = ['--cloud', 'custom', ...(await placeOf(lab)), ...applicationOf(lab)];
    const added = await lab.run(['add', '--name', 'Server', ...where, '--secret-stdin'], { input: clientSecret, env });
    expect(added.code, added.stderr).toBe(0);
    await keeper.event('added');
    expect((await lab.run(['import', 'Server'], { input: refreshToken, env })).code).toBe(0);
    await keeper.event('signed-in');
    expect((await keeper.end('SIGINT')).code).toBe(0);

    expect(await lab.run(['refresh', 'Server'], { env: chosen })).toMatchObject({ code: 0 });
    expect(await lab.run(['token', 'Server'], { env })).toMatchObject({
      ...{ code: 3, stdout: '' },
      stderr: expect.stringMatching(/^The secrets of this data folder are in an encrypted file, .* --key-file\. .*\n$/),
    });
    const otherKey = join(lab.keyring.folder, 'other.key');
    await writeFile(otherKey, randomBytes(32), { mode: 0o600 });
    const withOther = await lab.run(['keep', '--once', '--key-file', otherKey, '--secret-store', 'file'], { env });
    expect(withOther).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^The key file isn't the one/),
    });
    expect(await lab.run(['keep', '--once'], { env: chosen })).toMatchObject({ code: 0, stderr: '' });

    expect(traffic.issued.refreshTokens.length).toBeGreaterThan(1);
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(4);
    for (const { parentPath, name } of files) note(name, await readFile(join(parentPath, name), 'latin1'));
    note('log', keeper.lines.join('\n'));
    given = [...given, refreshToken];
  });
});

describe('what keep notifies of', { timeout: 60_000 }, () => {
  it('reaches standard error, a webhook that fails at first, and a command that sees no secret', async () => {
    const posted: string[] = [];
    const receiver = createServer((request, response) => {
      void text(request).then((body) => {
        posted.push(body);
        response.writeHead(posted.length === 1 ? 500 : 204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const [told, environment] = [join(lab.keyring.folder, 'told'), join(lab.keyring.folder, 'environment')];
    await makeDue();
    lab.cloud.revoke();
    const keeper = new Keeping(lab, ['--notify-command', `cat > '${told}'; env > '${environment}'`], {
      PARTNER_TOKEN_TRAY_WEBHOOK: `http://127.0.0.1:${port}/hooks/a-secret-path`,
      PARTNER_TOKEN_TRAY_WEBHOOK_SECRET: 'a secret that signs',
    });
    expect(await keeper.event('failed')).toMatchObject({ level: 'error', code: 'AADSTS50173' });
    const notification = await keeper.event('notification');
    expect(notification).toMatchObject({ code: 'failure:AADSTS50173', connection: { name: 'Contoso' } });
    expect(await keeper.event('not-delivered')).toMatchObject({ level: 'warning', code: 'webhook' });
    expect((await lab.run(['list'])).code).toBe(0);
    // Stopping is a reason to try once more.
    const ended = await keeper.end('SIGTERM');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^Contoso: action needed\. .* Run: partner-token sign-in "Contoso"\n$/);
    expect(posted).toHaveLength(2);
    expect(posted[1]).toBe(posted[0]);
    expect(documented('notification', posted[0] ?? '')).toMatchObject({ title: 'Contoso: action needed' });
    expect(JSON.parse(await readFile(told, 'utf8'))).toEqual(JSON.parse(posted[0] ?? ''));
    expect(await readFile(environment, 'utf8')).not.toMatch(/secret|PARTNER/i);
    note('standard error', ended.stderr);
    note('webhook', posted.join('\n'));
    note('command', await readFile(told, 'utf8'));
    expect(note('log', keeper.lines.join('\n'))).not.toMatch(/a-secret-path|a secret that signs/);
    receiver.close();
    const once3 = await lab.run(['keep', '--once']);
    expect(once3).toMatchObject({ code: 3, stderr: expect.stringMatching(/^A person is needed: "Contoso"\.\n$/) });
  });
});

it('tells nothing secret to anybody', () => {
  const { refreshTokens, accessTokens } = traffic.issued;
  const secrets = [lab.cloud.partner.clientSecret, ...given, ...refreshTokens, ...accessTokens];
  expect(shown.length).toBeGreaterThan(7);
  expect(secrets.length).toBeGreaterThan(12);
  const planted = { name: 'planted', content: Buffer.from(`…${secrets[0]}`) };
  expect(findLeaks(named(secrets), [planted])).toHaveLength(1);
  expect(findLeaks(named(secrets), shown)).toEqual([]);
});

function named(secrets: readonly string[]): Map<string, string> {
  return new Map(secrets.map((secret, index) => [`secret ${index}`, secret]));
}

/** The status for a request that names a host. */
function statusFor(origin: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${origin}/healthz`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });
}
