import type { Keeper } from '../../core/keeper/keeper';
import type { Reply, Tested } from '../../ipc/contract';
import type { Adapters } from '../../platform/adapters';
import { FRESH_FOR } from '../clipboard/token-copier';
import { answer, failed, GONE } from '../wording/replies';
import { detailsOfCheck } from '../wording/support-details';

/** Calls the connection's resource with a fresh access token. */
export async function testConnection(
  keeper: Keeper,
  adapters: Pick<Adapters, 'probe'>,
  id: string,
): Promise<Reply<Tested>> {
  const token = await keeper.accessToken(id, FRESH_FOR);
  const connection = keeper.find(id);
  if (!token.ok) return failed(token.failure, connection);
  if (!connection) return GONE;
  const { accessToken } = token.value;
  const username = connection.token?.account.username ?? '';
  const signal = new AbortController().signal;
  const check = await adapters.probe({ connection, accessToken, username, signal });
  return answer({ check, details: detailsOfCheck(check, keeper.nowFor(connection)) });
}
