import { expect, test } from 'vitest';
import type { Exchange } from '../../../src/core/model/exchange';
import { DAY, SECOND } from '../../../src/core/model/time';
import { settle, World } from '../world';

/** A server that answers when it is told to. */
function slowServer(world: World): () => void {
  let answer: () => void = () => undefined;
  world.server = () =>
    new Promise<Exchange>((resolve) => {
      answer = () => resolve({ ok: true, tokens: world.issue() });
    });
  return () => answer();
}

test('a keeper that stops with patience waits for the reply under way, and keeps its token', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const answer = slowServer(world);
  void keeper.refresh(id);
  await settle();
  let isStopped = false;
  const stopping = keeper.stop(10 * SECOND).then(() => {
    isStopped = true;
  });
  await settle();
  expect(isStopped).toBe(false);
  expect(world.hasGivenUp()).toBe(false);
  answer();
  await stopping;
  expect(world.saved?.connections[0]?.token?.serial).toBe(2);
  expect(world.keychain.serials()).toEqual([1, 2]);
  expect(world.isClean).toBe(true);
});

test('it begins nothing new meanwhile', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const answer = slowServer(world);
  void keeper.refresh(id);
  await settle();
  const stopping = keeper.stop(10 * DAY);
  await world.pass(3 * DAY);
  expect(world.redeemed).toHaveLength(1);
  answer();
  await stopping;
});

test('it waits no longer than it was told to', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => new Promise<Exchange>(() => undefined);
  void keeper.refresh(id);
  await settle();
  void keeper.stop(10 * SECOND);
  await world.pass(9 * SECOND);
  expect(world.hasGivenUp()).toBe(false);
  await world.pass(2 * SECOND);
  expect(world.hasGivenUp()).toBe(true);
});

test('all that is due is tried before it is settled, and no more', async () => {
  const world = new World();
  const { keeper } = await world.signedInMany(7);
  await keeper.stop();
  world.now += 3 * DAY;
  const tokens = world.redeemed.length;
  const next = world.keeper();
  await next.start();
  await next.settled();
  expect(world.redeemed.length - tokens).toBe(7);
  expect(next.connections().every(({ token }) => token?.serial === 2)).toBe(true);
});
