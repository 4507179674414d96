import { text } from 'node:stream/consumers';
import { openAlone } from '../../../src/cli/keeper/alone';
import { secretStoreOf } from '../../../src/cli/secret-store';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import { type Credential, NO_FACTS } from '../../../src/core/model/credential';

/** What a folder begins with. */
export interface Seed {
  readonly dataFolder: string;
  readonly connections: ReadonlyArray<{
    readonly settings: ConnectionSettings;
    readonly credential: Credential;
    /** Exchanged at once; `null`: the connection has never signed in. */
    readonly refreshToken: string | null;
  }>;
}

/** A process that puts connections into a folder and a keychain, as the keeper does, and ends. It reads the {@link Seed} from standard input. */
const { dataFolder, connections }: Seed = JSON.parse(await text(process.stdin));
const asker = { signal: new AbortController().signal, tell: () => undefined };
const keeper = await openAlone({ dataFolder, secretStore: secretStoreOf({}, process.env) });
if (!keeper) throw new Error('the folder is held');
for (const { settings, credential, refreshToken } of connections) {
  const { outcome } = await keeper.ask({ kind: 'add', settings, credential, facts: NO_FACTS }, asker);
  if (!outcome.ok) throw new Error(outcome.words);
  if (refreshToken === null) continue;
  const imported = await keeper.ask({ kind: 'import-token', wanted: settings.name, refreshToken }, asker);
  if (!imported.outcome.ok) throw new Error(imported.outcome.words);
}
await keeper.close();
