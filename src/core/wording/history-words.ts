import { explain } from '../failures/explain';
import type { Connection } from '../model/connection';
import type { HistoryEntry } from '../model/event';

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

/** An access token has no place in its code, or the program that it was given to. */
function copied(code: string): string {
  switch (code) {
    case '':
      return 'Access token copied';
    case 'clipboard':
      return 'Refresh token exported to the clipboard';
    case 'file':
      return 'Refresh token exported to a file';
    case 'program':
      return 'Refresh token exported to a program';
    case 'key-vault':
      return 'Refresh token exported to Key Vault';
    default:
      return `Access token given to ${code}`;
  }
}
