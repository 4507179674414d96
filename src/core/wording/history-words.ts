import { explain } from '../failures/explain';
import type { Connection } from '../model/connection';
import type { HistoryEntry } from '../model/event';
import { exportTargetSchema } from '../model/exported-token';
import { programIn } from '../model/hand-out';
import { EXPORT_TARGETS } from './words';

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
  const target = exportTargetSchema.options.find((one) => one === code);
  return target ? `Refresh token exported to ${EXPORT_TARGETS[target]}` : 'Access token copied';
}
