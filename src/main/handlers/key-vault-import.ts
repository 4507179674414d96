import { classify } from '../../core/failures/classify';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import { readSecretIdentifier } from '../../core/validation/key-vault';
import type { Reply } from '../../ipc/contract';
import type { Adapters } from '../../platform/adapters';
import { FRESH_FOR } from '../clipboard/token-copier';
import { answer, failed, refuse, refusedBy } from '../wording/replies';

/**
 * Reads a secret from a Key Vault: as the partner user when the connection has signed in, else as the application itself,
 * which a public client cannot be.
 */
export async function readFromVault(
  keeper: Keeper,
  adapters: Pick<Adapters, 'readVault' | 'applicationToken'>,
  connection: Connection,
  identifier: string,
): Promise<Reply<string>> {
  const read = readSecretIdentifier(identifier, connection.cloud);
  if (!read.ok) return refuse(read.problem, '', 'vault');
  const token = await tokenForVault(keeper, adapters, connection, read.value.scope);
  if (!token.ok) return token;
  const { cloud } = connection;
  const now = keeper.nowFor(connection);
  const signal = new AbortController().signal;
  const secret = await adapters.readVault({ cloud, identifier, accessToken: token.value, signal, now });
  return secret.ok ? answer(secret.value) : refusedBy(secret, secret.details, now);
}

async function tokenForVault(
  keeper: Keeper,
  adapters: Pick<Adapters, 'applicationToken'>,
  connection: Connection,
  scope: string,
): Promise<Reply<string>> {
  if (connection.token) {
    const token = await keeper.accessToken(connection.id, FRESH_FOR, { kind: 'custom', scopes: [scope] });
    if (token.ok) return answer(token.value.accessToken);
    if (connection.application.kind === 'public') return failed(token.failure, connection);
  }
  const credential = await keeper.credentialOf(connection.id);
  if (!credential.ok) return failed(credential.failure, connection);
  if (credential.value.kind === 'none')
    return refuse("A public client can't read a key vault before you sign in.", 'Paste the refresh token instead.');
  const token = await adapters.applicationToken({
    connection,
    credential: credential.value,
    api: scope.replace(/\/\.default$/, ''),
    signal: new AbortController().signal,
  });
  if (token.ok) return answer(token.accessToken);
  return failed(classify(token.raw, keeper.nowFor(connection)), connection);
}
