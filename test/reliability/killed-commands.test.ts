import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSecretStore } from '../../src/platform/secret-file/secret-stores';
import { type Lab, openLab } from '../cli/support/cli';
import { type Traffic, watchTraffic } from '../cli/support/traffic';
import { obtainTokens } from '../practice/support/cloud';
import { noVault } from '../support/no-vault';
import { type Program, programOf } from '../support/programs';
import { type Child, startChild } from './child';
import { hash, newestKept } from './newest-kept';
import { type HeldSecret, newestOf, secretsIn } from './secrets-in';

/** Commands without an app, each for a connection that holds a token already. */
const COMMANDS = ['token', 'import'] as const;
type Command = (typeof COMMANDS)[number];

/** What the keeper itself has in its folder. */
const OWN_FILES = /^(?:agent|connections\.json|folder\.lock|folder\.holder\.json|\.?history\.jsonl.*)$/;
const Saved = v.object({ unsettled: v.array(v.string()) });
const WentOn = v.object({
  found: v.array(v.object({ name: v.string(), trouble: v.nullable(v.string()) })),
  appTrouble: v.nullable(v.string()),
  token: v.string(),
  imported: v.string(),
});

const cleanUp: Array<() => Promise<void> | void> = [];
let lab: Lab;
let traffic: Traffic;
let next: Child;
let root: string;
let entries: Awaited<ReturnType<Lab['keyring']['entries']>>;
let fromElsewhere: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ptt-killed-'));
  cleanUp.push(() => rm(root, { recursive: true, force: true }));
  // Long enough for two parts in the keychain, always.
  const opened = await openLab({ refreshTokenLength: 2500 });
  cleanUp.push(opened.close);
  lab = opened;
  await lab.seed('Harbour');
  fromElsewhere = (await obtainTokens(lab.cloud)).refreshToken;
  entries = await lab.keyring.entries();
  traffic = watchTraffic(lab.cloud);
  cleanUp.push(traffic.stop);
  next = await startChild(programOf('reliability/next-command'), environment());
  cleanUp.push(next.kill);
}, 120_000);

afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

describe.runIf(process.platform === 'linux')('killed at every step', { timeout: 600_000 }, () => {
  it.each(COMMANDS)('of "%s NAME", the next command works with the newest token', async (command) => {
    let fatal = 1;
    while (!(await killedAt(command, fatal))) fatal += 1;
    expect(fatal).toBeGreaterThan(20);
  });
});

it.runIf(process.platform === 'linux')(
  'of "keep", with its secrets in encrypted files, the next keeper works with the newest token',
  async () => {
    const [folder, copies, keyFile] = [join(root, 'kept'), join(root, 'copies'), join(root, 'key')];
    await writeFile(keyFile, randomBytes(32), { mode: 0o600 });
    const { refreshToken } = await obtainTokens(lab.cloud);
    const begun = traffic.issued.refreshTokens.length;
    const { clientSecret } = lab.cloud.partner;
    const order = { folder, copies, keyFile, settings: lab.settings('Harbour'), clientSecret, refreshToken };
    const said = await stepsOf('reliability/watched-keep', order);
    expect(said.length).toBeGreaterThan(20);
    // The one that it was furnished with, and that of the refresh.
    const tokens = traffic.issued.refreshTokens.slice(begun);
    expect(tokens).toHaveLength(2);
    const nextKeeper = await startChild(programOf('reliability/next-command'), {
      ...environment(),
      PARTNER_TOKEN_TRAY_SECRET_STORE: 'file',
      PARTNER_TOKEN_TRAY_KEY_FILE: keyFile,
    });
    cleanUp.push(nextKeeper.kill);

    for (const [index, step] of said.entries()) {
      const copy = join(copies, String(index + 1));
      const where = `killed before step ${index + 1}: ${step}`;
      const left = newestOf(secretsIn(await secretFilesIn(copy, keyFile)), 'refresh-token');
      const isNamed =
        JSON.parse(await readFile(join(copy, 'connections.json'), 'utf8')).connections[0].token.serial === 2;
      const kept = tokens.indexOf(left?.secret ?? '');
      expect(kept, where).toBeGreaterThanOrEqual(isNamed ? 1 : 0);
      if (step === 'the end') expect(isNamed, where).toBe(true);

      const shown = traffic.presented.length;
      const wentOn = v.parse(
        WentOn,
        await nextKeeper.ask({ do: 'go on', folder: copy, wanted: 'harb', refreshToken: null }),
      );
      const found = [{ name: 'Harbour', trouble: null }];
      expect(wentOn, where).toEqual({ found, appTrouble: null, token: 'ok', imported: 'ok' });
      expect(hash(traffic.presented[shown] ?? ''), where).toBe(hash(left?.secret ?? ''));
      const secrets = secretsIn(await secretFilesIn(copy, keyFile));
      expect(
        secrets.filter(({ isWhole }) => !isWhole),
        where,
      ).toEqual([]);
      expect(
        (await readdir(join(copy, 'secrets'))).filter((name) => name.startsWith('.')),
        where,
      ).toEqual([]);
      expect(
        (await readdir(copy)).filter((name) => !OWN_FILES.test(name)),
        where,
      ).toEqual(['secrets']);
    }
  },
  120_000,
);

