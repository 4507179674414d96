import { expect, test } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import { World } from '../world';

const FOREIGN = `1.AXoA-from-elsewhere-${'y'.repeat(800)}`;

test('a keeper that is only opened does what it is asked, and leaves what is due to the one that runs', async () => {
  const world = new World();
  const { id } = await world.signedIn();
  world.kill();
  await world.pass(62 * DAY);
  const keeper = world.keeper();
  await keeper.open();
  await world.pass(DAY);
  expect([world.redeemed, world.notifications]).toEqual([[], []]);
  expect(keeper.find(id)?.notificationsRaised).toEqual([]);

  expect(await keeper.importToken(id, FOREIGN)).toMatchObject({ ok: true });
  await world.pass(2 * DAY);
  await keeper.stop();
  expect(world.redeemed).toEqual([FOREIGN]);
  expect(world.saved?.connections[0]?.token).toMatchObject({ generation: 2 });
});

test('a keeper that runs catches up with a token that another process has imported, and keeps that one alive', async () => {
  const world = new World();
  world.shared = true;
  const { keeper, id } = await world.connected();
  const other = world.keeper();
  await other.open();
  await other.importToken(id, FOREIGN);
  await other.stop();
  expect(keeper.find(id)?.token).toBeNull();
  world.events.length = 0;

  await keeper.catchUp();
  expect(keeper.find(id)?.token).toMatchObject({ generation: 1, account: { username: 'ada@contoso.com' } });
  expect(world.events).toContainEqual({ type: 'list' });
  await world.pass(2 * DAY);
  expect(world.redeemed.slice(1)).toEqual([expect.stringMatching(/^refresh-1-/), expect.stringMatching(/^refresh-2-/)]);
});

test('a token that is damaged is not taken for one that another process has just obtained: the one before it is exchanged', async () => {
  const world = new World();
  world.shared = true;
  const { keeper, id } = await world.signedIn();
  expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { token: { generation: 2 } } });
  const parts = [...world.keychain.values.keys()].filter((account) => account.startsWith(`${id}/refresh-token/2/`));
  world.keychain.values.delete(parts.at(-1) ?? '');
  expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { token: { generation: 3 } } });
  expect(world.redeemed.at(-1)).toMatch(/^refresh-1-/);
});
