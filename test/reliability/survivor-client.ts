import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as v from 'valibot';
import type { Place } from './room';

const Found = v.object({
  generation: v.nullable(v.number()),
  secretGeneration: v.nullable(v.number()),
  status: v.string(),
  trouble: v.nullable(v.string()),
});
const Restarted = v.object({
  /** The connections as the start found or made them. */
  found: v.array(Found),
  appTrouble: v.nullable(v.string()),
  notices: v.array(v.string()),
  /** Every refresh token that was shown to the server, in order. */
  presented: v.array(v.string()),
  /** How the next refresh, sign-in or removal of each ended: `ok` or a code. */
  ends: v.array(v.string()),
  /** The token's and the secret's generation of each connection at the end. */
  generations: v.array(v.array(v.nullish(v.number()))),
});
export type Restarted = v.InferOutput<typeof Restarted>;
const Reply = v.object({ id: v.number(), value: v.optional(v.unknown()), fault: v.optional(v.string()) });

export interface KeychainEntry {
  readonly account: string;
  readonly value: string;
}

/** A process that starts keepers where others were killed. */
export interface Survivor {
  settle(place: Place, signedIn: boolean): Promise<void>;
  furnish(place: Place, entries: readonly KeychainEntry[]): Promise<void>;
  restart(place: Place, options?: { remove: boolean }): Promise<Restarted>;
  stop(): Promise<void>;
}

export async function startSurvivor(script: string, env: Record<string, string>): Promise<Survivor> {
  const child = fork(script, [], { execArgv: [], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (message) => {
    const { id, value, fault } = v.parse(Reply, message);
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) waiter?.resolve(value);
    else waiter?.reject(new Error(fault));
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the survivor did not survive'));
  });
  await once(child, 'message');
  const ask = (order: object) =>
    new Promise<unknown>((resolve, reject) => {
      last += 1;
      if (!child.connected) return reject(new Error('the survivor did not survive'));
      waiting.set(last, { resolve, reject });
      child.send({ id: last, order });
    });
  return {
    settle: async (place, signedIn) => void (await ask({ do: 'settle', place, signedIn })),
    furnish: async (place, entries) => void (await ask({ do: 'furnish', place, entries })),
    restart: async (place, { remove } = { remove: false }) =>
      v.parse(Restarted, await ask({ do: 'restart', place, remove })),
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
