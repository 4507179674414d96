import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { type Child, startChild } from '../../test/reliability/child';
import { type Bundle, bundleOf } from '../../test/support/bundle';
import type { Runnable } from '../../test/support/programs';
import { Measured, type Order, type OrderOf } from './orders';

/** Connections that are signed in: the data folder as a keeper left it, and the file of what its keychain holds. */
export interface Seed {
  readonly folder: string;
  readonly entries: string;
}

/** Where a keeper lives. */
export interface Home {
  readonly folder: string;
  /** As in the orders. */
  readonly entries: string | null;
  /** What the process must know to find its keyring. */
  readonly env: Record<string, string>;
}

/** What is measured there: unless told otherwise one round, from cold, and the time. */
export type Task =
  | { readonly do: 'start' }
  | ({ readonly do: 'refresh' | 'exchange' } & Partial<
      Pick<OrderOf<'refresh' | 'exchange'>, 'before' | 'rounds' | 'watch'>
    >);

const Opened = v.object({ origin: v.string(), signedIn: v.string() });

interface Premises extends v.InferOutput<typeof Opened> {
  readonly folder: string;
  readonly bundle: Bundle;
  readonly cloud: Child;
}

function scriptIn({ folder }: Bundle, name: string): Runnable {
  return { execArgv: [], script: join(folder, `${name}.mjs`) };
}

/** Where things are measured: a folder that is thrown away, a practice cloud, and a new process for each measurement. */
export class Lab {
  #premises: Promise<Premises> | null = null;
  readonly #seeds = new Map<number, Promise<Seed>>();

  async close(): Promise<void> {
    if (this.#premises === null) return;
    const { cloud, bundle, folder } = await this.#premises;
    await cloud.kill();
    await bundle.drop();
    await rm(folder, { recursive: true, force: true });
  }

  /** So many connections, made once. */
  seed(connections: number): Promise<Seed> {
    const known = this.#seeds.get(connections) ?? this.#makeSeed(connections);
    this.#seeds.set(connections, known);
    return known;
  }

  /** Puts into a keyring what the seed's keychain holds, and returns a home there. */
  async settle(seed: Seed, env: Record<string, string>): Promise<Home> {
    await this.#ask({ do: 'furnish', entries: seed.entries }, env);
    return { folder: await this.#copyOf(seed), entries: null, env };
  }

  /** Measures in a copy of the seed's folder, with a keychain in memory. */
  async measure(seed: Seed, task: Task): Promise<Measured> {
    return this.measureIn({ folder: await this.#copyOf(seed), entries: seed.entries, env: {} }, task);
  }

  async measureIn({ env, ...place }: Home, task: Task): Promise<Measured> {
    const { origin } = await this.#open();
    const usual = { before: 0, rounds: 1, watch: 'time' } as const;
    return v.parse(Measured, await this.#ask({ ...usual, ...task, ...place, origin }, env));
  }

  async #makeSeed(connections: number): Promise<Seed> {
    const { folder, origin, signedIn } = await this.#open();
    const place = await mkdtemp(join(folder, 'seed-'));
    const seed = { folder: join(place, 'data'), entries: join(place, 'entries.json') };
    await this.#ask({ do: 'seed', ...seed, connections, origin, signedIn });
    return seed;
  }

  async #copyOf(seed: Seed): Promise<string> {
    const { folder } = await this.#open();
    const copy = await mkdtemp(join(folder, 'data-'));
    await cp(seed.folder, copy, { recursive: true });
    return copy;
  }

  /** Has a new process obey one order. */
  async #ask(order: Order, env: Record<string, string> = {}): Promise<unknown> {
    const { bundle } = await this.#open();
    const child = await startChild(scriptIn(bundle, 'measured'), environment(env));
    try {
      return await child.ask(order);
    } finally {
      await child.kill();
    }
  }

  #open(): Promise<Premises> {
    this.#premises ??= open();
    return this.#premises;
  }
}

async function open(): Promise<Premises> {
  const bundle = await bundleOf(fileURLToPath(new URL('.', import.meta.url)), 'measured', 'cloud');
  const cloud = await startChild(scriptIn(bundle, 'cloud'), environment());
  const opened = v.parse(Opened, await cloud.ask({ do: 'open' }));
  return { ...opened, bundle, cloud, folder: await mkdtemp(join(tmpdir(), 'ptt-bench-')) };
}

/** No proxy, no desktop, and no keyring but one that is named. */
function environment(more: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', ...more };
}
