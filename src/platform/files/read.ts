import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import type { Contents, SavedState } from '../../core/storage/ports';
import { errorCode } from './error-code';
import { rescueState } from './rescue';
import { CURRENT_VERSION, SavedStateSchema } from './schema';

/** What stands at the file's place. `reason` is for people and repeats nothing of the file; `rescued` is what of it is good. */
export type Found =
  | { readonly kind: 'missing' }
  | { readonly kind: 'state'; readonly state: SavedState }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'bad'; readonly reason: string; readonly rescued: Contents | null };

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
    return bad(inItsPlace.isDirectory() ? 'a folder is in its place' : 'something that is no file is in its place');
  }
  return parseState(bytes);
}

function parseState(bytes: Uint8Array): Found {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return bad(bytes.length === 0 ? 'it is empty' : 'it is not JSON');
  }
  const versioned = v.safeParse(Version, json);
  if (!versioned.success) return bad('it has no version');
  const { version } = versioned.output;
  if (version > CURRENT_VERSION) return { kind: 'newer', version };
  if (version < CURRENT_VERSION) return bad(`version ${version} is none of a release`);
  const state = v.safeParse(SavedStateSchema, versioned.output);
  if (state.success) return { kind: 'state', state: state.output };
  const [issue] = state.issues;
  return bad(
    `it does not have the expected form at "${v.getDotPath(issue) ?? 'the top'}"`,
    rescueState(versioned.output),
  );
}

function bad(reason: string, rescued: Contents | null = null): Found {
  return { kind: 'bad', reason, rescued };
}
