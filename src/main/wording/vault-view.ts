import { explain } from '../../core/failures/explain';
import type { Connection } from '../../core/model/connection';
import { vaultInWords } from '../../core/wording/vault-words';
import type { ConnectionView } from '../../ipc/contract';
import { detailsOf } from './support-details';

/** What the panel shows of a connection's key vault; `null`: it has none. */
export function vaultView(connection: Connection, isSyncing: boolean): ConnectionView['vault'] {
  const { vault } = connection;
  if (!vault) return null;
  const { settings, behind, held, trouble, dueAt } = vault;
  return {
    ...{ settings, behind, isSyncing },
    text: vaultInWords(vault, isSyncing),
    writtenAt: held?.at ?? null,
    retryAt: trouble && dueAt,
    trouble: trouble && explain(trouble.failure, connection),
    details: trouble && detailsOf(trouble.failure, connection),
  };
}
