import type { Failure } from './failure';

/** Success with a value, or a classified failure. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };
