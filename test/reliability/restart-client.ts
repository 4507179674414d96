import * as v from 'valibot';
import { programOf } from '../support/programs';
import { startChild } from './child';
import type { Beginning } from './operations';
import type { Place } from './real-keeper';

const Restarted = v.object({
  /** The connections as the start found or made them, once what was due is done. */
  found: v.array(
    v.object({
      id: v.string(),
      application: v.string(),
      serial: v.nullable(v.number()),
      trouble: v.nullable(v.string()),
      exportedTokens: v.number(),
    }),
  ),
  appTrouble: v.nullable(v.string()),
  /** Titles of the notifications that were given, from the start to the end. */
  notifications: v.array(v.string()),
  /** Every refresh token that was shown to the server, in order. */
  presented: v.array(v.string()),
  /** How what was done with each connection then ended: `ok` or a code. */
  ends: v.array(v.string()),
});
export type Restarted = v.InferOutput<typeof Restarted>;

export interface KeychainEntry {
  readonly account: string;
  readonly value: string;
}

/** What is done with each connection after the restart: what it is for, or what was cut off, once more. */
export type Afterwards = 'use' | 'remove' | 'become a public client';

/** A process that starts keepers where others were killed. */
export interface Restarts {
  /** Makes a place what operations begin with, by a clock that is so far behind. */
  prepare(place: Place, beginning: Beginning, behind: number): Promise<void>;
  /** Makes the place's keychain hold these entries, as they were read elsewhere, and no others. */
  furnish(place: Place, entries: readonly KeychainEntry[]): Promise<void>;
  restart(place: Place, afterwards: Afterwards): Promise<Restarted>;
  stop(): Promise<void>;
}

export async function startRestarts(env: Record<string, string>): Promise<Restarts> {
  const { ask, kill } = await startChild(programOf('reliability/restart-process'), env);
  return {
    prepare: async (place, beginning, behind) => void (await ask({ do: 'prepare', place, beginning, behind })),
    furnish: async (place, entries) => void (await ask({ do: 'furnish', place, entries })),
    restart: async (place, afterwards) => v.parse(Restarted, await ask({ do: 'restart', place, afterwards })),
    stop: kill,
  };
}
