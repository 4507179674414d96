import type { Keeper } from '../../core/keeper/keeper';
import type { Connection, Resource } from '../../core/model/connection';
import type { Failure } from '../../core/model/failure';
import { resourceLabel } from '../../core/model/resource';
import { MINUTE } from '../../core/model/time';
import { inForm, type TokenForm } from '../../core/setup/snippets';
import type { Reply } from '../../ipc/contract';
import { answer, CLIPBOARD_BUSY, failed } from '../wording/replies';
import type { ClipboardLease } from './clipboard-lease';

/** A copied access token works at least this long. */
export const FRESH_FOR = 5 * MINUTE;

/**
 * Copies a fresh access token of a connection, or one for another `resource` than its own; it vanishes from the clipboard
 * after the time that is set.
 */
export async function copyAccessToken(
  keeper: Keeper,
  lease: ClipboardLease,
  id: string,
  { resource, form = 'token' }: { readonly resource?: Resource; readonly form?: TokenForm } = {},
): Promise<Reply<{ clearsAt: number }>> {
  const token = await keeper.accessToken(id, FRESH_FOR, resource);
  const connection = keeper.find(id);
  if (!token.ok) return resource ? refusedFor(resource, token.failure, connection) : failed(token.failure, connection);
  const { accessToken } = token.value;
  const username = connection?.token?.account.username ?? null;
  const place = connection && { ...connection, resource: resource ?? connection.resource, username };
  const text = place ? inForm(form, place, accessToken) : accessToken;
  try {
    const copied = await lease.copy(text, id);
    keeper.noteAccessTokenCopied(id);
    return answer(copied);
  } catch {
    return CLIPBOARD_BUSY;
  }
}

/** Signing in again gives consent for the connection's own resource; for another one it is given in the app registration. */
function refusedFor(resource: Resource, failure: Failure, connection: Connection | null): Reply<never> {
  const reply = failed(failure, connection && { ...connection, resource });
  if (reply.remedy !== 'sign-in-with-consent') return reply;
  return {
    ...reply,
    what: `This application has no consent for ${resourceLabel(resource)} yet.`,
    advice: 'Add its API permissions in the app registration, grant admin consent, then try again.',
    remedy: 'open-app-registration',
  };
}
