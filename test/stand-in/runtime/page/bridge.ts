import { fromText, toText } from '../structured-text';

/**
 * One end of contextBridge. Both worlds of a page share its DOM and nothing else, so the ends talk through events with a name only they know;
 * events are synchronous, hence so are calls, as in Electron. Functions cross as proxies, promises as promises, everything else as a copy.
 */

type Call = { readonly type: 'call'; readonly id: number; readonly args: string };
type Settle = { readonly type: 'settle'; readonly id: number; readonly ok: boolean; readonly value: string };
type Expose = { readonly type: 'expose'; readonly key: string; readonly value: string };
type Request = Call | Settle | Expose;
type Answer = { readonly ok: boolean; readonly value: string };

interface Parcel {
  readonly request: Request;
}

export interface BridgeEnd {
  /** Asks the other world to put `value` on its `window` under `key`. @throws Error when the name is taken there. */
  expose(key: string, value: unknown): void;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (isPlain) for (const item of Object.values(value)) freeze(item);
  return isPlain ? Object.freeze(value) : value;
}

/** @param mine Name of the events this world listens to. @param theirs Name of those the other world listens to. */
export function openBridge(mine: string, theirs: string): BridgeEnd {
  const dispatch = EventTarget.prototype.dispatchEvent.bind(window);
  const listen = EventTarget.prototype.addEventListener.bind(window);
  const NewEvent = CustomEvent;
  const { parse, stringify } = JSON;

  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const known = new WeakMap<object, number>();
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let answer: string | undefined;

  function send(request: Request): unknown {
    answer = undefined;
    dispatch(new NewEvent(theirs, { detail: stringify({ request } satisfies Parcel) }));
    const text = answer;
    answer = undefined;
    if (text === undefined) throw new Error('The other world of this page is gone');
    const { ok, value }: Answer = parse(text);
    const result = unpack(value);
    if (!ok) throw new Error(String(result));
    return result;
  }

  function lend(value: (...args: unknown[]) => unknown): number {
    const earlier = known.get(value);
    if (earlier !== undefined) return earlier;
    lastId += 1;
    functions.set(lastId, value);
    known.set(value, lastId);
    return lastId;
  }

  function promiseTo(value: Promise<unknown>): number {
    lastId += 1;
    const id = lastId;
    value.then(
      (result) => send({ type: 'settle', id, ok: true, value: pack(result) }),
      (error: unknown) => send({ type: 'settle', id, ok: false, value: pack(messageOf(error)) }),
    );
    return id;
  }

  function isFunction(value: object): value is (...args: unknown[]) => unknown {
    return typeof value === 'function';
  }

  function pack(value: unknown): string {
    return toText(value, {
      pack: (part) => {
        if (isFunction(part)) return { kind: 'function', id: lend(part) };
        if (part instanceof Promise) return { kind: 'promise', id: promiseTo(part) };
        return undefined;
      },
    });
  }

  function unpack(text: string): unknown {
    return fromText(text, {
      unpack: (kind, id) => {
        if (kind === 'function') return (...args: unknown[]) => send({ type: 'call', id, args: pack(args) });
        return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
      },
    });
  }

  function serve(request: Request): unknown {
    if (request.type === 'call') {
      const args = unpack(request.args);
      return functions.get(request.id)?.(...(Array.isArray(args) ? args : []));
    }
    if (request.type === 'settle') {
      const waiting = pending.get(request.id);
      pending.delete(request.id);
      const value = unpack(request.value);
      if (request.ok) waiting?.resolve(value);
      else waiting?.reject(new Error(String(value)));
      return undefined;
    }
    if (request.key in window)
      throw new Error(`Cannot bind an API on top of an existing property on the window object`);
    Object.defineProperty(window, request.key, { value: freeze(unpack(request.value)), enumerable: true });
    return undefined;
  }

  function answerTo(request: Request): Answer {
    try {
      return { ok: true, value: pack(serve(request)) };
    } catch (error) {
      return { ok: false, value: pack(messageOf(error)) };
    }
  }

  listen(mine, (event) => {
    if (!(event instanceof NewEvent) || typeof event.detail !== 'string') return;
    const { request }: Parcel = parse(event.detail);
    dispatch(new NewEvent(`${theirs}-answer`, { detail: stringify(answerTo(request)) }));
  });
  listen(`${mine}-answer`, (event) => {
    if (event instanceof NewEvent && typeof event.detail === 'string') answer = event.detail;
  });

  return { expose: (key, value) => void send({ type: 'expose', key, value: pack(value) }) };
}
