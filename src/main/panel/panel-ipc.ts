import { type IpcMainInvokeEvent, ipcMain, type WebFrameMain } from 'electron';
import { type AnswerOf, channelOf, PANEL_METHODS, type PanelMethod } from '../../ipc/panel-api';
import type { ArgumentOf } from '../../ipc/schemas';
import { checkArgument } from '../../ipc/schemas';
import { type Log, nameOf } from '../system/log';
import { detailsOfCall } from '../wording/support-details';
export type PanelHandlers = {
  readonly [M in PanelMethod]: (argument: ArgumentOf<M>) => Promise<AnswerOf<M>>;
};

/** Says nothing about what was wrong: whoever sent it is not our panel, or our panel is broken. */
const REFUSED = {
  ok: false,
  what: 'Something went wrong in the app.',
  advice: 'Close the panel and open it again.',
} as const;
const FAULT = {
  ok: false,
  what: 'Something went wrong in the app.',
  advice: 'Try again. If this happens again, restart the app.',
} as const;

/** Answers the panel: only its own page, only the contract's methods, only arguments that fit. */
export function servePanel(handlers: PanelHandlers, isOwn: (frame: WebFrameMain | null) => boolean, log: Log): void {
  const serve = <M extends PanelMethod>(method: M) => {
    ipcMain.handle(channelOf(method), async (event: IpcMainInvokeEvent, argument: unknown) => {
      if (!isOwn(event.senderFrame)) {
        log('panel-refused-sender', { code: method });
        return refuse(method, REFUSED);
      }
      const checked = checkArgument(method, argument);
      if (!checked.ok) {
        log('panel-refused-argument', { code: method });
        return refuse(method, REFUSED);
      }
      try {
        return await handlers[method](checked.value);
      } catch (error) {
        const fault = `${method}:${nameOf(error)}`;
        log('panel-fault', { code: fault });
        const details = detailsOfCall(FAULT.what, [{ label: 'Fault', value: fault }], Date.now());
        return refuse(method, { ...FAULT, details: { ...details, code: 'internal/fault' } });
      }
    });
  };
  for (const method of PANEL_METHODS) serve(method);
}

/** `getState` has no words for a failure: its promise is rejected, with nothing in the message. */
function refuse<R>(method: PanelMethod, reply: R): R {
  if (method === 'getState') throw new Error('refused');
  return reply;
}
