import type { SavedState } from '../../core/storage/ports';
import { toVersion2 } from './to-version-2';
import type { Versioned } from './versioned';

export const CURRENT_VERSION: SavedState['version'] = 2;

/** 0 to N - 1, as a type. */
type Below<N extends number, Counted extends readonly unknown[] = []> = Counted['length'] extends N
  ? never
  : Counted['length'] | Below<N, [...Counted, unknown]>;

/** One step for each version from 1 to N - 1, to the version after it. */
export type MigrationsTo<N extends number> = {
  readonly [Version in Exclude<Below<N>, 0>]: (file: Versioned) => Versioned;
};

/** Does not compile while a step is missing. */
const MIGRATIONS: MigrationsTo<typeof CURRENT_VERSION> = { 1: toVersion2 };

type Steps = Readonly<Record<number, (file: Versioned) => Versioned>>;

/** Brings a file up to version `to`, step by step. Throws a RangeError where a step is missing or does not lead to the next version. */
export function migrate(file: Versioned, steps: Steps = MIGRATIONS, to: number = CURRENT_VERSION): Versioned {
  let at = file;
  while (at.version < to) {
    const next = steps[at.version]?.(at);
    if (next?.version !== at.version + 1) throw new RangeError(`no way from version ${at.version}`);
    at = next;
  }
  return at;
}