function secretFilesIn(dataFolder: string, keyFile: string) {
  return openSecretStore(dataFolder, { kind: 'file', keyFile }, noVault).keychain.entries();
}

/** What happened in one case, and where. */
interface Case {
  readonly folder: string;
  readonly where: string;
  readonly said: readonly string[];
  /** The token that it began with, and those that the cloud has issued since, oldest first. */
  readonly tokens: readonly string[];
  /** The newest whole refresh token in the keychain when it had died. */
  readonly left: HeldSecret | null;
}

/** Runs a command up to its step number `fatal`, then another, and checks what that finds. Resolves to whether the first got to its end before. */
async function killedAt(command: Command, fatal: number): Promise<boolean> {
  const folder = join(root, `${command}-${fatal}`);
  await cp(lab.dataFolder, folder, { recursive: true });
  await next.ask({ do: 'furnish', entries });
  const begun = traffic.issued.refreshTokens.length;
  const said = await die(folder, command, fatal);
  const issued = traffic.issued.refreshTokens.slice(begun);
  const left = newestOf(secretsIn(await lab.keyring.entries()), 'refresh-token');
  const first = newestOf(secretsIn(entries), 'refresh-token')?.secret ?? '';
  const where = `"${command}" cut off before step ${fatal}: ${said.at(-1)}`;
  const killed: Case = { folder, where, said, left, tokens: [first, ...issued] };
  checkNewestIsKept(killed);

  const shown = traffic.presented.length;
  const refreshToken = command === 'import' ? fromElsewhere : null;
  const wentOn = v.parse(WentOn, await next.ask({ do: 'go on', folder, wanted: 'harb', refreshToken }));
  const found = [{ name: 'Harbour', trouble: null }];
  expect(wentOn, where).toEqual({ found, appTrouble: null, token: 'ok', imported: 'ok' });
  expect(hash(traffic.presented[shown] ?? ''), where).toBe(hash(left?.secret ?? ''));
  await checkNothingIsLeftOver(killed);
  await rm(folder, { recursive: true });
  return said.includes('done');
}

function checkNewestIsKept({ where, said, tokens, left }: Case): void {
  const hashes = tokens.map(hash);
  // What came is a line of its own there.
  let came = 0;
  const lines = said.flatMap((line) => {
    if (!/^network reply [^?]*\/oauth2\/v2\.0\/token(?:\?|$)/.test(line)) return [line];
    came += 1;
    return [line, `token ${hashes[came]}`];
  });
  expect(came, where).toBe(tokens.length - 1);
  const kept = tokens.indexOf(left?.secret ?? '');
  expect(kept, where).toBeGreaterThanOrEqual(Math.max(newestKept(lines, hashes), tokens.length - 2));
  if (said.includes('done')) expect(tokens.length, where).toBe(2);
}

/** Every entry of the keychain is part of a whole secret, and nothing is unsettled or half written. */
async function checkNothingIsLeftOver({ folder, where }: Case): Promise<void> {
  // What a keychain was last tried with is no secret, and goes the next time.
  const secrets = secretsIn((await lab.keyring.entries()).filter(({ account }) => account !== 'probe'));
  expect(
    secrets.filter(({ isWhole }) => !isWhole),
    where,
  ).toEqual([]);
  expect(new Set(secrets.map(({ id }) => id)).size, where).toBe(1);
  expect(secrets.filter(({ kind }) => kind === 'client-secret').length, where).toBeGreaterThan(0);
  const saved = v.parse(Saved, JSON.parse(await readFile(join(folder, 'connections.json'), 'utf8')));
  expect(saved.unsettled, where).toEqual([]);
  expect(
    (await readdir(folder)).filter((name) => !OWN_FILES.test(name)),
    where,
  ).toEqual([]);
}

/** Resolves to the steps that the command reached. */
async function die(folder: string, command: Command, fatal: number): Promise<string[]> {
  const order = { folder, args: [command, 'harb', '--data-folder', folder], fatal };
  return stepsOf('reliability/killed-command', order, command === 'import' ? fromElsewhere : '');
}

/** Runs a script until it ends or dies. Resolves to what it said on file descriptor 3. */
async function stepsOf(program: Program, order: object, typed = ''): Promise<string[]> {
  const { execArgv, script } = programOf(program);
  const child = spawn(process.execPath, [...execArgv, script, JSON.stringify(order)], {
    env: environment(),
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  const [input, , , steps] = child.stdio;
  if (!steps || !('read' in steps)) throw new Error('no pipe');
  input?.on('error', () => undefined);
  input?.end(typed);
  const [said, [code, signal]] = await Promise.all([text(steps), once(child, 'close')]);
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`${program} ended by itself (${code}) after:\n${said}`);
  return said.trim().split('\n');
}

function environment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', ...lab.keyring.env };
}
