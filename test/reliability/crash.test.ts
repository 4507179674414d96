import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openToken } from '../../src/core/storage/envelope';
import { joinSecret } from '../../src/core/storage/secret-parts';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { type SecretService, startSecretService } from '../support/secret-service';
import { bundle } from './bundle';
import { DEEDS, type Deed } from './deeds';
import type { Place } from './room';
import { type KeychainEntry, type Restarted, type Survivor, startSurvivor } from './survivor-client';

/** What a deed begins with: nothing, a connection without a token, or one with its second token. */
const BEGINNING: Record<Deed, 'nothing' | 'added' | 'signed in'> = {
  add: 'nothing',
  'sign in': 'added',
  'sign in again': 'signed in',
  refresh: 'signed in',
  'replace the secret': 'signed in',
  remove: 'signed in',
  'recover a lost file': 'signed in',
  'bring an old file up to date': 'signed in',
};

const CONNECTION = /^[0-9a-f]{32}\//;
/** A keyring and a survivor of its own: two processes at one keyring see entries come and go under each other. */
interface Lane {
  readonly keyring: SecretService;
  readonly survivor: Survivor;
}

const cleanUp: Array<() => Promise<void>> = [];
let scripts: Awaited<ReturnType<typeof bundle>>;
let cloud: PracticeCloud;
let lanes: Lane[];
let root: string;
let cases = 0;
const beginnings = new Map<string, { folder: string; entries: KeychainEntry[] }>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ptt-crash-'));
  cleanUp.push(() => rm(root, { recursive: true, force: true }));
  scripts = await bundle('mortal', 'survivor');
  cleanUp.push(scripts.drop);
  // Long enough for two parts in the keychain, always.
  cloud = await startPracticeCloud({ refreshTokenLength: 2500 });
  cleanUp.push(() => cloud.close());
  lanes = await Promise.all([openLane(), openLane()]);
  const [lane] = lanes;
  beginnings.set('nothing', { folder: '', entries: [] });
  for (const name of ['added', 'signed in']) {
    const place = await freshPlace(name);
    await lane?.survivor.settle(place, name === 'signed in');
    beginnings.set(name, { folder: place.folder, entries: (await lane?.keyring.entries(place.service)) ?? [] });
  }
  const parts = beginnings.get('signed in')?.entries.filter(({ account }) => account.includes('/refresh-token/2/'));
  expect(parts).toHaveLength(2);
}, 120_000);

afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

describe.runIf(process.platform === 'linux')('killed at every step', { timeout: 600_000 }, () => {
  it.each(DEEDS)('of "%s", the keeper loses nothing and asks for nothing', async (deed) => {
    let next = 1;
    // Each run may have a step more or less than another, so only one that gets to its end says that there are no more.
    const run = async (lane: Lane) => {
      for (let isDone = false; !isDone; ) isDone = await killedAt(lane, deed, next++);
    };
    await Promise.all(lanes.map(run));
    expect(next).toBeGreaterThan(5 + lanes.length);
  });
});

/** Performs a deed up to its step number `fatal`, restarts, and checks what is left. Resolves to whether it got to its end before. */
async function killedAt(lane: Lane, deed: Deed, fatal: number): Promise<boolean> {
  const beginning = beginnings.get(BEGINNING[deed]);
  if (!beginning) throw new Error(`no beginning for "${deed}"`);
  const { keyring, survivor } = lane;
  const place = await freshPlace('killed');
  if (beginning.folder !== '') await cp(beginning.folder, place.folder, { recursive: true });
  await survivor.furnish(place, beginning.entries);

  const said = await die(lane, place, deed, fatal);
  const left = await keyring.entries(place.service);
  const restarted = await survivor.restart(place, { remove: deed === 'remove' });
  const entries = await keyring.entries(place.service);
  const where = `"${deed}" cut off before step ${fatal}: ${said.filter(isStep).at(-1)}`;
  checkNothingAsked(restarted, where);
  checkNewestIsUsed(deed, newestToken(beginning.entries), said, newestToken(left), restarted, where);
  checkNoOrphans(restarted, entries, where);
  const others = (await readdir(place.folder)).filter((name) => name !== 'connections.json' && name !== 'folder.lock');
  expect(others, where).toEqual([]);
  const isDone = said.includes('done');
  if (isDone) expect(restarted.found.length, where).toBe(deed === 'remove' ? 0 : 1);
  await rm(place.folder, { recursive: true });
  return isDone;
}

