import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { SavedState } from '../../core/ports';
import { errorCode } from './error-code';
import { CURRENT_VERSION, migrate } from './migrate';
import { SavedStateSchema } from './schema';

/** What stands at the file's place. `reason` is for people and repeats nothing of the file. */
export type Found =
  | { readonly kind: 'missing' }
  | { readonly kind: 'state'; readonly state: SavedState }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'bad'; readonly reason: string };

const Version = v.looseObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/** Reads and checks the bytes themselves: a store would parse them in its constructor, and take a bad file for an empty one or throw. */
export async function readState(path: string): Promise<Found> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return { kind: 'missing' };
    return { kind: 'bad', reason: code === 'EISDIR' ? 'a folder is in its place' : `it cannot be read (${code})` };
  }
  return parseState(bytes);
}

function parseState(bytes: Uint8Array): Found {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { kind: 'bad', reason: bytes.length === 0 ? 'it is empty' : 'it is not JSON' };
  }
  const versioned = v.safeParse(Version, json);
  if (!versioned.success) return { kind: 'bad', reason: 'it has no version' };
  const { version } = versioned.output;
  if (version > CURRENT_VERSION) return { kind: 'newer', version };
  try {
    const state = v.safeParse(SavedStateSchema, migrate(versioned.output));
    if (state.success) return { kind: 'state', state: state.output };
    const [issue] = state.issues;
    return { kind: 'bad', reason: `it does not have the expected form at "${v.getDotPath(issue) ?? 'the top'}"` };
  } catch {
    return { kind: 'bad', reason: `version ${version} could not be brought up to date` };
  }
}
