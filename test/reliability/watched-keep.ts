import { cpSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { connectionSettingsSchema } from '../../src/core/model/connection';
import { NO_FACTS } from '../../src/core/model/credential';
import { watchFiles, watchUndici } from './steps';

/**
 * Keeps a connection that is due, with its secrets in encrypted files, and copies the data folder before each step: all that a keeper has
 * stands in there, so a copy is what `kill -9` would leave at that step. Says on file descriptor 3 each step that it reaches.
 */
const Order = v.object({
  folder: v.string(),
  /** Where the copies go, each under its number, from 1. */
  copies: v.string(),
  keyFile: v.string(),
  settings: connectionSettingsSchema,
  clientSecret: v.string(),
  refreshToken: v.string(),
});
const order = v.parse(v.pipe(v.string(), v.parseJson(), Order), process.argv[2]);
const { folder, keyFile } = order;

let steps = 0;
let isLooking = false;
let isCopying = false;
await watchFiles(folder, step);
watchUndici(step);

const [{ runProgram }, { createProgram }, { openAlone }] = await Promise.all([
  import('../../src/cli/run'),
  import('../../src/cli/program'),
  import('../../src/cli/keeper/alone'),
]);
await furnish();
isLooking = true;
const store = ['--secret-store', 'file', '--key-file', keyFile];
const code = await runProgram(createProgram, [
  'node',
  'partner-token',
  'keep',
  '--once',
  '--data-folder',
  folder,
  ...store,
]);
step('the end');
process.exit(code);

function step(name: string): undefined {
  if (!isLooking || isCopying) return;
  isCopying = true;
  steps += 1;
  // Sockets can't be copied, and end with their process.
  cpSync(folder, join(order.copies, String(steps)), {
    recursive: true,
    filter: (path) => !/\/agent(?:\/|$)/.test(path),
  });
  isCopying = false;
  writeSync(3, `${name}\n`);
}

/** A connection whose token is due to be refreshed. */
async function furnish(): Promise<void> {
  const { settings, clientSecret, refreshToken } = order;
  const keeper = await openAlone({ dataFolder: folder, secretStore: { kind: 'file', keyFile } });
  if (!keeper) throw new Error('the folder is held');
  const asker = { signal: new AbortController().signal, tell: () => undefined };
  const credential = { kind: 'secret', clientSecret } as const;
  const added = await keeper.ask({ kind: 'add', settings, credential, facts: NO_FACTS }, asker);
  const imported = await keeper.ask({ kind: 'import-token', wanted: settings.name, refreshToken }, asker);
  if (!added.outcome.ok || !imported.outcome.ok) throw new Error('not furnished');
  await keeper.close();
  const file = join(folder, 'connections.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"refreshAt":\s*\d+/, '"refreshAt":1'));
}
