import * as v from 'valibot';

/** What the measured process is told to do, and what it reports. */
const place = {
  /** The keeper's data folder. */
  folder: v.string(),
  /** Where the practice cloud listens. */
  origin: v.string(),
  /** The file of entries that a keychain in memory begins with; `null`: the system's keychain is used. */
  entries: v.nullable(v.string()),
};

export const Order = v.variant('do', [
  /** Makes a data folder with so many connections, and the file of what their keychain holds. */
  v.object({ do: v.literal('seed'), ...place, connections: v.number(), signedIn: v.string() }),
  /** Puts the entries of a file into the system's keychain. */
  v.object({ do: v.literal('furnish'), entries: v.string() }),
  /** Refreshes the first `before` connections unmeasured, so that all code is loaded and compiled, then all so many times. */
  v.object({
    do: v.picklist(['refresh', 'exchange']),
    ...place,
    before: v.number(),
    rounds: v.number(),
    /** What is watched; all but the time slows the process down. */
    watch: v.picklist(['time', 'files', 'process', 'held']),
  }),
  v.object({ do: v.literal('start'), ...place }),
]);
export type Order = v.InferOutput<typeof Order>;
export type OrderOf<D extends Order['do']> = Extract<Order, { do: D }>;

export const Measured = v.object({
  /** Milliseconds. */
  wall: v.number(),
  /** Milliseconds of user and system time of this process, all its threads. */
  cpu: v.number(),
  keychainReads: v.number(),
  keychainWrites: v.number(),
  filesWritten: v.number(),
  /** The most by which its memory grew meanwhile, in bytes. */
  growth: v.number(),
});
export type Measured = v.InferOutput<typeof Measured>;
