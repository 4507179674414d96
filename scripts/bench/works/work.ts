import type { Lab } from '../lab';

/** One line of the table. */
export interface Row {
  readonly name: string;
  readonly what: string;
  readonly unit: 'ratio' | 's' | 'ms' | 'MB' | 'files' | 'calls' | 'wake-ups';
  /** The most that is allowed. */
  readonly must: number;
}

/** What is measured together. */
export interface Work {
  readonly rows: readonly Row[];
  /** The value of each row, in its unit and in their order. */
  measure(lab: Lab): Promise<readonly number[]>;
}
