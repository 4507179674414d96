import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { settle, World } from '../world';

/** A server that gives the refresh token back that it was sent. */
async function unrotated(): Promise<{ world: World; id: string; keeper: ReturnType<World['keeper']> }> {
  const world = new World();
  const { keeper, id } = await world.signedIn({ schedule: { kind: 'every', interval: DAY } });
  world.server = (refreshToken) => ({ ok: true, tokens: world.issue({ refreshToken }) });
  return { world, id, keeper };
}

test('a token that stays is exchanged as the schedule says, and keeps its date of issue', async () => {
  const { world, id, keeper } = await unrotated();
  const issuedAt = keeper.find(id)?.token?.issuedAt;
  await world.pass(10 * DAY);
  expect(world.redeemed.length).toBeGreaterThan(8);
  expect(world.redeemed.length).toBeLessThan(13);
  expect(keeper.find(id)?.token).toMatchObject({ serial: 1, issuedAt });
});

test('a clock that was set back before its issue has it exchanged once, and no storm', async () => {
  const { world, keeper, id } = await unrotated();
  world.now -= HOUR;
  keeper.systemEvent('clock');
  await settle();
  await world.pass(10 * MINUTE);
  expect(world.redeemed).toHaveLength(1);
  expect(keeper.find(id)?.token?.issuedAt).toBeLessThanOrEqual(world.now);
});
