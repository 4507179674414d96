import type { PermissionMessage, PermissionSettings } from './messages';

/**
 * Asks Node before a page uses what needs a permission. The DevTools protocol has no event for it, so the page's own functions are wrapped;
 * what is allowed then goes its usual way, and Chromium has been told.
 */
export function start({ binding, receiver }: PermissionSettings): void {
  const report: unknown = Reflect.get(globalThis, binding);
  if (typeof report !== 'function') return;
  Reflect.deleteProperty(globalThis, binding);
  const tell = (text: string): unknown => Reflect.apply(report, undefined, [text]);
  const { stringify } = JSON;
  const waiting = new Map<number, (granted: boolean) => void>();
  let lastId = 0;

  function ask(kind: PermissionMessage['kind'], permission: string): Promise<boolean> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      tell(stringify({ id, kind, permission } satisfies PermissionMessage));
    });
  }

  Object.defineProperty(globalThis, receiver, {
    value: (id: number, granted: boolean) => {
      waiting.get(id)?.(granted);
      waiting.delete(id);
    },
  });

  type Anything = (...args: unknown[]) => unknown;

  /** Puts in the place of a function one that can call it. */
  function wrap(owner: object | undefined, name: string, replace: (original: Anything) => unknown): void {
    const original: unknown = owner && Reflect.get(owner, name);
    if (!owner || typeof original !== 'function') return;
    const value = replace((...args) => Reflect.apply(original, owner, args));
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  }

  function refusal(): DOMException {
    return new DOMException('Permission denied', 'NotAllowedError');
  }

  /** For functions that return a promise. */
  function guard(owner: object | undefined, name: string, permission: string): void {
    wrap(owner, name, (original) => async (...args: unknown[]) => {
      if (!(await ask('request', permission))) throw refusal();
      return original(...args);
    });
  }
  guard(navigator.mediaDevices, 'getUserMedia', 'media');
  guard(navigator.clipboard, 'read', 'clipboard-read');
  guard(navigator.clipboard, 'readText', 'clipboard-read');
  guard(navigator, 'requestMIDIAccess', 'midi');

  for (const name of ['getCurrentPosition', 'watchPosition']) {
    wrap(navigator.geolocation, name, (original) => (...args: unknown[]) => {
      void ask('request', 'geolocation').then((granted) => {
        const [, failure] = args;
        if (granted) original(...args);
        else if (typeof failure === 'function')
          failure({ code: 1, message: 'User denied Geolocation', PERMISSION_DENIED: 1 });
      });
      return 0;
    });
  }
  wrap(globalThis.Notification, 'requestPermission', () => async (callback?: (permission: string) => void) => {
    const answer = (await ask('request', 'notifications')) ? 'granted' : 'denied';
    callback?.(answer);
    return answer;
  });
  wrap(navigator.permissions, 'query', (original) => async (descriptor: PermissionDescriptor) => {
    const status = Object(await original(descriptor));
    const state = (await ask('check', descriptor.name)) ? 'granted' : 'denied';
    return new Proxy(status, {
      get: (target, property) => (property === 'state' ? state : Reflect.get(target, property)),
    });
  });
}
