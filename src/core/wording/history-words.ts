import { explain } from '../failures/explain';
import type { Connection } from '../model/connection';
import type { HistoryEntry } from '../model/event';
import { programIn } from '../model/hand-out';

/** What happened, in a few words: "Refreshed", "Client secret has expired. (AADSTS7000222), 3 times". */
export function historyInWords(entry: HistoryEntry, connection: Connection): string {
  const times = entry.count > 1 ? `, ${entry.count} times` : '';
  return `${what(entry, connection)}${times}`;
}

function what({ kind, at, code }: HistoryEntry, connection: Connection): string {
  switch (kind) {
    case 'sign-in':
      return code === 'import' ? 'Refresh token imported' : 'Signed in';
    case 'refresh':
      return 'Refreshed';
    case 'failure':
      return `${explain({ code, at }, connection).what} (${code})`;
    case 'notification':
      return `Notification (${code})`;
    case 'copy':
      return copied(code);
    case 'settings':
      return `Settings changed (${code})`;
  }
}

function copied(code: string): string {
  const reader = programIn(code, 'access-token');
  if (reader !== null) return `Access token given to ${reader}`;
  const holder = programIn(code, 'refresh-token');
  if (holder !== null) return `Refresh token exported to ${holder}`;
  switch (code) {
    case 'clipboard':
      return 'Refresh token exported to the clipboard';
    case 'file':
      return 'Refresh token exported to a file';
    case 'program':
      return 'Refresh token exported to a program';
    case 'key-vault':
      return 'Refresh token exported to Key Vault';
    default:
      return 'Access token copied';
  }
}
