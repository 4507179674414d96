import { expect, test } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import { World } from '../world';

/** Account names of the parts of the refresh token of that serial. */
function partsOf(world: World, serial: number): string[] {
  return [...world.keychain.values]
    .filter(([account, value]) => account.includes('/refresh-token/') && value.startsWith(`ptt2:${serial}:`))
    .map(([account]) => account);
}

test('a keychain that locks between two parts of a token has neither the new token nor lost the old one', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.writesLeft = 1;
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'keychain/locked' } });
  expect(partsOf(world, 1)).toHaveLength(2);
  expect(partsOf(world, 2)).toEqual([`${id}/refresh-token/b/1`]);
  expect(keeper.find(id)?.token?.serial).toBe(1);
  world.keychain.problem = null;
  world.keychain.writesLeft = Number.POSITIVE_INFINITY;

  expect(await keeper.retryStorage()).toMatchObject({ ok: true });
  expect(keeper.find(id)).toMatchObject({ token: { serial: 2 }, trouble: null });
  expect(world.redeemed).toHaveLength(1);
  expect(await keeper.refresh(id)).toMatchObject({ ok: true });
  expect(world.redeemed.map((token) => token.slice(0, 10))).toEqual(['refresh-1-', 'refresh-2-']);
  expect(world.keychain.serials()).toEqual([2, 3]);
});

test('killed between two parts of a token, the keeper goes on with the one before, and writes the next over the half one', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.writesLeft = 1;
  await keeper.refresh(id);
  world.kill();
  world.keychain.problem = null;
  world.keychain.writesLeft = Number.POSITIVE_INFINITY;

  const next = world.keeper();
  await next.start();
  expect(next.find(id)).toMatchObject({ token: { serial: 1 } });
  await world.pass(DAY);
  expect(next.find(id)).toMatchObject({ trouble: null });
  expect(world.redeemed[1]?.slice(0, 10)).toBe('refresh-1-');
  expect(partsOf(world, 2)).toHaveLength(2);
});
