import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import type { SavedState } from '../../core/storage/ports';
import { errorCode } from './error-code';
import { rescueState } from './rescue';
import { CURRENT_VERSION, SavedStateSchema } from './schema';

/** What stands at the file's place. `rescued` is what is good of a bad one. */
export type Found =
  | { readonly kind: 'missing' }
  | { readonly kind: 'state'; readonly state: SavedState }
  | { readonly kind: 'newer' }
  | { readonly kind: 'bad'; readonly rescued: SavedState | null };

const BAD: Found = { kind: 'bad', rescued: null };

const Version = v.looseObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/**
 * Rejects with the system's error when they cannot be read now: that says nothing against the file.
 */
export async function readState(path: string): Promise<Found> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'missing' };
    const inItsPlace = await stat(path).catch(() => null);
    if (inItsPlace === null || inItsPlace.isFile()) throw error;
    return BAD;
  }
  return parseState(bytes);
}

function parseState(bytes: Uint8Array): Found {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return BAD;
  }
  const versioned = v.safeParse(Version, json);
  if (!versioned.success) return BAD;
  const { version } = versioned.output;
  if (version > CURRENT_VERSION) return { kind: 'newer' };
  // None of a release.
  if (version < CURRENT_VERSION) return BAD;
  const state = v.safeParse(SavedStateSchema, versioned.output);
  return state.success
    ? { kind: 'state', state: state.output }
    : { kind: 'bad', rescued: rescueState(versioned.output) };
}
