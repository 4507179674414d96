import { explain } from '../failures/explain';
import type { Connection } from '../model/connection';
import type { HistoryEntry, HistoryEntryView } from '../model/event';
import { exportTargetSchema } from '../model/exported-token';
import { isExport, programIn, WITHDRAWN } from '../model/hand-out';
import { counted } from '../model/time';
import { EXPORT_TARGETS } from './words';

/** The entries of a connection as they are shown. */
export function viewHistory(entries: readonly HistoryEntry[], connection: Connection): readonly HistoryEntryView[] {
  return entries.map((entry) => {
    const { kind, at, last, count, code } = entry;
    const topic = kind !== 'copy' ? kind : isExport(code) ? 'export' : 'access-token';
    return { kind, topic, at, last, count, code, words: historyInWords(entry, connection) };
  });
}

/** What happened, in a few words: "Refreshed", "Client secret has expired. (AADSTS7000222), 3 times". */
export function historyInWords(entry: HistoryEntry, connection: Connection): string {
  const times = entry.count > 1 ? `, ${entry.count} times` : '';
  return `${what(entry, connection)}${times}`;
}

function what({ kind, at, code }: HistoryEntry, connection: Connection): string {
  switch (kind) {
    case 'sign-in':
      return SIGN_INS.get(code) ?? 'Signed in';
    case 'refresh':
      return 'Refreshed';
    case 'failure':
      return `${explain({ code, at }, connection).what} (${code})`;
    case 'notification':
      return `Notification: ${notified(code, connection)}`;
    case 'copy':
      return copied(code);
    case 'settings':
      return `Settings changed (${code})`;
  }
}

/** Of a reason such as `lifetime:30`. Its days are of 90, whatever the token's lifetime was then, so they are not said. */
function notified(reason: string, connection: Connection): string {
  const [kind = '', detail = ''] = /^([a-z-]+):(.*)$/.exec(reason)?.slice(1) ?? [];
  const isOver = detail === '0';
  switch (kind) {
    case 'lifetime':
      return `refresh token ${isOver ? 'has expired' : 'expires soon'}`;
    case 'sign-in':
      return isOver ? 'sign-in has expired' : 'sign-in needed soon';
    case 'exported':
      return `exported token ${isOver ? 'has expired' : 'expires soon'}`;
    case 'credential':
      return `client secret or certificate ${isOver ? 'has expired' : `expires in ${counted(Number(detail), 'day')}`}`;
    case 'failure':
      return `${explain({ code: detail, at: 0 }, connection).what} (${detail})`;
    default:
      return reason;
  }
}

/** What a sign-in was that wasn't one, by its code. */
const SIGN_INS: ReadonlyMap<string, string> = new Map([
  ['import', 'Refresh token imported'],
  ['key-vault', 'Newer token taken over from Key Vault'],
]);

function copied(code: string): string {
  if (code === WITHDRAWN) return "Export didn't complete: no token left the app";
  const reader = programIn(code, 'access-token');
  if (reader !== null) return `Access token given to ${reader}`;
  const holder = programIn(code, 'refresh-token');
  if (holder !== null) return `Refresh token exported to ${holder}`;
  const target = exportTargetSchema.options.find((one) => one === code);
  return target ? `Refresh token exported to ${EXPORT_TARGETS[target]}` : 'Access token copied';
}
