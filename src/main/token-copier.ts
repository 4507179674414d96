import { clipboard } from 'electron';
import type { KeeperApi } from '../core/keeper-api';
import { MINUTE } from '../core/time';
import type { Reply } from '../ipc/contract';
import type { ClipboardLease } from './clipboard-lease';
import { answer, DONE, failed, refuse } from './replies';

/** A copied access token works at least this long. */
const FRESH_FOR = 5 * MINUTE;

const CLIPBOARD_BUSY = refuse('The clipboard could not be written.', 'Another program may be holding it. Try again.');

/** Copies a fresh access token of a connection; it vanishes from the clipboard after the time that is set. */
export async function copyAccessToken(
  keeper: KeeperApi,
  lease: ClipboardLease,
  id: string,
): Promise<Reply<{ clearsAt: number }>> {
  const token = await keeper.accessToken(id, FRESH_FOR);
  if (!token.ok) return failed(token.failure);
  try {
    const copied = await lease.copy(token.value.accessToken, id, keeper.settings().clearClipboardAfter);
    keeper.noteCopy(id);
    return answer(copied);
  } catch {
    return CLIPBOARD_BUSY;
  }
}

/** Copies something that is no secret. */
export async function copyPlain(text: string): Promise<Reply> {
  try {
    await clipboard.writeText(text);
    return DONE;
  } catch {
    return CLIPBOARD_BUSY;
  }
}
