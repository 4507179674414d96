import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeDurably } from '../../src/platform/files/durable-write';
import { loadKeytar } from '../../src/platform/keychain/native';
import { PARTNER } from '../../src/practice/tenant/directory';
import { EXPORT, OPERATIONS, type Operation } from './operations';
import { openKeeper } from './real-keeper';
import { watchFetch, watchFiles, watchKeychain } from './steps';

/**
 * Performs one operation with the real keeper, quits, and kills itself, as `kill -9` would, before step number `fatal` of that.
 * Says on stdout each step it reaches, the hash of each refresh token that came, and `done` when it got to the end.
 */
const Order = v.object({
  folder: v.string(),
  service: v.string(),
  origin: v.string(),
  operation: v.picklist(OPERATIONS),
  fatal: v.number(),
  /** By how many milliseconds the keeper's clock is behind the system's. */
  behind: v.number(),
  /** A refresh token from elsewhere. */
  token: v.string(),
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
const opened = openKeeper(order, {
  load: async () => watchKeychain(await loadKeytar(), step),
  fetch: watchFetch(step),
  now: () => Date.now() - order.behind,
  tell: (what, token) => {
    if (counting && what === 'delivered') say(`token ${createHash('sha256').update(token).digest('hex')}`);
  },
});
const { keeper } = opened;

const perform: Record<Operation, () => Promise<unknown>> = {
  add: () => opened.add({ schedule: { kind: 'remind-only' } }),
  'sign in': () => opened.signIn(onlyId()),
  'sign in again': () => opened.signIn(onlyId()),
  refresh: () => keeper.refresh(onlyId()),
  'refresh twice in quick succession': async () => {
    await keeper.refresh(onlyId());
    await keeper.refresh(onlyId());
  },
  'replace the secret': () =>
    keeper.replaceCredential(onlyId(), { kind: 'secret', clientSecret: PARTNER.clientSecret }),
  'become a public client': () => keeper.replaceCredential(onlyId(), { kind: 'none' }),
  remove: () => keeper.remove(onlyId()),
  'recover a lost file': () => keeper.start(),
  'import a token': () => keeper.importToken(onlyId(), order.token),
  'export a token to a file': async () => {
    const exported = await keeper.exportRefreshToken(onlyId(), 'file');
    if (!exported.ok) throw new Error(`not exported: ${exported.failure.code}`);
    await writeDurably(join(order.folder, EXPORT), exported.value.refreshToken);
  },
};

if (order.operation === 'recover a lost file') await rm(join(order.folder, 'connections.json'));
else await keeper.start();
counting = true;
await perform[order.operation]();
await opened.idle();
await keeper.stop();
step('the end');
say('done');
process.exit();

function onlyId(): string {
  const [connection] = keeper.connections();
  if (!connection) throw new Error('there is no connection');
  return connection.id;
}
