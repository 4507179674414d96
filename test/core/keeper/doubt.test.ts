import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { KeychainError } from '../../../src/core/storage/ports';
import { settle, unreachable, World } from '../world';

const titles = (world: World) => world.notifications.map(({ title }) => title);

test('a keychain that begins to refuse when the network has long been away may hold a newer token: nothing is said of that for a day', async () => {
  const world = new World();
  const { keeper } = await world.signedIn();
  world.server = unreachable;
  await world.pass(59.5 * DAY);
  await keeper.stop();
  world.kill();
  world.keychain.problem = 'locked';
  const next = world.keeper();
  await next.start();
  await world.pass(20 * HOUR);
  expect(titles(world)).toEqual(['Keychain: action needed']);
  await world.pass(8 * HOUR);
  expect(titles(world)).toEqual(['Keychain: action needed', 'Contoso expires in 29 days']);
});

test('before it is told that the kept token runs short, the newer one in memory is kept, if the keychain takes it by now', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const issuedAt = keeper.find(id)?.token?.issuedAt ?? 0;
  const { set } = world.keychain;
  world.keychain.set = async () => {
    throw new KeychainError('locked');
  };
  await world.pass(issuedAt + 60 * DAY - MINUTE - world.now);
  expect(keeper.find(id)?.token?.issuedAt).toBe(issuedAt);
  const before = titles(world);
  world.keychain.set = set;
  await world.pass(MINUTE);
  await settle();
  expect(keeper.find(id)?.token?.issuedAt).toBeGreaterThan(issuedAt + 58 * DAY);
  expect(titles(world)).toEqual(before);
});

test('many notifications that fall due at once ask a keychain that refuses once, not for each', async () => {
  const world = new World();
  const { keeper } = await world.signedInMany(30);
  world.server = unreachable;
  await world.pass(2 * DAY);
  await keeper.stop();
  world.kill();
  world.keychain.problem = 'locked';
  const { calls } = world.keychain;
  world.now += 70 * DAY;
  const next = world.keeper();
  await next.start();
  const before = calls.get;
  await world.pass(MINUTE / 2);
  expect(titles(world).length).toBeGreaterThan(20);
  expect(calls.get - before).toBeLessThan(10);
});
