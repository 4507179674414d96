import { stat } from 'node:fs/promises';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SECOND } from '../../../src/core/model/time';
import { KeychainError } from '../../../src/core/storage/ports';
import { CALL_LIMIT, createKeychain } from '../../../src/platform/keychain/keychain';
import type { NativeKeychain } from '../../../src/platform/keychain/native';
import { keychainProblem } from '../../../src/platform/keychain/problem';

/** A keychain of the OS that keeps everything in memory, and counts who is inside. */
function nativeInMemory(change: Partial<NativeKeychain> = {}) {
  const entries = new Map<string, string>();
  const native: NativeKeychain = {
    getPassword: async (_service, account) => entries.get(account) ?? null,
    setPassword: async (_service, account, password) => void entries.set(account, password),
    deletePassword: async (_service, account) => entries.delete(account),
    findCredentials: async () => [...entries].map(([account, password]) => ({ account, password })),
    ...change,
  };
  return { entries, native, load: async () => native };
}

describe('the keychain', () => {
  it('is missing when its native part cannot be loaded, and is tried again the next time', async () => {
    const { native } = nativeInMemory();
    let libraryIsThere = false;
    const keychain = createKeychain({
      load: async () => {
        if (!libraryIsThere) throw new KeychainError('missing');
        return native;
      },
    });
    await expect(keychain.get('a')).rejects.toMatchObject({ problem: 'missing' });
    libraryIsThere = true;
    expect(await keychain.get('a')).toBeNull();
  });

  it('asks twice before it says that there is nothing, and only once where that may well be', async () => {
    const calls: string[] = [];
    const memory = nativeInMemory();
    const counted: NativeKeychain = {
      ...memory.native,
      getPassword: async (service, account) => {
        calls.push(`get ${account}`);
        return memory.native.getPassword(service, account);
      },
      setPassword: async (service, account, password) => {
        calls.push(`set ${account}`);
        return memory.native.setPassword(service, account, password);
      },
    };
    const keychain = createKeychain({ load: async () => counted });
    expect(await keychain.find('a')).toBeNull();
    expect(calls.splice(0)).toEqual(['get a']);
    expect(await keychain.get('a')).toBeNull();
    expect(calls.splice(0)).toEqual(['get a', 'set probe', 'get probe', 'get a']);
    await keychain.set('a', 'v');
    calls.splice(0);
    expect([await keychain.get('a'), await keychain.find('a')]).toEqual(['v', 'v']);
    expect(calls).toEqual(['get a', 'get a']);
  });

  it('never has more than one call inside the operating system', async () => {
    let inside = 0;
    let most = 0;
    const { load } = nativeInMemory({
      setPassword: async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      },
    });
    const keychain = createKeychain({ load });
    await Promise.all(Array.from({ length: 20 }, (_, index) => keychain.set(`${index}`, 'v')));
    expect(most).toBe(1);
  });

  it('makes no further call for a job that is too late, lets nobody in while the late call lasts, and recovers', async () => {
    const calls: string[] = [];
    let release = () => {};
    const memory = nativeInMemory();
    const setPassword: NativeKeychain['setPassword'] = (service, account, password) => {
      calls.push(`set ${account}`);
      if (calls.length > 1) return memory.native.setPassword(service, account, password);
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    const keychain = createKeychain({ load: async () => ({ ...memory.native, setPassword }), timeout: 10 });
    await expect(keychain.probe()).rejects.toMatchObject({ problem: 'hanging' });
    await expect(keychain.get('a')).rejects.toMatchObject({ problem: 'hanging' });
    await expect(keychain.set('a', 'v')).rejects.toMatchObject({ problem: 'hanging' });
    expect(calls).toEqual(['set probe']);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(memory.entries.size).toBe(0);
    await keychain.set('a', 'v');
    expect(calls).toEqual(['set probe', 'set a']);
  });

  it('that has had no time to answer, for the process was at a standstill, is not hanging', async () => {
    const { native } = nativeInMemory();
    const getPassword = async () => {
      // As keytar's, it comes from another thread through the event loop.
      const answer = stat('.').then(() => 'the answer');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      return answer;
    };
    const keychain = createKeychain({ load: async () => ({ ...native, getPassword }), timeout: 100 });
    expect(await keychain.get('a')).toBe('the answer');
  });

  it('that is slow at each call is only slow: no job is given up for the number of its calls', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const memory = nativeInMemory();
    const slowly = <A extends unknown[], T>(method: (...args: A) => Promise<T>) => {
      return async (...args: A) => {
        await new Promise((resolve) => setTimeout(resolve, 9_000));
        return method(...args);
      };
    };
    const native: NativeKeychain = {
      getPassword: slowly(memory.native.getPassword),
      setPassword: slowly(memory.native.setPassword),
      deletePassword: slowly(memory.native.deletePassword),
      findCredentials: slowly(memory.native.findCredentials),
    };
    const keychain = createKeychain({ load: async () => native, timeout: 10_000 });
    const ends = Promise.all([
      keychain.set('a', 'v'),
      keychain.probe(),
      keychain.entries(),
      keychain.get('absent'),
      keychain.delete('absent'),
    ]);
    await vi.runAllTimersAsync();
    expect(await ends).toEqual([undefined, undefined, [{ account: 'a', value: 'v' }], null, false]);
  });

  it('is given, in the app, more than 10 seconds for each call', () => {
    expect(CALL_LIMIT).toBeGreaterThan(10 * SECOND);
  });

  it('reports a keychain that gives back something else than what it was given', async () => {
    const { load } = nativeInMemory({ getPassword: async () => 'something else' });
    await expect(createKeychain({ load }).probe()).rejects.toMatchObject({ problem: 'mismatch' });
  });

  it('forgives another process that takes the probe away once', async () => {
    let reads = 0;
    const memory = nativeInMemory();
    const getPassword: NativeKeychain['getPassword'] = async (_service, account) => {
      reads += 1;
      return reads === 1 ? null : (memory.entries.get(account) ?? null);
    };
    await createKeychain({ load: async () => ({ ...memory.native, getPassword }) }).probe();
    expect(memory.entries.size).toBe(0);
  });

  it('does not show the probe among the entries', async () => {
    const { load, entries } = nativeInMemory({ deletePassword: async () => true });
    entries.set('a', 'v');
    expect(await createKeychain({ load }).entries()).toEqual([{ account: 'a', value: 'v' }]);
  });

  it('never repeats a value in an error', async () => {
    const { load } = nativeInMemory({
      setPassword: async (_service, _account, password) => {
        throw new Error(`cannot keep ${password}`);
      },
    });
    const failure = await createKeychain({ load })
      .set('a', 'hunter2')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ problem: 'refused' });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hunter2');
  });
});

