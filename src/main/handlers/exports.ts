import type { Keeper } from '../../core/keeper/keeper';
import { writeDurably } from '../../platform/files/durable-write';
import type { ClipboardLease } from '../clipboard/clipboard-lease';
import { type ExportPorts, exportToClipboard, exportToFile } from '../clipboard/token-exporter';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { Dialogs } from '../system/dialogs';
import type { Log } from '../system/log';
import { answer, done, GONE } from '../wording/replies';

interface Parts {
  readonly keeper: Keeper;
  readonly lease: ClipboardLease;
  readonly dialogs: Dialogs;
  readonly log: Log;
}

type ExportMethod = 'exportRefreshToken' | 'exportedTokens' | 'markExportReplaced' | 'unmarkExport' | 'labelExport';

/** Exports refresh tokens for the panel, and keeps its list of them. */
export function exportHandlers({ keeper, lease, dialogs, log }: Parts): Pick<PanelHandlers, ExportMethod> {
  const ports: ExportPorts = {
    keeper,
    lease,
    confirm: (question) => dialogs.confirmInPerson(question),
    askWhere: (question) => dialogs.askWhereToSave(question),
    write: writeDurably,
    log,
  };
  return {
    exportRefreshToken: async ({ id, to, label }) => {
      if (!keeper.find(id)) return GONE;
      return to === 'clipboard' ? exportToClipboard(ports, id, label) : exportToFile(ports, id, label);
    },
    exportedTokens: async ({ id }) => (keeper.find(id) ? answer(keeper.exportedTokens(id)) : GONE),
    markExportReplaced: async ({ id, exportId }) =>
      done(await keeper.markExportReplaced(id, exportId), keeper.find(id)),
    unmarkExport: async ({ id, exportId }) => done(await keeper.unmarkExport(id, exportId), keeper.find(id)),
    labelExport: async ({ id, exportId, label }) =>
      done(await keeper.labelExport(id, exportId, label), keeper.find(id)),
  };
}
