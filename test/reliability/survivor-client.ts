import * as v from 'valibot';
import { startChild } from './child';
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
  notifications: v.array(v.string()),
  /** Every refresh token that was shown to the server, in order. */
  presented: v.array(v.string()),
  /** How the next refresh, sign-in or removal of each ended: `ok` or a code. */
  ends: v.array(v.string()),
  /** The token's and the secret's generation of each connection at the end. */
  generations: v.array(v.array(v.nullish(v.number()))),
});
export type Restarted = v.InferOutput<typeof Restarted>;

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
  const { ask, kill } = await startChild(script, env);
  return {
    settle: async (place, signedIn) => void (await ask({ do: 'settle', place, signedIn })),
    furnish: async (place, entries) => void (await ask({ do: 'furnish', place, entries })),
    restart: async (place, { remove } = { remove: false }) =>
      v.parse(Restarted, await ask({ do: 'restart', place, remove })),
    stop: kill,
  };
}
