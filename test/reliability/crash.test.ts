import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/model/time';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { obtainTokens } from '../practice/support/cloud';
import { programOf } from '../support/programs';
import { type SecretService, startSecretService } from '../support/secret-service';
import { startChild } from './child';
import { deliveredIn, hash, newestKept } from './newest-kept';
import { BEGINNINGS, type Beginning, EXPORT, OPERATIONS, type Operation } from './operations';
import type { Place } from './real-keeper';
import { type Afterwards, type KeychainEntry, type Restarted, type Restarts, startRestarts } from './restart-client';
import { type HeldSecret, newestOf, secretsIn } from './secrets-in';

const BEGINNING: Record<Operation, Beginning> = {
  add: 'nothing',
  'sign in': 'added',
  'sign in again': 'signed in',
  refresh: 'signed in',
  'refresh twice in quick succession': 'signed in',
  'replace the secret': 'signed in',
  'become a public client': 'mistaken',
  remove: 'signed in',
  'recover a lost file': 'signed in',
  'import a token': 'added',
  'export a token to a file': 'signed in',
};

/**
 * When things happen, before now. So at a restart the token of the beginning has 29 days left, of which notification is due, and
 * one that was obtained before the process was killed has 79.
 */
const BEGUN = 61 * DAY;
const KILLED = 11 * DAY;
const DUE_FOR_THE_FIRST = 'Harbour expires in 29 days';

/** How many keepers die with one process. The keyring holds what all of them leave, and writes it whole at each change. */
const TOGETHER = 12;

/** What the app itself has in its folder, but for what nothing depends on. */
const OWN_FILES = /^(?:connections\.json|folder\.lock|folder\.holder\.json|\.?history\.jsonl.*)$/;
const Saved = v.object({ unsettled: v.array(v.string()), exportedTokens: v.array(v.unknown()) });

/** A keyring and a process that restarts, of its own: two processes at one keyring see entries come and go under each other. */
interface Lane {
  readonly keyring: SecretService;
  readonly restarts: Restarts;
}

const cleanUp: Array<() => Promise<void>> = [];
let cloud: PracticeCloud;
let lanes: Lane[];
let root: string;
let fromElsewhere: string;
let cases = 0;
const beginnings = new Map<Beginning, { folder: string; entries: KeychainEntry[] }>();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ptt-crash-'));
  cleanUp.push(() => rm(root, { recursive: true, force: true }));
  // Long enough for two parts in the keychain, always.
  cloud = await startPracticeCloud({ refreshTokenLength: 2500 });
  cleanUp.push(() => cloud.close());
  lanes = await Promise.all([openLane(), openLane()]);
  const [lane] = lanes;
  if (!lane) throw new Error('no lane');
  cloud.clock.advance(-BEGUN);
  fromElsewhere = (await obtainTokens(cloud)).refreshToken;
  for (const beginning of BEGINNINGS) {
    const place = await freshPlace(beginning);
    await lane.restarts.prepare(place, beginning, BEGUN);
    beginnings.set(beginning, { folder: place.folder, entries: await lane.keyring.entries(place.service) });
  }
  cloud.clock.advance(BEGUN);
  const slots = secretsIn(beginnings.get('signed in')?.entries ?? []).filter(({ kind }) => kind === 'refresh-token');
  expect(slots.map(({ serial, entries }) => [serial, entries])).toEqual([
    [1, 2],
    [2, 2],
  ]);
}, 120_000);

afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

describe.runIf(process.platform === 'linux')('killed at every step', { timeout: 600_000 }, () => {
  it.each(OPERATIONS)('of "%s", the keeper loses nothing and asks for nothing', async (operation) => {
    let next = 1;
    // Each run may have a step more or less than another, so only one that gets to its end says that there are no more.
    const run = async (lane: Lane) => {
      for (let isDone = false; !isDone; ) {
        const deaths = await dieTogether(lane, operation, () => next++);
        for (const death of deaths) await checkRestart(lane, death);
        isDone = deaths.some(gotToTheEnd);
      }
    };
    // Both lanes end before the next test begins in them.
    const ends = await Promise.allSettled(lanes.map(run));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    expect(next).toBeGreaterThan(5 + lanes.length);
  });
});

/** A keeper that was cut off. */
interface Death {
  readonly operation: Operation;
  readonly fatal: number;
  readonly place: Place;
  /** What it said until then. */
  readonly said: readonly string[];
}

/** What happened in one case, and where. */
interface Case extends Death {
  readonly where: string;
  /** The token that it began with, and those that came, as hashes, oldest first. */
  readonly tokens: readonly string[];
  /** The newest whole refresh token in the keychain when the process had died. */
  readonly left: HeldSecret | null;
  /** Whether that is the one that it began with. */
  readonly isFirst: boolean;
}

/** Performs an operation several times, each up to another step and in a place of its own, until one gets to its end; then kills the process. */
async function dieTogether({ keyring, restarts }: Lane, operation: Operation, next: () => number): Promise<Death[]> {
  const { folder, entries } = beginningOf(operation);
  const child = await startChild(programOf('reliability/killed-process'), environment(keyring));
  const deaths: Death[] = [];
  try {
    while (deaths.length < TOGETHER && !deaths.some(gotToTheEnd)) {
      const fatal = next();
      const place = await freshPlace(`killed ${deaths.length}`);
      await cp(folder, place.folder, { recursive: true });
      await restarts.furnish(place, entries);
      const order = { place, operation, fatal, behind: KILLED, token: fromElsewhere };
      const said = v.parse(v.array(v.string()), await child.ask(order));
      deaths.push({ operation, fatal, place, said });
    }
  } finally {
    await child.kill();
  }
  return deaths;
}

