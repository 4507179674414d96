import { explain } from '../../core/failures/explain';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import { vaultCredentialInWords, vaultInWords } from '../../core/wording/vault-words';
import type { ConnectionFacts } from '../answers';

/** A connection's key vault as another process sees it; `null`: it has none. */
export function vaultFactsOf(
  keeper: Pick<Keeper, 'find' | 'isSyncingVault'>,
  connection: Connection,
): ConnectionFacts['vault'] {
  const { vault } = connection;
  if (!vault) return null;
  const { settings, behind, held, trouble, dueAt } = vault;
  const explained = trouble && explain(trouble.failure, connection);
  return {
    ...{ settings, behind },
    text: vaultInWords(vault, keeper.isSyncingVault(connection.id)),
    credentialText: vaultCredentialInWords(settings.credential, (id) => keeper.find(id)?.name ?? null),
    writtenAt: held?.at ?? null,
    retryAt: trouble && dueAt,
    trouble: trouble && explained && { code: trouble.failure.code, what: explained.what, advice: explained.advice },
  };
}
