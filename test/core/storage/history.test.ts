import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HISTORY_KINDS, type HistoryEntry, type HistoryEvent } from '../../../src/core/model/event';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/model/time';
import { entryOf, LONGEST_HISTORY, readLine, remember, writeLine } from '../../../src/core/storage/history-log';
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
const told = (events: readonly HistoryEvent[]) => events.map(entryOf).reduce(remember, [] as readonly HistoryEntry[]);
const ID = '0'.repeat(32);

test('a history reads back as it was written, and is never longer than 400 entries', () => {
  fc.assert(
    fc.property(happenings, (events) => {
      const history = told(events);
      expect(history.map((entry) => readLine(writeLine(ID, entry)))).toEqual(
        history.map((entry) => ({ id: ID, entry })),
      );
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

test('hourly refreshes of 90 days are all counted, the older ones by the day, and so is what happened in between', () => {
  const hours = Array.from({ length: 90 * 24 }, (_, hour) => NEW_YEAR + hour * HOUR);
  const events = hours.flatMap((at, hour): readonly HistoryEvent[] => [
    { kind: 'refresh', at, took: 1, code: '' },
    ...(hour % 240 === 0 ? [{ kind: 'failure' as const, at: at + MINUTE, took: 1, code: 'network/refused' }] : []),
  ]);
  const history = told(events);
  const refreshes = history.filter(({ kind }) => kind === 'refresh');
  expect(history.length).toBeLessThanOrEqual(LONGEST_HISTORY);
  expect(history[0]?.at).toBe(NEW_YEAR);
  expect(refreshes.reduce((sum, { count }) => sum + count, 0)).toBe(hours.length);
  expect(refreshes.every(({ at, last }) => last - at < DAY)).toBe(true);
  expect(refreshes.slice(-200).every(({ count }) => count === 1)).toBe(true);
  expect(history.filter(({ kind }) => kind === 'failure')).toHaveLength(9);
});

test('a line that is broken is none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      expect(readLine(line)).toBeNull();
    }),
  );
  for (const line of [
    `["${ID}","nonsense",1,0,"",1,1]`,
    `["${ID}","failure",-5,0,"",1,1]`,
    `["${ID}","refresh",1,0,"",1,1`,
    `["x","refresh",1,0,"",1,1]`,
    `["${ID}","refresh",1]`,
  ])
    expect(readLine(line)).toBeNull();
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
  await world.pass(35 * DAY);
  const history = await keeper.history(id);
  expect(history.filter(({ kind }) => kind === 'refresh').length).toBeGreaterThanOrEqual(3);
  const failures = history.filter(({ kind }) => kind === 'failure');
  expect(failures.map(({ code }) => code).sort()).toEqual(['network/name', 'network/refused']);
  expect(failures.reduce((sum, { count }) => sum + count, 0)).toBe(tries);
  expect(failures.every(({ at, last }) => last - at > 30 * DAY)).toBe(true);
  expect(history.filter(({ kind }) => kind === 'notification').map(({ code }) => code)).toEqual([]);
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
    ['failure', 'AADSTS50173'],
    ['notification', 'failure:AADSTS50173'],
  ]);
});

test('a script that is given an access token every ten minutes is one entry for each day, whatever happens in between', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  for (let tries = 0; tries < 3 * 24 * 6; tries += 1) {
    keeper.noteAccessTokenCopied(id, 'backup.sh');
    if (tries % 7 === 0) keeper.noteAccessTokenCopied(id, 'pwsh');
    await world.pass(10 * MINUTE);
  }
  keeper.noteAccessTokenCopied(id);
  keeper.noteAccessTokenCopied(id);
  const given = (await keeper.history(id)).filter(({ kind }) => kind === 'copy');
  expect(given.map(({ code, count }) => [code, count])).toEqual([
    ['access-token:backup.sh', 144],
    ['access-token:pwsh', 21],
    ['access-token:backup.sh', 144],
    ['access-token:pwsh', 21],
    ['access-token:backup.sh', 144],
    ['access-token:pwsh', 20],
    ['', 1],
    ['', 1],
  ]);
  expect(given[0]?.last).toBe(NEW_YEAR + DAY - 10 * MINUTE);
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
  expect(keeper.find(id)).toMatchObject({ trouble: null, token: { serial: 6 } });
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

test('a line that was cut off takes no other along', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await settle();
  world.histories?.push(`["${id}","refr`);
  await world.pass(DAY);
  expect(kinds(await keeper.history(id))).toEqual(['sign-in', 'refresh']);
});

test('histories are tidied up once they are long: 400 entries of each connection are kept, and nothing of others', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await world.pass(SECOND);
  for (let at = 1; at <= 30_000; at += 1) world.histories?.push(`["${id}","copy",${at},0,"",1,${at}]`);
  await keeper.stop();
  const next = world.keeper();
  await next.start();
  await next.refresh(id);
  await world.pass(SECOND);
  await next.refresh(id);
  await world.pass(SECOND);
  expect(world.histories?.length).toBeLessThan(500);
  expect(await next.history(id)).toHaveLength(400);
  expect((await next.history(id)).at(-1)?.kind).toBe('refresh');
});

test('a removed connection leaves no history, not even by a refresh that was under way', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const refreshed = keeper.refresh(id);
  await keeper.remove(id);
  await refreshed;
  await settle();
  await keeper.stop();
  expect(world.histories).toEqual([]);
});

test('no token and no secret gets into a history', async () => {
  const world = new World();
  await world.signedIn();
  world.server = () => entraError(700082, 'invalid_grant', 'refresh-1-xxxx was inactive for 90.00:00:00.');
  await world.pass(2 * DAY);
  const text = world.histories?.join() ?? '';
  expect(text).toContain('AADSTS700082');
  expect(text).not.toMatch(/refresh-1|access-|8Q~|inactive/);
});