/** Restarts where a keeper died, and checks what is left. */
async function checkRestart({ keyring, restarts }: Lane, death: Death): Promise<void> {
  const { operation, fatal, place, said } = death;
  const where = `"${operation}" cut off before step ${fatal}: ${said.filter(isStep).at(-1)}`;
  const left = newestOf(secretsIn(await keyring.entries(place.service)), 'refresh-token');
  const before = newestOf(secretsIn(beginningOf(operation).entries), 'refresh-token');
  const tokens = [...(before ? [hash(before.secret)] : []), ...said.flatMap(deliveredIn)];
  const isFirst = before !== null && left?.secret === before.secret;
  const killed: Case = { ...death, where, tokens, left, isFirst };
  await checkExport(killed);

  const restarted = await restarts.restart(place, afterwardsOf(operation));
  checkNothingAsked(killed, restarted);
  checkNewestIsUsed(killed, restarted);
  checkNoOrphans(killed, restarted, await keyring.entries(place.service));
  await checkFolder(killed, restarted);
  if (gotToTheEnd(death)) expect(restarted.found.length, where).toBe(operation === 'remove' ? 0 : 1);
  await rm(place.folder, { recursive: true });
}

function gotToTheEnd({ said }: Death): boolean {
  return said.includes('done');
}

function beginningOf(operation: Operation): { folder: string; entries: readonly KeychainEntry[] } {
  const beginning = beginnings.get(BEGINNING[operation]);
  if (!beginning) throw new Error(`no beginning for "${operation}"`);
  return beginning;
}

function afterwardsOf(operation: Operation): Afterwards {
  return operation === 'remove' || operation === 'become a public client' ? operation : 'use';
}

/** Nothing is in the way, and a notification is given only of a token that really runs short, once. */
function checkNothingAsked({ operation, where, isFirst }: Case, restarted: Restarted): void {
  const { appTrouble, found, ends, notifications } = restarted;
  expect(appTrouble, where).toBeNull();
  expect(
    found.flatMap(({ trouble }) => trouble ?? []),
    where,
  ).toEqual([]);
  expect(
    ends.filter((end) => end !== 'ok'),
    where,
  ).toEqual([]);
  const due = found.length > 0 && isFirst ? [DUE_FOR_THE_FIRST] : [];
  // Of one that is removed in that moment it may be too late to speak.
  if (operation === 'remove') expect([[], due], where).toContainEqual(notifications);
  else expect(notifications, where).toEqual(due);
}

/** The newest token that got whole into the keychain is the one that the server is shown, and it takes it. */
function checkNewestIsUsed({ operation, where, said, tokens, left }: Case, { found, presented }: Restarted): void {
  if (operation === 'remove') return;
  const kept = left === null ? -1 : tokens.indexOf(hash(left.secret));
  expect(kept, where).toBeGreaterThanOrEqual(newestKept(said, tokens));
  if (operation !== 'add') expect(found, where).toHaveLength(1);
  if (left === null) return;
  expect(presented[0] && hash(presented[0]), where).toBe(hash(left.secret));
}

/** Every entry is part of a whole secret of a connection that there is; a public client has no secret. */
function checkNoOrphans({ where, operation }: Case, { found }: Restarted, entries: readonly KeychainEntry[]): void {
  // What a keychain was last tried with is no secret, and goes the next time.
  const secrets = secretsIn(entries.filter(({ account }) => account !== 'probe'));
  const ids = operation === 'remove' ? [] : found.map(({ id }) => id);
  for (const { id, isWhole } of secrets) {
    expect(ids, where).toContain(id);
    expect(isWhole, where).toBe(true);
  }
  const credentials = secrets.filter(({ kind }) => kind === 'client-secret');
  const isPublic = operation === 'become a public client';
  expect(credentials.length > 0, where).toBe(ids.length > 0 && !isPublic);
}

/** Nothing is unsettled any more, and nothing half written lies about. */
async function checkFolder({ place, where, operation }: Case, { found }: Restarted): Promise<void> {
  const saved = v.parse(Saved, JSON.parse(await readFile(join(place.folder, 'connections.json'), 'utf8')));
  expect(saved.unsettled, where).toEqual([]);
  const others = (await readdir(place.folder)).filter((name) => !OWN_FILES.test(name));
  if (operation !== 'export a token to a file') expect(others, where).toEqual([]);
  // An exported token is on record before any of it is on the disk.
  else if (others.length > 0) expect(found[0]?.exportedTokens, where).toBe(1);
}

/** A token that was exported is the newest one, whole, or there is none. */
async function checkExport({ place, where, operation, left, said }: Case): Promise<void> {
  const text = await readFile(join(place.folder, EXPORT), 'utf8').catch(() => null);
  if (text !== null) expect(text, where).toBe(left?.secret);
  if (operation === 'export a token to a file' && said.includes('done')) expect(text, where).not.toBeNull();
}

async function openLane(): Promise<Lane> {
  const keyring = await startSecretService();
  cleanUp.push(() => keyring.stop());
  const restarts = await startRestarts(environment(keyring));
  cleanUp.push(() => restarts.stop());
  return { keyring, restarts };
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
