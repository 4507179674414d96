import type { Connection } from '../../core/model/connection';
import type { AgentHandlers } from '../requests';
import type { Outcomes } from './outcomes';
import type { HandlerPorts, TokenRequest } from './ports';
import { misused, refused } from './refusals';

/** What sets up key vaults, and sees to them. */
export function vaultHandlers(
  { keeper, mayHave }: HandlerPorts,
  { within, after, refuse }: Outcomes,
): Pick<AgentHandlers, 'vault-set' | 'vault-sync' | 'vault-remove'> {
  /** A refresh token leaves for a vault only once a person has said so. */
  const permitted = async (
    connection: Connection,
    vault: NonNullable<TokenRequest['vault']>,
    processId: number,
    signal: AbortSignal,
  ) => {
    const permission = await mayHave({ what: 'refresh-token', connection, vault, processId }, signal);
    return permission.granted ? null : refused(permission.words);
  };
  return {
    'vault-set': async ({ wanted, settings, processId }, { signal }) => ({
      kind: 'vault-set',
      outcome: await within(wanted, async (connection) => {
        const refusal = await permitted(connection, { settings, asked: 'set-up' }, processId, signal);
        if (refusal) return refusal;
        const set = await keeper.setVault(connection.id, settings);
        if (!set.ok) return refuse(set.failure, connection);
        const synced = await keeper.syncVault(connection.id);
        if (synced.ok) return after(connection);
        const why = refuse(synced.failure, connection);
        return { ...why, words: `The key vault is set up, but couldn't be updated yet: ${why.words}` };
      }),
    }),

    'vault-sync': async ({ wanted, replace, processId }, { signal }) => ({
      kind: 'vault-sync',
      outcome: await within(wanted, async (connection) => {
        if (!connection.vault) return misused(`"${connection.name}" has no key vault. Set one up first.`);
        const { settings } = connection.vault;
        const refusal = replace ? await permitted(connection, { settings, asked: 'replace' }, processId, signal) : null;
        if (refusal) return refusal;
        const synced = await keeper.syncVault(connection.id, replace);
        return synced.ok ? after(connection) : refuse(synced.failure, connection);
      }),
    }),

    'vault-remove': async ({ wanted }) => ({
      kind: 'vault-remove',
      outcome: await within(wanted, async (connection) => {
        if (!connection.vault) return misused(`"${connection.name}" has no key vault.`);
        const removed = await keeper.setVault(connection.id, null);
        return removed.ok ? after(connection) : refuse(removed.failure, connection);
      }),
    }),
  };
}
