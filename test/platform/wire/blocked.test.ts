import { expect, test, vi } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import { type KeptOverTheWire, keepOverTheWire } from './kept-over-the-wire';

/** Lets a day pass, and whatever was due then be done. */
async function nextDay({ keeper, id, world, advance }: KeptOverTheWire): Promise<void> {
  const tries = world.redeemedAt.length;
  advance(DAY);
  keeper.systemEvent('clock');
  await vi.waitFor(() => expect(world.redeemedAt.length).toBe(tries + 1), { timeout: 20_000 });
  await vi.waitFor(() => expect(isSettled(keeper.find(id), world.now)).toBe(true), { timeout: 20_000 });
}

function isSettled(connection: ReturnType<KeptOverTheWire['keeper']['find']>, now: number): boolean {
  return connection?.trouble ? connection.trouble.failure.at >= now : connection?.token?.issuedAt === now;
}

test('a connection that conditional access blocked goes on by itself once an admin has lifted the policy', async () => {
  const kept = await keepOverTheWire();
  const { keeper, id, world, cloud } = kept;
  await keeper.change(id, { schedule: { kind: 'every', interval: DAY } });
  cloud.setPolicy({ conditionalAccess: 53003 });
  await nextDay(kept);
  for (let day = 2; day <= 4; day += 1) {
    await nextDay(kept);
    const blocked = keeper.find(id);
    expect(blocked?.trouble?.failure.code).toBe('AADSTS53003');
    expect(blocked && keeper.statusOf(blocked)).toBe('person');
  }
  expect(world.notifications.map(({ title }) => title)).toEqual([expect.stringMatching(/: action needed$/)]);
  cloud.setPolicy({ conditionalAccess: null });
  await nextDay(kept);
  const connection = keeper.find(id);
  expect(connection?.trouble).toBeNull();
  expect(connection && keeper.statusOf(connection)).toBe('fine');
});

test('a token that was revoked is not sent again, whatever happens to the policy', async () => {
  const { keeper, id, world, cloud, advance } = await keepOverTheWire();
  await keeper.change(id, { schedule: { kind: 'every', interval: DAY } });
  cloud.revoke(cloud.partner.username);
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'AADSTS50173' } });
  const tries = world.redeemedAt.length;
  advance(5 * DAY);
  keeper.systemEvent('clock');
  expect(keeper.find(id)?.trouble?.retryAt).toBeNull();
  expect(world.redeemedAt.length).toBe(tries);
});
