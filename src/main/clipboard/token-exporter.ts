import type { Keeper } from '../../core/keeper/keeper';
import type { ExportedRefreshToken, ExportNote } from '../../core/model/exported-token';
import type { Export, Refusal, Reply } from '../../ipc/contract';
import type { SaveQuestion } from '../system/dialogs';
import { type Log, nameOf } from '../system/log';
import type { Question } from '../wording/questions';
import { answer, CLIPBOARD_BUSY, failed, refuse } from '../wording/replies';
import type { ClipboardLease } from './clipboard-lease';
export interface ExportPorts {
  readonly keeper: Pick<Keeper, 'exportRefreshToken' | 'withdrawExport' | 'find'>;
  readonly lease: Pick<ClipboardLease, 'copy'>;
  /** Asks the person themselves, for every export: what the panel says proves nothing. */
  readonly confirm: (question: Question) => Promise<boolean>;
  /** Asks where to save; the system's dialog asks before it names a file that exists. `null`: canceled. */
  readonly askWhere: (question: SaveQuestion) => Promise<string | null>;
  /** Writes a file for its owner only, whole or not at all. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly log: Log;
}

/** Copies a refresh token to the clipboard; it vanishes from there as an access token does. */
export async function exportToClipboard(ports: ExportPorts, id: string, label = ''): Promise<Reply<Export>> {
  if (!(await isWanted(ports, id, 'copied to the clipboard'))) return CANCELLED;
  return handOut(ports, id, 'clipboard', { label }, CLIPBOARD_BUSY, async ({ refreshToken, expiresAt }) => {
    const { clearsAt } = await ports.lease.copy(refreshToken, id, 'refresh-token');
    return { kind: 'copied', clearsAt, expiresAt };
  });
}

export const UNSAVED = refuse("Couldn't save the file.", 'Choose another folder or file name, then try again.');

/** Saves a refresh token in a file that the person chooses. The token is taken only once there is a place for it. */
export async function exportToFile(ports: ExportPorts, id: string, label = ''): Promise<Reply<Export>> {
  if (!(await isWanted(ports, id, 'saved in a file'))) return CANCELLED;
  const path = await ports.askWhere({
    title: 'Save the refresh token',
    suggestion: fileNameFor(ports.keeper.find(id)?.name ?? '', 'refresh token.txt'),
    kind: 'Text',
    extension: 'txt',
  });
  if (path === null) return CANCELLED;
  return handOut(ports, id, 'file', { place: path, label }, UNSAVED, async ({ refreshToken, expiresAt }) => {
    await ports.write(path, refreshToken);
    return { kind: 'saved', path, expiresAt };
  });
}

const CANCELLED: Reply<Export> = answer({ kind: 'cancelled' });

function isWanted({ confirm, keeper }: ExportPorts, id: string, how: string): Promise<boolean> {
  return confirm({
    message: `Export the refresh token of "${keeper.find(id)?.name ?? ''}"?`,
    detail: `It's ${how}. Anyone who has it can act as the partner user without MFA until it expires.`,
    yes: 'Export',
  });
}

/** Takes a token and brings it to its place. If that fails it has not left the app, so it is no exported token. */
async function handOut(
  { keeper, log }: ExportPorts,
  id: string,
  to: 'clipboard' | 'file',
  note: ExportNote,
  refusal: Refusal,
  bring: (token: ExportedRefreshToken) => Promise<Export>,
): Promise<Reply<Export>> {
  const exported = await keeper.exportRefreshToken(id, to, note);
  if (!exported.ok) return failed(exported.failure, keeper.find(id));
  try {
    return answer(await bring(exported.value));
  } catch (error) {
    log('export-failed', { code: nameOf(error), connection: id });
    await keeper.withdrawExport(id, exported.value.exportId);
    return refusal;
  }
}

/** "Contoso Europe refresh token.txt": the connection's name and what it is of, without what a file system may not like. */
export function fileNameFor(name: string, of: string): string {
  const safe = name
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .slice(0, 40);
  return `${safe} ${of}`.trim();
}
