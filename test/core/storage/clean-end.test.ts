import { expect, test } from 'vitest';
import type { CustomCloud } from '../../../src/core/model/clouds';
import { DAY, MINUTE } from '../../../src/core/model/time';
import { settle, World } from '../world';

const CUSTOM: CustomCloud = {
  authority: 'https://login.contoso.example',
  partnerCenter: 'https://partner.contoso.example',
  scope: 'https://partner.contoso.example/user_impersonation',
  extraCa: null,
};

/** A world with a connection that has signed in, whose keeper has ended in order or was killed. */
async function ended(how: 'in order' | 'killed', settings = {}): Promise<{ world: World; id: string }> {
  const world = new World();
  const { keeper, id } = await world.signedIn(settings);
  await world.pass(MINUTE);
  if (how === 'in order') await keeper.stop();
  world.kill();
  world.keychain.calls = { ...world.keychain.calls, get: 0, find: 0 };
  return { world, id };
}

test('after an end in order the file is believed: a refresh reads the token and the secret, and what it wrote', async () => {
  const { world, id } = await ended('in order');
  const keeper = world.keeper();
  await keeper.start();
  expect((await keeper.refresh(id)).ok).toBe(true);
  // The token has two parts, the secret one.
  expect(world.keychain.calls).toMatchObject({ get: 2 + 1 + 2, find: 0 });
});

test('after a kill both slots are looked at, and the newest whole token is used, whatever the file says', async () => {
  const { world, id } = await ended('in order');
  const killed = world.keeper();
  await killed.start();
  world.diskFull = true;
  await killed.refresh(id);
  world.kill();
  world.diskFull = false;
  expect(world.saved?.connections[0]?.token?.serial).toBe(1);
  const keeper = world.keeper();
  await keeper.start();
  await keeper.refresh(id);
  expect(world.redeemed.map((token) => token.slice(0, 10))).toEqual(['refresh-1-', 'refresh-2-']);
  expect(world.keychain.calls.find).toBeGreaterThan(0);
});

test('a file that was put back from an older time, after an end in order, leaves a token that is there', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const old = world.saved;
  await keeper.refresh(id);
  await keeper.refresh(id);
  await keeper.stop();
  world.saved = old;
  const next = world.keeper();
  await next.start();
  await next.refresh(id);
  expect(world.redeemed.at(-1)?.slice(0, 10)).toBe('refresh-3-');
});

test('an end with a token in memory only, or a file that could not be written, is not in order', async () => {
  for (const trouble of ['keychain', 'disk'] as const) {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => {
      if (trouble === 'keychain') world.keychain.problem = 'locked';
      else world.diskFull = true;
      return { ok: true, tokens: world.issue() };
    };
    await keeper.refresh(id);
    await keeper.stop();
    expect([trouble, world.redeemed.length, world.isClean]).toEqual([trouble, 1, false]);
  }
});

test('a process that does one thing after a kill does not make the end of the one before it one in order', async () => {
  const { world } = await ended('killed');
  const one = world.keeper();
  await one.open();
  await one.stop();
  expect(world.isClean).toBe(false);
  const next = world.keeper();
  await next.start();
  await world.pass(2 * DAY);
  await next.stop();
  expect(world.isClean).toBe(true);
});

test('of a custom cloud, whose server may have ended the token meanwhile, a kill is followed by a refresh at once', async () => {
  for (const how of ['in order', 'killed'] as const)
    for (const schedule of [{ kind: 'every', interval: DAY }, { kind: 'remind-only' }] as const) {
      const { world, id } = await ended(how, { cloud: 'custom', customCloud: CUSTOM, schedule });
      const keeper = world.keeper();
      await keeper.start();
      await settle();
      expect([how, world.redeemed.length]).toEqual([how, how === 'killed' ? 1 : 0]);
      expect(keeper.find(id)?.trouble).toBeNull();
    }
});
