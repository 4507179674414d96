import { subscribe } from 'node:diagnostics_channel';
import fs, { readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, sep } from 'node:path';
import * as v from 'valibot';
import type { NativeKeychain } from '../../src/platform/keychain/native';

/** Told of each call that is about to leave the process, and of what came back over the network. What it returns takes the call's place. */
export type Step = (name: string) => Promise<never> | undefined;

/**
 * Looking and closing change nothing, nor does making what is there: a death before either is the same as a death before the
 * next call.
 */
const LOOKING = /^(?:stat|lstat|fstat|access|exists|read|realpath|close|mkdir|chmod)/;
const { O_WRONLY: WRONLY, O_RDWR: RDWR } = fs.constants;
/** Nothing depends on the histories. */
const BESIDE = /^\.?history\.jsonl/;

/** Passes every call of keytar by `step`. */
export function watchKeychain(native: NativeKeychain, step: Step): NativeKeychain {
  return watched(native, (method, [, account]) =>
    step(`keychain ${method} ${typeof account === 'string' ? account : ''}`),
  );
}

/** A fetch whose request and whole reply pass by `step`. */
export function watchFetch(step: Step): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    await step(`network ask ${url.pathname}`);
    const response = await fetch(input, init);
    const body = await response.arrayBuffer();
    await step(`network reply ${url.pathname}`);
    return new Response(body, response);
  };
}

/** Passes each request of undici, and its whole reply, by `step`. Source: undici's documentation, "Diagnostics Channel Support". */
export function watchUndici(step: Step): void {
  const Message = v.object({ request: v.object({ path: v.string() }) });
  const watch = (channel: string, what: string) =>
    subscribe(channel, (message) => step(`network ${what} ${v.parse(Message, message).request.path}`));
  watch('undici:request:create', 'ask');
  watch('undici:request:trailers', 'reply');
}

/**
 * Passes every file call of this process that concerns `folder` by `step`: whatever Node offers, whoever calls it. To be
 * called before the code to watch is loaded, since some of it keeps functions of its own. Linux only.
 */
export async function watchFiles(folder: string, step: Step): Promise<void> {
  const look = readlinkSync;
  const inside = (path: unknown): string | null => {
    if (typeof path === 'number') return inside(tryTo(() => look(`/proc/self/fd/${path}`)));
    if (typeof path !== 'string') return null;
    if (path !== folder && !path.startsWith(folder + sep)) return null;
    return basename(path);
  };
  const pass = (method: string, target: unknown, flags?: unknown) => {
    const isLooking = LOOKING.test(method) || (method === 'open' && onlyReads(flags));
    const name = isLooking ? null : inside(target);
    if (name === null || BESIDE.test(name)) return undefined;
    return step(`file ${method} ${name.replace(/[0-9a-f]{12}/, '…')}`);
  };
  const handle = await fs.promises.open('/dev/null');
  replaceMethods(Object.getPrototypeOf(handle), (method, _args, self) => pass(method, fdOf(self)));
  await handle.close();
  replaceMethods(fs.promises, (method, [path, flags]) => pass(method, path, flags));
  replaceMethods(fs, (method, [path, flags]) => pass(method, path, flags));
  syncBuiltinESMExports();
}

type Before = (method: string, args: readonly unknown[], self: unknown) => Promise<never> | undefined;

function watched<T extends object>(object: T, before: Before): T {
  return new Proxy(object, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? passing(value, String(name), before) : value;
    },
  });
}

function replaceMethods(object: object, before: Before): void {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
    if (typeof value === 'function' && /^[a-z]/.test(name) && name !== 'constructor')
      Reflect.set(object, name, passing(value, name, before));
  }
}

function passing(method: object, name: string, before: Before): unknown {
  if (typeof method !== 'function') return method;
  return new Proxy(method, {
    apply: (target, self, args) => before(name, args, self) ?? Reflect.apply(target, self, args),
  });
}

function onlyReads(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (WRONLY | RDWR)) === 0;
  return flags === undefined || flags === 'r';
}

function fdOf(handle: unknown): unknown {
  return typeof handle === 'object' && handle !== null && 'fd' in handle ? handle.fd : null;
}

function tryTo<T>(job: () => T): T | null {
  try {
    return job();
  } catch {
    return null;
  }
}
