import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../src/core/model/time';
import { entraError, World } from '../world';

const GRAPH = { kind: 'graph' } as const;

test('the same refresh token gives access tokens for other resources, each remembered by itself', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const own = await keeper.accessToken(id, 5 * MINUTE);
  const graph = await keeper.accessToken(id, 5 * MINUTE, GRAPH);
  expect(own.ok && graph.ok && own.value.accessToken !== graph.value.accessToken).toBe(true);
  const asked = world.redeemed.length;
  expect(await keeper.accessToken(id, 5 * MINUTE, GRAPH)).toEqual(graph);
  expect(await keeper.accessToken(id, 5 * MINUTE, { kind: 'partner-center' })).toEqual(own);
  expect(world.redeemed).toHaveLength(asked);
  world.now += HOUR;
  expect(await keeper.accessToken(id, 5 * MINUTE, GRAPH)).not.toEqual(graph);
});

test('the refresh token that came along is kept like any other', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const before = keeper.find(id)?.token?.serial ?? 0;
  await keeper.accessToken(id, 5 * MINUTE, GRAPH);
  expect(keeper.find(id)?.token?.serial).toBe(before + 1);
});

test('that another resource is refused is no trouble of the connection', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => entraError(65001, 'invalid_grant');
  expect(await keeper.accessToken(id, 5 * MINUTE, GRAPH)).toMatchObject({
    ok: false,
    failure: { code: 'AADSTS65001' },
  });
  expect(keeper.find(id)?.trouble).toBeNull();
  expect(world.notifications).toEqual([]);
});
