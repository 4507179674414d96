import { join } from 'node:path';
import * as v from 'valibot';
import { exportedTokenSchema } from '../../core/model/exported-token';
import type { ConnectionsFile, LoadedState, SavedState } from '../../core/storage/ports';
import { ensureFolder, removeStages, writeDurably } from './durable-write';
import { errorCode } from './error-code';
import { readState } from './read';
import { ConnectionSchema, CURRENT_VERSION } from './schema';
import { setAside } from './set-aside';

/**
 * The connections file, `connections.json` in a folder for its owner only. `load` rejects with the system's error when the file
 * cannot be read now, or is bad and can be neither moved nor copied; `save` with the system's error (`code` `ENOSPC`, `EROFS`, …),
 * or with a TypeError for what it could not load again.
 */
export function createConnectionsFile(folder: string): ConnectionsFile {
  const path = join(folder, 'connections.json');
  const connectionText = textsOf(ConnectionSchema);
  const exportedTokenText = textsOf(exportedTokenSchema);
  return {
    load: async () => {
      await ensureFolder(folder).catch(() => undefined);
      // Leftovers do no harm, so they may stay where they cannot be removed.
      await removeStages(path).catch((error: unknown) => {
        if (errorCode(error) === 'unknown') throw error;
      });
      return load(path);
    },
    save: async ({ connections, unsettled, exportedTokens }: SavedState) => {
      const parts = [
        `"version": ${CURRENT_VERSION}`,
        `"unsettled": ${JSON.stringify(unsettled)}`,
        `"connections": [\n${connections.map(connectionText).join(',\n')}\n]`,
        `"exportedTokens": [\n${exportedTokens.map(exportedTokenText).join(',\n')}\n]`,
      ];
      await ensureFolder(folder);
      await writeDurably(path, `{\n${parts.join(',\n')}\n}\n`);
    },
  };
}

async function load(path: string): Promise<LoadedState> {
  const found = await readState(path);
  if (found.kind === 'state') return { kind: 'loaded', state: found.state };
  if (found.kind !== 'bad') return found;
  // What was rescued is in memory only, so the file stays until the new one is written.
  return { ...found, setAsideAs: await setAside(path, new Date(), found.rescued !== null) };
}

/**
 * Writes values that are never changed, only replaced, so that most of the text stays the same from one save to the next. Keys that
 * the schema does not name are dropped, so that nothing slips in.
 */
function textsOf<T extends object>(schema: v.GenericSchema<unknown, T>): (value: T) => string {
  const texts = new WeakMap<T, string>();
  return (value) => {
    const known = texts.get(value);
    if (known !== undefined) return known;
    const checked = v.safeParse(schema, value);
    if (!checked.success)
      throw new TypeError(`not of the form that is saved, at "${v.getDotPath(checked.issues[0]) ?? 'the top'}"`);
    const text = JSON.stringify(checked.output);
    texts.set(value, text);
    return text;
  };
}