describe("the system's words for a keychain that fails", () => {
  it.each([
    ['missing', 'Cannot autolaunch D-Bus without X11 $DISPLAY'],
    ['missing', 'Could not connect: No such file or directory'],
    ['missing', 'The name org.freedesktop.secrets was not provided by any .service files'],
    [
      'missing',
      'GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided',
    ],
    ['missing', 'The session wrapping the secret does not exist'],
    ['missing', 'Name ":1.1" does not exist'],
    ['missing', 'A default keychain could not be found.'],
    ['no-session', 'A specified logon session does not exist. It may already have been terminated.'],
    ['no-session', 'Eine angegebene Anmeldesitzung ist nicht vorhanden. Sie wurde gegebenenfalls bereits beendet.'],
    ['no-session', 'Una sesión de inicio especificada no existe. Es posible que haya finalizado.'],
    ['full', 'Not enough memory resources are available to process this command.'],
    ['full', 'Für die Verarbeitung dieses Befehls sind nicht genügend Speicherressourcen verfügbar.'],
    ['full', 'No hay suficientes recursos de memoria disponibles para procesar este comando.'],
    ['locked', 'Cannot create an item in a locked collection'],
    ['locked', 'Object does not exist at path “/org/freedesktop/secrets/collection/login”'],
    ['locked', 'User interaction is not allowed.'],
    ['refused', 'User canceled the operation.'],
    ['refused', 'The user name or passphrase you entered is not correct.'],
    ['refused', 'Access is denied.'],
    ['refused', 'Der Zugriff wurde verweigert.'],
    ['hanging', 'Timeout was reached'],
  ])('%s: %s', (problem, text) => {
    expect(keychainProblem(new Error(text))).toBe(problem);
  });
});
