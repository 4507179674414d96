import type { KeeperApi } from '../../core/keeper/keeper-api';
import type { ExportedRefreshToken } from '../../core/model/exported-token';
import type { Export, Reply } from '../../ipc/contract';
import type { Log } from '../system/log';
import { nameOf } from '../system/log';
import { answer, CLIPBOARD_BUSY, failed, refuse } from '../wording/replies';
import type { ClipboardLease } from './clipboard-lease';

/** What an export needs of the world. */
export interface ExportPorts {
  readonly keeper: Pick<KeeperApi, 'exportRefreshToken' | 'withdrawExport' | 'find'>;
  readonly lease: Pick<ClipboardLease, 'copy'>;
  /** Asks where to save; the system's dialog asks before it names a file that exists. `null`: canceled. */
  readonly askWhere: (suggestion: string) => Promise<string | null>;
  /** Writes a file for its owner only, whole or not at all. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly log: Log;
}

/** Copies a refresh token to the clipboard; it vanishes from there as an access token does. */
export async function exportToClipboard(ports: ExportPorts, id: string): Promise<Reply<Export>> {
  const { keeper, lease } = ports;
  const exported = await keeper.exportRefreshToken(id, 'clipboard');
  if (!exported.ok) return failed(exported.failure, keeper.find(id));
  const { refreshToken, expiresAt } = exported.value;
  try {
    const { clearsAt } = await lease.copy(refreshToken, id, 'refresh-token');
    return answer({ kind: 'copied', clearsAt, expiresAt });
  } catch (error) {
    await withdraw(ports, id, exported.value, error);
    return CLIPBOARD_BUSY;
  }
}

/** Saves a refresh token in a file that the person chooses. The token is taken only once there is a place for it. */
export async function exportToFile(ports: ExportPorts, id: string): Promise<Reply<Export>> {
  const { keeper, askWhere, write } = ports;
  const path = await askWhere(fileNameFor(keeper.find(id)?.name ?? ''));
  if (path === null) return answer({ kind: 'cancelled' });
  const exported = await keeper.exportRefreshToken(id, 'file');
  if (!exported.ok) return failed(exported.failure, keeper.find(id));
  const { refreshToken, expiresAt } = exported.value;
  try {
    await write(path, refreshToken);
    return answer({ kind: 'saved', path, expiresAt });
  } catch (error) {
    await withdraw(ports, id, exported.value, error);
    return refuse("Couldn't save the file.", 'Choose another folder or file name, then try again.');
  }
}

/** The token did not leave the app, so it is no exported token. */
async function withdraw(
  { keeper, log }: ExportPorts,
  id: string,
  { exportId }: ExportedRefreshToken,
  why: unknown,
): Promise<void> {
  log('export-failed', { code: nameOf(why), connection: id });
  await keeper.withdrawExport(id, exportId);
}

/** "Contoso Europe refresh token.txt", without what a file system may not like. */
function fileNameFor(name: string): string {
  const safe = name
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .slice(0, 40);
  return `${safe} refresh token.txt`.trim();
}
