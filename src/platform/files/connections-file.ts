import { join } from 'node:path';
import * as v from 'valibot';
import type { Connection } from '../../core/model/connection';
import type { ConnectionsFile, LoadedState, SavedState } from '../../core/storage/ports';
import { ensureFolder, removeStages, writeDurably } from './durable-write';
import { errorCode } from './error-code';
import { readState } from './read';
import { ConnectionSchema } from './schema';
import { setAside } from './set-aside';

/**
 * The connections file, `connections.json` in a folder for its owner only. `load` rejects with the system's error when the file
 * cannot be read now, or is bad and can be neither moved nor copied; `save` with the system's error (`code` `ENOSPC`, `EROFS`, …),
 * or with a TypeError for a connection of the wrong form.
 */
export function createConnectionsFile(folder: string): ConnectionsFile {
  const path = join(folder, 'connections.json');
  /** A connection is never changed, only replaced, so that most of the text stays the same from one save to the next. */
  const texts = new WeakMap<Connection, string>();
  const textOf = (connection: Connection): string => {
    const known = texts.get(connection);
    if (known !== undefined) return known;
    const text = write(connection);
    texts.set(connection, text);
    return text;
  };
  return {
    load: async () => {
      await ensureFolder(folder).catch(() => undefined);
      // Leftovers do no harm, so they may stay where they cannot be removed.
      await removeStages(path).catch((error: unknown) => {
        if (errorCode(error) === 'unknown') throw error;
      });
      return load(path);
    },
    save: async ({ version, connections, unsettled, exportedTokens }: SavedState) => {
      const parts = [
        `"version": ${version}`,
        `"unsettled": ${JSON.stringify(unsettled)}`,
        `"connections": [\n${connections.map(textOf).join(',\n')}\n]`,
        `"exportedTokens": [\n${exportedTokens.map((token) => JSON.stringify(token)).join(',\n')}\n]`,
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

/** Keys that the schema does not name are dropped, so that nothing slips in. */
function write(connection: Connection): string {
  const checked = v.safeParse(ConnectionSchema, connection);
  if (checked.success) return JSON.stringify(checked.output);
  throw new TypeError(`a connection of the wrong form, at "${v.getDotPath(checked.issues[0]) ?? 'the top'}"`);
}
