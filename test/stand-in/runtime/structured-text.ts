/**
 * Structured cloning through text, for values that cross between Node and a page, or between a page's two worlds.
 * Understands what Electron's IPC understands of plain data: primitives, undefined, bigint, dates, maps, sets, regular expressions, errors,
 * array buffers and views, cycles. Anything else throws, in Electron's own words.
 */

export type Wire = unknown;

/** Lets a caller carry values that cannot be cloned, such as functions; returns `undefined` for "not mine". */
export interface Extras {
  pack?(value: object): { readonly kind: string; readonly id: number } | undefined;
  unpack?(kind: string, id: number): unknown;
}

const CANNOT_CLONE = 'An object could not be cloned.';

function bytesToText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function textToBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Packs a value into JSON text. @throws Error with Electron's words when the value cannot be cloned. */
export function toText(value: unknown, extras: Extras = {}): string {
  const seen = new Map<object, number>();

  function pack(part: unknown): Wire {
    switch (typeof part) {
      case 'string':
      case 'boolean':
        return part;
      case 'number':
        return Number.isFinite(part) && !Object.is(part, -0)
          ? part
          : { t: 'number', v: Object.is(part, -0) ? '-0' : String(part) };
      case 'undefined':
        return { t: 'undefined' };
      case 'bigint':
        return { t: 'bigint', v: String(part) };
      case 'symbol':
        throw new Error(CANNOT_CLONE);
      default:
        return isObject(part) ? packObject(part) : null;
    }
  }

  function packObject(part: object): Wire {
    const earlier = seen.get(part);
    if (earlier !== undefined) return { t: 'seen', v: earlier };
    const id = seen.size;
    seen.set(part, id);
    const extra = extras.pack?.(part);
    if (extra) return { t: 'extra', v: extra };
    if (typeof part === 'function' || part instanceof Promise || part instanceof WeakMap || part instanceof WeakSet)
      throw new Error(CANNOT_CLONE);
    if (Array.isArray(part)) return { t: 'array', v: Array.from(part, pack) };
    if (part instanceof Date) return { t: 'date', v: pack(part.getTime()) };
    if (part instanceof RegExp) return { t: 'regexp', v: [part.source, part.flags] };
    if (part instanceof Map) return { t: 'map', v: [...part].map(([key, item]) => [pack(key), pack(item)]) };
    if (part instanceof Set) return { t: 'set', v: [...part].map(pack) };
    if (part instanceof Error) return { t: 'error', v: { name: part.name, message: part.message, stack: part.stack } };
    if (part instanceof ArrayBuffer) return { t: 'buffer', v: bytesToText(new Uint8Array(part)) };
    if (ArrayBuffer.isView(part)) {
      return { t: 'bytes', v: bytesToText(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)) };
    }
    if (typeof globalThis.Node === 'function' && part instanceof globalThis.Node) throw new Error(CANNOT_CLONE);
    return { t: 'object', v: Object.entries(part).map(([key, item]) => [key, pack(item)]) };
  }

  return JSON.stringify(pack(value));
}

const ERRORS: Readonly<Record<string, ErrorConstructor>> = {
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
};

function unpackError(value: unknown): Error {
  if (!isRecord(value)) return new Error('');
  const Kind = ERRORS[String(value.name)] ?? Error;
  const error = new Kind(String(value.message));
  if (typeof value.stack === 'string') error.stack = value.stack;
  return error;
}

/** Unpacks what {@link toText} packed. */
export function fromText(text: string, extras: Extras = {}): unknown {
  const seen: unknown[] = [];

  function fill<T extends object>(holder: T, fillIt: (holder: T) => void): T {
    seen.push(holder);
    fillIt(holder);
    return holder;
  }

  function keep<T>(value: T): T {
    seen.push(value);
    return value;
  }

  function unpackTagged(tag: unknown, value: unknown): unknown {
    const list = Array.isArray(value) ? value : [];
    switch (tag) {
      case 'number':
        return Number(value);
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(String(value));
      case 'seen':
        return seen[Number(value)];
      case 'array':
        return fill<unknown[]>([], (array) => {
          for (const item of list) array.push(unpack(item));
        });
      case 'date':
        return keep(new Date(Number(unpack(value))));
      case 'regexp':
        return keep(new RegExp(String(list[0]), String(list[1])));
      case 'map':
        return fill(new Map<unknown, unknown>(), (map) => {
          for (const [key, item] of list) map.set(unpack(key), unpack(item));
        });
      case 'set':
        return fill(new Set<unknown>(), (set) => {
          for (const item of list) set.add(unpack(item));
        });
      case 'error':
        return keep(unpackError(value));
      case 'buffer':
        return keep(textToBytes(String(value)).buffer);
      case 'bytes':
        return keep(textToBytes(String(value)));
      case 'extra':
        return isRecord(value) ? keep(extras.unpack?.(String(value.kind), Number(value.id))) : undefined;
      case 'object':
        return fill<Record<string, unknown>>({}, (object) => {
          for (const [key, item] of list) {
            Object.defineProperty(object, key, {
              value: unpack(item),
              enumerable: true,
              writable: true,
              configurable: true,
            });
          }
        });
      default:
        throw new Error(`The stand-in cannot read a value tagged ${String(tag)}`);
    }
  }

  function unpack(part: unknown): unknown {
    return isRecord(part) ? unpackTagged(part.t, part.v) : part;
  }

  return unpack(JSON.parse(text));
}
