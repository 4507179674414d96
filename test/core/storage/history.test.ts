import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HISTORY_KINDS, type HistoryEntry, type HistoryEvent } from '../../../src/core/model/history-event';
import { DAY, HOUR } from '../../../src/core/model/time';
import { LONGEST_HISTORY, readHistory, remember, writeHistory } from '../../../src/core/storage/history';
import { entraError, NEW_YEAR, SECRET, settle, unreachable, World } from '../world';

const happenings = fc.array(
  fc.record({
    kind: fc.constantFrom(...HISTORY_KINDS),
    at: fc.integer({ min: 0, max: NEW_YEAR }),
    took: fc.integer({ min: 0, max: DAY }),
    code: fc.constantFrom('', 'network/name', 'AADSTS50173', 'lifetime:7', 'name schedule'),
  }),
  { maxLength: 600 },
);
const told = (events: readonly HistoryEvent[]) => events.reduce(remember, [] as readonly HistoryEntry[]);

test('a history reads back as it was written, and is never longer than 400 entries', () => {
  fc.assert(
    fc.property(happenings, (events) => {
      const history = told(events);
      expect(readHistory(writeHistory(history))).toEqual(history);
      expect(history.length).toBeLessThanOrEqual(LONGEST_HISTORY);
    }),
    { numRuns: 50 },
  );
});

test('nothing that happened goes uncounted while the history has room', () => {
  fc.assert(
    fc.property(happenings, (events) => {
      const few = events.slice(0, LONGEST_HISTORY);
      expect(told(few).reduce((sum, { count }) => sum + count, 0)).toBe(few.length);
    }),
    { numRuns: 50 },
  );
});

test('a history that is broken is read as far as it is one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(readHistory(text)?.length ?? 0).toBeLessThanOrEqual(LONGEST_HISTORY);
    }),
  );
  const kindsIn = (text: string) => readHistory(text)?.map(({ kind }) => kind);
  expect(kindsIn('[["refresh",1,2],["nonsense",1],["failure",-5],7,["copy",3]]')).toEqual(['refresh', 'copy']);
  for (const text of ['', '{"refresh":1}', '[["refresh",1']) expect(readHistory(text)).toBeNull();
});

test('a month offline, with failures of two kinds taking turns, is a few entries and flushes nothing out', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await world.pass(3 * DAY);
  let tries = 0;
  world.server = () => {
    tries += 1;
    return tries % 2 === 0 ? unreachable() : { ok: false, raw: { kind: 'network', code: 'ENOTFOUND' } };
  };
  await world.pass(62 * DAY);
  const history = await keeper.history(id);
  expect(history.filter(({ kind }) => kind === 'refresh').length).toBeGreaterThanOrEqual(3);
  const failures = history.filter(({ kind }) => kind === 'failure');
  expect(failures.map(({ code }) => code).sort()).toEqual(['network/name', 'network/refused']);
  expect(failures.reduce((sum, { count }) => sum + count, 0)).toBe(tries);
  expect(failures.every(({ at, last }) => last - at > 60 * DAY)).toBe(true);
  expect(failures.map(({ what }) => what).join()).toContain('refused');
  expect(history.filter(({ kind }) => kind === 'notification').map(({ code }) => code)).toEqual(['lifetime:30']);
});

test('a sign-in, refreshes, a change, a copy and a failure are remembered in order, over a restart', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await world.pass(DAY);
  await keeper.change(id, { schedule: { kind: 'every', interval: 6 * HOUR } });
  await keeper.replaceCredential(id, { kind: 'secret', clientSecret: `${SECRET}2` });
  for (const end of [NEW_YEAR + 90 * DAY, NEW_YEAR + 90 * DAY]) await keeper.noteCredentialExpiry(id, end);
  keeper.noteAccessTokenCopied(id);
  world.server = () => entraError(50173);
  await world.pass(DAY);
  await keeper.stop();
  const next = world.keeper();
  await next.start();
  const history = await next.history(id);
  expect(history.map(({ kind, code }) => [kind, code])).toEqual([
    ['sign-in', ''],
    ['refresh', ''],
    ['settings', 'schedule'],
    ['settings', 'secret'],
    ['settings', 'expiry'],
    ['copy', ''],
    ['notification', 'failure:AADSTS50173'],
    ['failure', 'AADSTS50173'],
  ]);
  expect(history.at(-1)?.what).toMatch(/^The refresh token was revoked/);
});

const kinds = (history: readonly HistoryEntry[]) => history.map(({ kind }) => kind);
const REFRESHES = (count: number) => Array.from({ length: count }, () => 'refresh');

test('a history that cannot be read or written stops nothing, and is whole once it can be again', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await world.pass(2 * DAY);
  const disk = world.histories;
  world.histories = null;
  await world.pass(3 * DAY);
  expect(keeper.find(id)).toMatchObject({ trouble: null, token: { generation: 6 } });
  expect(kinds(await keeper.history(id))).toEqual(REFRESHES(3));
  world.histories = disk;
  expect(kinds(await keeper.history(id))).toEqual(['sign-in', ...REFRESHES(5)]);
  await world.pass(DAY);
  await keeper.stop();
  const next = world.keeper();
  await next.start();
  expect(kinds(await next.history(id))).toEqual(['sign-in', ...REFRESHES(6)]);
});

test('a history that could not be written is written when the app ends, if it can be then', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const disk = world.histories;
  world.histories = null;
  await world.pass(2 * DAY);
  world.histories = disk;
  await keeper.stop();
  const next = world.keeper();
  await next.start();
  expect(kinds(await next.history(id))).toEqual(['sign-in', ...REFRESHES(2)]);
});

test('a history that cannot be read once is not written over', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await world.pass(2 * DAY);
  const { readHistoryText } = world;
  let failures = 0;
  world.readHistoryText = (of) => {
    failures += 1;
    if (failures === 1) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    return readHistoryText(of);
  };
  await world.pass(2 * DAY);
  expect(kinds(await keeper.history(id))).toEqual(['sign-in', ...REFRESHES(4)]);
});

test('what is no history is set aside, and the next one begins', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await settle();
  world.histories?.set(id, '[["sign-in",17672');
  await world.pass(DAY);
  expect(kinds(await keeper.history(id))).toEqual(['refresh']);
  expect(world.histories?.get(`${id}.bad`)).toBe('[["sign-in",17672');
});

test('a removed connection leaves no history, not even by a refresh that was under way', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const refreshed = keeper.refresh(id);
  await keeper.remove(id);
  await refreshed;
  await settle();
  await keeper.stop();
  expect(world.histories?.size).toBe(0);
});

test('no token and no secret gets into a history', async () => {
  const world = new World();
  await world.signedIn();
  world.server = () => entraError(700082, 'invalid_grant', 'refresh-1-xxxx was inactive for 90.00:00:00.');
  await world.pass(2 * DAY);
  const text = [...(world.histories?.values() ?? [])].join();
  expect(text).toContain('AADSTS700082');
  expect(text).not.toMatch(/refresh-1|access-|8Q~|inactive/);
});
