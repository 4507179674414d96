import type { Keeper } from '../../../src/core/keeper/keeper';
import type { VaultSettings } from '../../../src/core/model/vault';
import { CONTOSO_VAULT } from '../../support/contoso';
import { World } from '../world';
import { MemoryVault } from './memory-vault';

export const SETTINGS: VaultSettings = CONTOSO_VAULT;

export function worldWithVault() {
  const world = new World();
  const vault = new MemoryVault(() => world.now);
  world.vault = vault;
  return { world, vault };
}

/** A keeper with one connection that has signed in and has a key vault, which has been written once. */
export async function keptUp(settings: Partial<VaultSettings> = {}) {
  const { world, vault } = worldWithVault();
  const { keeper, id } = await world.signedIn();
  await setUp(keeper, id, settings);
  await world.pass(0);
  return { world, vault, keeper, id };
}

export async function setUp(keeper: Keeper, id: string, settings: Partial<VaultSettings> = {}): Promise<void> {
  const set = await keeper.setVault(id, { ...SETTINGS, ...settings });
  if (!set.ok) throw new Error(set.failure.code);
}

export const stateOf = (keeper: Keeper, id: string) => keeper.find(id)?.vault ?? null;
export const newest = (vault: MemoryVault, name = 'token') => vault.secrets.get(name)?.at(-1);
export const foreign = (words = 'other') => `1.A-token-of-another-keeper-${words}-${'y'.repeat(60)}`;
