import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import * as v from 'valibot';
import type { Runnable } from '../support/programs';

const Reply = v.object({ id: v.number(), value: v.optional(v.unknown()), fault: v.optional(v.string()) });

/** A process of ours that obeys orders, one or several at a time. */
export interface Child {
  readonly process: ChildProcess;
  ask(order: object): Promise<unknown>;
  /** As `kill -9`. */
  kill(): Promise<void>;
}

/** Starts a program that ends with {@link obeyParent}. */
export async function startChild({ execArgv, script }: Runnable, env: Record<string, string>): Promise<Child> {
  const child = fork(script, [], { execArgv: [...execArgv], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
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
    for (const { reject } of waiting.values()) reject(new Error('the process ended'));
  });
  await once(child, 'message');
  return {
    process: child,
    ask: (order) =>
      new Promise((resolve, reject) => {
        last += 1;
        if (!child.connected) return reject(new Error('the process ended'));
        waiting.set(last, { resolve, reject });
        child.send({ id: last, order });
      }),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The child's side: answers every order, and ends with the parent. */
export function obeyParent<T>(Order: v.GenericSchema<unknown, T>, obey: (order: T) => Promise<unknown>): void {
  process.on('message', async (message) => {
    const { id, order } = v.parse(v.object({ id: v.number(), order: Order }), message);
    try {
      process.send?.({ id, value: await obey(order) });
    } catch (error) {
      process.send?.({ id, fault: String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ id: 0, value: null });
}
