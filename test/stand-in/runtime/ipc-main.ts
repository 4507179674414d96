import { EventEmitter } from 'node:events';
import { createEvent } from './events';
import type { WebFrameMainDouble } from './frames';
import { type PreloadCall, unpackArgs } from './page-link';
import { asElectron, Double } from './refusal';
import { toText } from './structured-text';

type Supported = 'handle' | 'handleOnce' | 'removeHandler';
/** The web contents that a message came from. */
interface Sender {
  emit(event: string, ...args: unknown[]): boolean;
  send(channel: string, ...args: unknown[]): void;
}

type Handler = Parameters<Electron.IpcMain['handle']>[1];

class IpcMainDouble extends Double implements Pick<Electron.IpcMain, Supported> {
  private readonly handlers = new Map<string, Handler>();

  constructor() {
    super('IpcMain', 'ipcMain');
  }

  handle(channel: string, listener: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof listener !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`);
    this.handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return listener(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  handlerOf(channel: string): Handler | undefined {
    return this.handlers.get(channel);
  }

  // An "error" channel must not throw when nobody listens, unlike an emitter's error event.
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (this.listenerCount(event) === 0) return false;
    return EventEmitter.prototype.emit.call(this, event, ...args);
  }
}

export const ipcMain = new IpcMainDouble();

async function answerInvoke(
  channel: string,
  event: Electron.IpcMainInvokeEvent,
  args: unknown[],
): Promise<{ ok: boolean; value: string }> {
  try {
    const handler = ipcMain.handlerOf(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return { ok: true, value: toText(await handler(event, ...args)) };
  } catch (error) {
    if (error instanceof Error && ipcMain.handlerOf(channel))
      console.error(`Error occurred in handler for '${channel}':`, error);
    return { ok: false, value: toText(`Error invoking remote method '${channel}': ${String(error)}`) };
  }
}

/** Brings what a preload script sent to ipcMain's listeners. */
export function dispatchPreloadCall(sender: Sender, frame: WebFrameMainDouble, call: PreloadCall): void {
  const { message } = call;
  const from = {
    sender: asElectron<Electron.WebContents>(sender),
    senderFrame: asElectron<Electron.WebFrameMain>(frame),
    frameId: frame.routingId,
    processId: frame.processId,
    type: 'frame' as const,
  };
  switch (message.type) {
    case 'preload-error':
      sender.emit('preload-error', createEvent({}), '', new Error(message.error));
      console.error(`A preload script failed: ${message.error}`);
      return;
    case 'send': {
      const event: Electron.IpcMainEvent = {
        ...createEvent(from),
        ports: [],
        returnValue: undefined,
        reply: (channel, ...args) => sender.send(channel, ...args),
      };
      sender.emit('ipc-message', event, message.channel, ...unpackArgs(message.args));
      ipcMain.emit(message.channel, event, ...unpackArgs(message.args));
      return;
    }
    case 'invoke':
      void answerInvoke(message.channel, createEvent(from), unpackArgs(message.args)).then((answer) =>
        call.reply(message.id, answer),
      );
  }
}