function checkNothingAsked(restarted: Restarted, where: string): void {
  expect(restarted.appTrouble, where).toBeNull();
  expect(restarted.notifications, where).toEqual([]);
  expect(
    restarted.found.map(({ trouble }) => trouble).filter((trouble) => trouble !== null),
    where,
  ).toEqual([]);
  expect(
    restarted.ends.filter((end) => end !== 'ok'),
    where,
  ).toEqual([]);
}

/** The newest token that got whole into the keychain is the one that the server is shown, and it takes it. */
function checkNewestIsUsed(
  deed: Deed,
  before: string | null,
  said: readonly string[],
  left: string | null,
  { found, presented }: Restarted,
  where: string,
): void {
  const delivered = said.findLast((line) => line.startsWith('token '))?.slice('token '.length);
  // The connections file is written after the keychain, so by then the new token has to be there.
  const afterToken = delivered === undefined ? [] : said.slice(said.indexOf(`token ${delivered}`));
  const isDurable = afterToken.some((line) => /^file \w+ connections/.test(line) || line === 'done');
  if (deed !== 'remove') {
    if (isDurable) expect(left && hash(left), where).toBe(delivered);
    else if (before !== null) expect([hash(before), delivered], where).toContain(left && hash(left));
    if (deed !== 'add') expect(found, where).toHaveLength(1);
  }
  if (left !== null && found.length > 0 && deed !== 'remove')
    expect(presented[0] && hash(presented[0]), where).toBe(hash(left));
}

/** Only the current generations, and the token before the current one. */
function checkNoOrphans({ found, generations }: Restarted, entries: readonly KeychainEntry[], where: string): void {
  const [token, secret] = generations[0] ?? [];
  const current = [`refresh-token/${token}`, `client-secret/${secret}`];
  const allowed =
    generations.length === 0 ? [] : [...current, ...found.map(({ generation }) => `refresh-token/${generation}`)];
  for (const { account } of entries) {
    expect(CONNECTION.test(account), where).toBe(true);
    expect(allowed, where).toContain(account.split('/').slice(1, 3).join('/'));
  }
}

/** Resolves to what the process said until it died. */
async function die({ keyring }: Lane, place: Place, deed: Deed, fatal: number): Promise<string[]> {
  const order = JSON.stringify({ ...place, deed, fatal });
  const child = spawn(process.execPath, [scripts.path('mortal'), order], {
    env: environment(keyring),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said += String(data);
  });
  const [code, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`"${deed}" ended by itself (${code}) after:\n${said}`);
  return said.trim().split('\n');
}

/** The newest generation of a refresh token that is whole. */
function newestToken(entries: readonly KeychainEntry[]): string | null {
  const generations = new Map<number, string[]>();
  for (const { account, value } of entries) {
    const [, kind, generation] = account.split('/');
    if (kind === 'refresh-token')
      generations.set(Number(generation), [...(generations.get(Number(generation)) ?? []), value]);
  }
  for (const [, parts] of [...generations].sort(([a], [b]) => b - a)) {
    const text = joinSecret(parts);
    const token = text === null ? null : openToken(text);
    if (token) return token.refreshToken;
  }
  return null;
}

async function openLane(): Promise<Lane> {
  const keyring = await startSecretService();
  cleanUp.push(() => keyring.stop());
  const survivor = await startSurvivor(scripts.path('survivor'), environment(keyring));
  cleanUp.push(() => survivor.stop());
  return { keyring, survivor };
}

async function freshPlace(service: string): Promise<Place> {
  cases += 1;
  const folder = join(root, String(cases));
  await mkdir(folder);
  return { folder, service, origin: cloud.origin };
}

function environment(keyring: SecretService): Record<string, string> {
  return { PATH: process.env.PATH ?? '', ...keyring.env };
}

function isStep(line: string): boolean {
  return !line.startsWith('token ') && line !== 'done';
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
