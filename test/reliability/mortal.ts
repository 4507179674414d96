import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { loadKeytar } from '../../src/platform/keychain/native';
import { PARTNER } from '../../src/practice/tenant/directory';
import { DEEDS, type Deed } from './deeds';
import { openRoom, type Room } from './room';
import { watchFetch, watchFiles, watchKeychain } from './steps';

/**
 * Does one deed with the real keeper and kills itself, as `kill -9` would, before step number `fatal` of it. Says on stdout
 * each step it reaches, the hash of each refresh token that came, and `done` when it got to the end.
 */
const Order = v.object({
  folder: v.string(),
  service: v.string(),
  origin: v.string(),
  deed: v.picklist(DEEDS),
  fatal: v.number(),
});
const NewFile = v.looseObject({
  version: v.literal(2),
  exportedTokens: v.array(v.unknown()),
  connections: v.array(
    v.looseObject({
      credential: v.object({ generation: v.number() }),
      customCloud: v.unknown(),
      signInMethod: v.unknown(),
    }),
  ),
});
const order = v.parse(v.pipe(v.string(), v.parseJson(), Order), process.argv[2]);

let counting = false;
let steps = 0;
// Straight to the file descriptor: what waits in a buffer dies with the process.
const say = (line: string) => writeSync(1, `${line}\n`);
function step(name: string): void {
  if (!counting) return;
  steps += 1;
  say(name);
  if (steps === order.fatal) process.kill(process.pid, 'SIGKILL');
}

await watchFiles(order.folder, step);
const room = openRoom(order, {
  load: async () => watchKeychain(await loadKeytar(), step),
  fetch: watchFetch(step),
  tell: (what, token) => {
    if (counting && what === 'delivered') say(`token ${createHash('sha256').update(token).digest('hex')}`);
  },
});

const perform: Record<Deed, (room: Room) => Promise<unknown>> = {
  add: (room) => room.add(),
  'sign in': (room) => room.signIn(onlyId(room)),
  'sign in again': (room) => room.signIn(onlyId(room)),
  refresh: (room) => room.keeper.refresh(onlyId(room)),
  'replace the secret': (room) =>
    room.keeper.replaceCredential(onlyId(room), { kind: 'secret', clientSecret: PARTNER.clientSecret }),
  remove: (room) => room.keeper.remove(onlyId(room)),
  'recover a lost file': (room) => room.keeper.start(),
  'bring an old file up to date': async (room) => {
    await room.keeper.start();
    await room.keeper.refresh(onlyId(room));
  },
};

const connectionsFile = join(order.folder, 'connections.json');
if (order.deed === 'recover a lost file') await rm(connectionsFile);
else if (order.deed === 'bring an old file up to date')
  await writeFile(connectionsFile, await asVersion1(connectionsFile));
else await room.keeper.start();
counting = true;
await perform[order.deed](room);
await room.idle();
step('the end');
say('done');
process.exit();

/** The connections file as version 1 of the app would have written it. */
async function asVersion1(path: string): Promise<string> {
  const { connections, exportedTokens: _, ...rest } = v.parse(NewFile, JSON.parse(await readFile(path, 'utf8')));
  const old = connections.map(({ credential, customCloud, signInMethod, ...kept }) => ({
    ...kept,
    resource: 'partner-center',
    secretGeneration: credential.generation,
  }));
  return JSON.stringify({ ...rest, version: 1, connections: old });
}

function onlyId({ keeper }: Room): string {
  const [connection] = keeper.connections();
  if (!connection) throw new Error('there is no connection');
  return connection.id;
}
