import { expect, it } from 'vitest';
import { type Threshold, thresholdsAt } from '../../../src/core/expiry/notifications';
import { DAY, HOUR } from '../../../src/core/model/time';
import { settle, World } from '../world';

/** Nothing is refreshed, so that time passes quickly. */
const WATCHED = { schedule: { kind: 'remind-only' } } as const;

/** A world whose person chooses when to be notified. */
function choosing(...days: readonly number[]) {
  const world = new World();
  const chosen: { thresholds: readonly Threshold[] } = { thresholds: thresholdsAt(days) };
  world.notifyAt = () => chosen.thresholds;
  return { world, choose: (...other: readonly number[]) => Object.assign(chosen, { thresholds: thresholdsAt(other) }) };
}

it('a notification comes at the thresholds that are chosen, and when the token has expired', async () => {
  const { world } = choosing(7);
  await world.signedIn(WATCHED);
  await world.pass(91 * DAY);
  expect(world.notifications.map(({ title }) => title)).toEqual(['Contoso expires in 7 days', 'Contoso has expired']);
});

it('with none chosen, only what has expired is told, of secrets and exported tokens as well', async () => {
  const { world } = choosing();
  const { keeper, id } = await world.signedIn(WATCHED);
  await keeper.exportRefreshToken(id, 'file');
  await keeper.noteCredentialExpiry(id, world.now + 60 * DAY);
  await world.pass(91 * DAY);
  expect(world.notifications.map(({ title }) => title)).toEqual([
    'Contoso: client secret has expired',
    'Contoso has expired',
    'Contoso: exported token has expired',
  ]);
});

it('a threshold that is chosen after its time is told at once, unless a later one was', async () => {
  const { world, choose } = choosing(7, 3);
  const { keeper } = await world.signedIn(WATCHED);
  await world.pass(78 * DAY);
  expect(world.notifications).toEqual([]);
  choose(14, 7, 3);
  keeper.systemEvent('clock');
  await settle();
  expect(world.notifications.map(({ title }) => title)).toEqual(['Contoso expires in 12 days']);
  await world.pass(6 * DAY);
  choose(30, 14, 7, 3);
  keeper.systemEvent('clock');
  await world.pass(HOUR);
  expect(world.notifications.map(({ title }) => title)).toEqual([
    'Contoso expires in 12 days',
    'Contoso expires in 7 days',
  ]);
});

it('a threshold that is taken back and chosen again is not told twice', async () => {
  const { world, choose } = choosing(30);
  const { keeper } = await world.signedIn(WATCHED);
  await world.pass(61 * DAY);
  for (const days of [[], [30]]) {
    choose(...days);
    keeper.systemEvent('clock');
    await world.pass(DAY);
  }
  expect(world.notifications).toHaveLength(1);
  expect(world.stillSo(keeper)).toEqual(['Contoso expires in 27 days']);
});

it('what counts as soon stays the same, whatever is told of it', async () => {
  const { world } = choosing();
  const { keeper, id } = await world.signedIn(WATCHED);
  await world.pass(61 * DAY);
  const connection = keeper.find(id);
  expect(connection && keeper.statusOf(connection)).toBe('soon');
});
