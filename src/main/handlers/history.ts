import { heldSpans } from '../../core/expiry/held-spans';
import type { Keeper } from '../../core/keeper/keeper';
import { historyCsv } from '../../core/wording/history-csv';
import { viewHistory } from '../../core/wording/history-words';
import { writeDurably } from '../../platform/files/durable-write';
import { fileNameFor, UNSAVED } from '../clipboard/token-exporter';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { Dialogs } from '../system/dialogs';
import { type Log, nameOf } from '../system/log';
import { answer, GONE } from '../wording/replies';

interface Parts {
  readonly keeper: Pick<Keeper, 'find' | 'history'>;
  readonly dialogs: Pick<Dialogs, 'askWhereToSave'>;
  readonly log: Log;
}

/** What the panel shows of a connection's history, and saves of it. Nothing in a history is secret. */
export function historyHandlers({ keeper, dialogs, log }: Parts): Pick<PanelHandlers, 'history' | 'saveHistory'> {
  return {
    history: async ({ id }) => {
      const history = await keeper.history(id);
      const connection = keeper.find(id);
      if (!connection) return GONE;
      return answer({ entries: viewHistory(history, connection), spans: heldSpans(history, connection) });
    },
    saveHistory: async ({ id }) => {
      const connection = keeper.find(id);
      if (!connection) return GONE;
      const path = await dialogs.askWhereToSave({
        title: 'Save the history',
        suggestion: fileNameFor(connection.name, 'history.csv'),
        kind: 'CSV',
        extension: 'csv',
      });
      if (path === null) return answer({ saved: false });
      try {
        await writeDurably(path, historyCsv(viewHistory(await keeper.history(id), connection)));
        return answer({ saved: true });
      } catch (error) {
        log('history-not-saved', { code: nameOf(error), connection: id });
        return UNSAVED;
      }
    },
  };
}
