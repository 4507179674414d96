import { fromText, toText } from '../structured-text';
import { openBridge } from './bridge';
import type { NodeMessage, PreloadMessage, PreloadSettings } from './messages';

type Listener = (event: object, ...args: unknown[]) => void;
type PreloadModule = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
  filename: string,
) => void;

function refuse(name: string, members: object): object {
  return new Proxy(members, {
    get(target, property, receiver) {
      if (property in target || typeof property === 'symbol' || property === 'then')
        return Reflect.get(target, property, receiver);
      throw new Error(`${name}.${String(property)} is not in the stand-in`);
    },
  });
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** ipcRenderer, over the binding to Node. */
function createIpcRenderer(settings: PreloadSettings): object {
  const report: unknown = Reflect.get(globalThis, settings.binding);
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;

  function tell(message: PreloadMessage): void {
    if (typeof report !== 'function') throw new Error('The stand-in has no binding in this page');
    report(JSON.stringify(message));
  }

  function add(channel: string, listener: Listener, once: boolean): object {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  }

  function remove(channel: string, listener: Listener): object {
    const list = [...(listeners.get(channel) ?? [])];
    const at = list.findLastIndex((entry) => entry.listener === listener);
    if (at >= 0) list.splice(at, 1);
    listeners.set(channel, list);
    return ipcRenderer;
  }

  const ipcRenderer = refuse('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const packed = toText(args);
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        tell({ type: 'invoke', id: lastId, channel, args: packed });
      }),
    send: (channel: string, ...args: unknown[]) => tell({ type: 'send', channel, args: toText(args) }),
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel?: string) => {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  });

  function receive(message: NodeMessage): void {
    if (message.type === 'reply') {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      const value = fromText(message.value);
      if (message.ok) call?.resolve(value);
      else call?.reject(new Error(String(value)));
      return;
    }
    for (const { listener, once } of listeners.get(message.channel) ?? []) {
      if (once) remove(message.channel, listener);
      try {
        listener({ sender: ipcRenderer, ports: [] }, ...asList(fromText(message.args)));
      } catch (error) {
        console.error(error);
      }
    }
  }

  Object.defineProperty(globalThis, settings.receiver, { value: (text: string) => receive(JSON.parse(text)) });
  return ipcRenderer;
}

/** Runs a preload script as Electron runs one in a sandboxed, context-isolated page: in a world of its own, without Node. */
export function start(settings: PreloadSettings, preload: PreloadModule): void {
  if (window !== window.top) return;
  const bridge = openBridge(`${settings.channel}-isolated`, `${settings.channel}-main`);
  const electron = refuse('electron (in a preload script)', {
    ipcRenderer: createIpcRenderer(settings),
    contextBridge: refuse('contextBridge', {
      exposeInMainWorld: (key: string, value: unknown) => bridge.expose(key, value),
    }),
  });
  const requireFromPreload = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') return electron;
    throw new Error(`module not found: ${name} (a sandboxed preload script has only "electron" in the stand-in)`);
  };
  const process = { ...settings.process, type: 'renderer', sandboxed: true, contextIsolated: true };
  const module = { exports: {} };
  try {
    preload(requireFromPreload, module, module.exports, process, settings.path);
  } catch (error) {
    console.error(`Unable to load preload script: ${settings.path}`);
    console.error(error);
    const report: unknown = Reflect.get(globalThis, settings.binding);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (typeof report === 'function')
      report(JSON.stringify({ type: 'preload-error', error: text } satisfies PreloadMessage));
  }
}
