import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as v from 'valibot';
import { type Keychain, KeychainError } from '../../../src/core/storage/ports';
import { programOf } from '../../support/programs';

const PROBLEMS = ['missing', 'no-session', 'locked', 'refused', 'full', 'hanging', 'mismatch'] as const;
const Reply = v.object({
  id: v.number(),
  value: v.optional(v.unknown()),
  failure: v.optional(v.object({ problem: v.nullable(v.picklist(PROBLEMS)), text: v.string() })),
});
const Entries = v.array(v.object({ account: v.string(), value: v.string() }));

export interface KeychainProcess {
  readonly keychain: Keychain;
  stop(): Promise<void>;
}

/** Our keychain in a process of its own, under the environment of one Secret Service. `timeout` in milliseconds. */
export async function openKeychain(env: Record<string, string>, timeout = 15_000): Promise<KeychainProcess> {
  const { execArgv, script } = programOf('platform/keychain/keychain-process');
  const child = fork(script, [String(timeout)], {
    execArgv: [...execArgv],
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (message) => {
    const { id, value, failure } = v.parse(Reply, message);
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) waiter?.resolve(value);
    else waiter?.reject(failure.problem === null ? new RangeError(failure.text) : new KeychainError(failure.problem));
  });
  child.on('exit', (code, signal) => {
    for (const waiter of waiting.values()) waiter.reject(new Error(`the process ended: ${code ?? signal}`));
  });
  await once(child, 'message');

  const ask = (method: string, account = '', value = '') =>
    new Promise<unknown>((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ id: last, method, account, value });
    });
  return {
    keychain: {
      get: async (account) => v.parse(v.nullable(v.string()), await ask('get', account)),
      find: async (account) => v.parse(v.nullable(v.string()), await ask('find', account)),
      set: async (account, value) => void (await ask('set', account, value)),
      delete: async (account) => v.parse(v.boolean(), await ask('delete', account)),
      entries: async () => v.parse(Entries, await ask('entries')),
      probe: async () => void (await ask('probe')),
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
