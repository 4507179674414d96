import { join } from 'node:path';
import { readState } from '../../platform/files/read';
import { dataFolderPath } from '../data-folder';

/** A shell takes these as they are. It would expand `$(…)` in a word that is offered to it, and break one with a space. */
const PLAIN = /^[\p{L}\p{N}._@-]+/u;

/**
 * The names of connections that a shell can offer; of a name with a space or a sign, its beginning if no other begins so. They come from
 * the file, which is never older than a moment, so nobody is asked and nothing is locked. Never rejects.
 */
export async function connectionNames(words: readonly string[]): Promise<readonly string[]> {
  try {
    const found = await readState(join(dataFolderPath(folderIn(words)), 'connections.json'));
    return found.kind === 'state' ? offered(found.state.connections.map(({ name }) => name)) : [];
  } catch {
    return [];
  }
}

function folderIn(words: readonly string[]): string | null {
  const at = words.indexOf('--data-folder');
  return at === -1 ? null : (words[at + 1] ?? null);
}

function offered(names: readonly string[]): readonly string[] {
  const isClear = (beginning: string) =>
    names.filter((name) => name.toLocaleLowerCase().startsWith(beginning.toLocaleLowerCase())).length === 1;
  return names.flatMap((name) => {
    const [beginning = ''] = PLAIN.exec(name) ?? [];
    return beginning !== '' && (beginning === name || isClear(beginning)) ? [beginning] : [];
  });
}
