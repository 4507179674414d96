import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import type { VaultSettings } from '../../../src/core/model/vault';
import { CONTOSO_VAULT } from '../../support/contoso';
import { settle, World } from '../world';
import { MemoryVault } from './memory-vault';

const SETTINGS: VaultSettings = {
  ...CONTOSO_VAULT,
  credential: { kind: 'user' },
  names: { applicationId: 'applicationid', applicationSecret: null, tenantId: null },
  disableOldVersions: true,
};

/**
 * A keeper refreshes and writes to a vault in which another keeper has put a newer token; its process ends at the n-th step that
 * touches the world, before or after its effect. Resolves to whether there was such a step.
 */
async function dieAt(step: number): Promise<boolean> {
  const world = new World();
  const vault = new MemoryVault(() => world.now);
  world.vault = vault;
  const { keeper, id } = await world.signedIn();
  expect((await keeper.setVault(id, SETTINGS)).ok).toBe(true);
  await world.pass(HOUR);
  const foreign = world.issue().refreshToken;
  const at = new Date(world.now).toISOString();
  vault.put('token', { value: foreign, tags: { account: 'ada@contoso.com', 'issued-at': at, 'signed-in-at': at } });

  let left = step;
  const hook = async () => {
    left -= 1;
    if (left < 0) await new Promise(() => undefined);
  };
  world.delay = hook;
  vault.delay = hook;
  void keeper.refresh(id);
  for (let turn = 0; turn < 20; turn += 1) await settle();
  world.kill();
  world.delay = async () => undefined;
  vault.delay = async () => undefined;

  // Only tokens that a server gave work.
  const next = world.keeper();
  await next.start();
  await world.pass(2 * DAY);
  const connection = next.find(id);
  expect(connection).toMatchObject({ trouble: null, vault: { behind: 0, trouble: null, old: [] } });
  const versions = vault.secrets.get('token') ?? [];
  const newest = versions.at(-1);
  expect(newest).toMatchObject({ enabled: true, value: expect.stringMatching(/^refresh-\d+-/) });
  expect(newest?.value).not.toBe(foreign);
  expect(versions.filter(({ enabled }) => enabled)).toHaveLength(1);
  expect(next.exportedTokens(id)).toEqual([expect.objectContaining({ to: 'key-vault', renews: true })]);
  // What is on record is what is there.
  expect(newest?.expiresAt).toBe(next.exportedTokens(id)[0]?.expiresAt);
  expect(connection?.token?.signedInAt).toBeGreaterThanOrEqual(Date.parse(at));
  return left < 0;
}

test('a process that ends at any step of a sync loses no token, forgets no version, and the next one finishes', async () => {
  let steps = 0;
  while (await dieAt(steps)) steps += 1;
  // Reading, taking over, keeping, recording, writing and disabling are all among them.
  expect(steps).toBeGreaterThan(20);
});
