import type { Keeper } from '../../core/keeper/keeper';
import type { Connection, Resource } from '../../core/model/connection';
import { LONGEST_SECRET, readRefreshToken } from '../../core/validation/refresh-token';
import type { Reply } from '../../ipc/contract';
import type { ImportSource } from '../../ipc/schemas';
import type { Adapters } from '../../platform/adapters';
import { decodeText } from '../../platform/files/decode-text';
import { testConnection } from '../batch/test-connection';
import type { ClipboardLease } from '../clipboard/clipboard-lease';
import { copyAccessToken } from '../clipboard/token-copier';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { ChosenFile, Dialogs } from '../system/dialogs';
import { answer, failed, GONE, refuse } from '../wording/replies';
import { readFromVault } from './key-vault-import';

type TokenAdapters = Pick<Adapters, 'probe' | 'readVault' | 'applicationToken'>;

/** What the panel can do with tokens beyond copying the usual one. */
export function tokenHandlers(
  keeper: Keeper,
  lease: ClipboardLease,
  adapters: TokenAdapters,
  files: Pick<Dialogs, 'askForFiles'>,
): Pick<PanelHandlers, 'copyAccessTokenAs' | 'importToken' | 'testConnection'> {
  return {
    testConnection: ({ id }) => testConnection(keeper, adapters, id),
    copyAccessTokenAs: ({ id, form, resource }) =>
      copyAccessToken(keeper, lease, id, { form, ...(resource ? { resource: withoutSpaces(resource) } : {}) }),
    importToken: async ({ id, from }) => {
      const connection = keeper.find(id);
      if (!connection) return GONE;
      const text = await textFrom(keeper, adapters, files, connection, from);
      if (!text.ok) return text;
      if (text.value === null) return answer({ imported: false, note: null });
      const read = readRefreshToken(text.value, connection.cloud);
      if (!read.ok) return refuse(read.problem, '', from.kind === 'text' ? 'token' : undefined);
      const imported = await keeper.importToken(id, read.token);
      return imported.ok
        ? answer({ imported: true, note: read.note })
        : failed(imported.failure, keeper.find(id), 'import');
    },
  };
}

/** The text that holds the token; `null` when no file was chosen. */
async function textFrom(
  keeper: Keeper,
  adapters: TokenAdapters,
  files: Pick<Dialogs, 'askForFiles'>,
  connection: Connection,
  from: ImportSource,
): Promise<Reply<string | null>> {
  if (from.kind === 'text') return answer(from.text);
  if (from.kind === 'key-vault') return readFromVault(keeper, adapters, connection, from.identifier);
  try {
    const [file] = await files.askForFiles({
      title: 'Choose the file that contains the refresh token',
      kind: 'Text',
      extensions: ['txt'],
      several: false,
    });
    return file ? readSecretFile(file) : answer(null);
  } catch {
    return refuse("Couldn't read the file.", 'Check its permissions, or choose another file.');
  }
}

/** The text of a small file that holds a secret. What is refused is not repeated. */
function readSecretFile({ content }: ChosenFile): Reply<string> {
  if (content.length > LONGEST_SECRET)
    return refuse('This file is too large for a refresh token.', 'Choose another file.');
  const text = decodeText(content);
  if (text === null) return refuse("This isn't a text file.", 'Choose a file that contains only the refresh token.');
  return answer(text);
}

function withoutSpaces(resource: Resource): Resource {
  if (resource.kind !== 'custom') return resource;
  return { kind: 'custom', scopes: resource.scopes.map((scope) => scope.trim()).filter((scope) => scope !== '') };
}
