import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeDurably } from '../../src/platform/files/durable-write';
import { loadKeytar } from '../../src/platform/keychain/native';
import { PARTNER } from '../../src/practice/tenant/directory';
import { obeyParent } from './child';
import { hash } from './newest-kept';
import { EXPORT, OPERATIONS, type Operation } from './operations';
import { openKeeper, type RealKeeper } from './real-keeper';
import { watchFetch, watchFiles, watchKeychain } from './steps';

/**
 * Performs operations, each with a real keeper of its own, until the process is killed. Each is cut off before its step number `fatal`:
 * from then on nothing of its keeper gets to the files, the keychain or the network. What a start costs is paid once for several deaths.
 */
const Order = v.object({
  place: v.object({ folder: v.string(), service: v.string(), origin: v.string() }),
  operation: v.picklist(OPERATIONS),
  fatal: v.number(),
  /** By how many milliseconds the keeper's clock is behind the system's. */
  behind: v.number(),
  /** A refresh token from elsewhere. */
  token: v.string(),
});
type Order = v.InferOutput<typeof Order>;

const NEVER = new Promise<never>(() => undefined);

/** Resolves to each step that was reached, the hash of each refresh token that came, and `done` when it got to the end. */
async function performUpTo(order: Order): Promise<string[]> {
  const said: string[] = [];
  let counting = false;
  let steps = 0;
  let cutOff = () => {};
  const isCutOff = new Promise<void>((resolve) => {
    cutOff = resolve;
  });
  const step = (name: string) => {
    if (steps === order.fatal) return NEVER;
    if (!counting) return undefined;
    steps += 1;
    said.push(name);
    if (steps !== order.fatal) return undefined;
    cutOff();
    return NEVER;
  };

  await watchFiles(order.place.folder, step);
  const opened = openKeeper(order.place, {
    load: async () => watchKeychain(await loadKeytar(), step),
    fetch: watchFetch(step),
    now: () => Date.now() - order.behind,
    tell: (what, token) => {
      if (counting && what === 'delivered') said.push(`token ${hash(token)}`);
    },
  });
  if (order.operation === 'recover a lost file') await rm(join(order.place.folder, 'connections.json'));
  else await opened.keeper.start();
  counting = true;
  const performed = async () => {
    await perform(order, opened);
    await opened.idle();
    await opened.keeper.stop();
    await step('the end');
    said.push('done');
  };
  await Promise.race([performed(), isCutOff]);
  // A copy: what has been asked for already may still come.
  return [...said];
}

async function perform({ place, operation, token }: Order, opened: RealKeeper): Promise<void> {
  const { keeper } = opened;
  const onlyId = () => {
    const [connection] = keeper.connections();
    if (!connection) throw new Error('there is no connection');
    return connection.id;
  };
  const performing: Record<Operation, () => Promise<unknown>> = {
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
    'import a token': () => keeper.importToken(onlyId(), token),
    'export a token to a file': async () => {
      const exported = await keeper.exportRefreshToken(onlyId(), 'file');
      if (!exported.ok) throw new Error(`not exported: ${exported.failure.code}`);
      await writeDurably(join(place.folder, EXPORT), exported.value.refreshToken);
    },
  };
  await performing[operation]();
}

obeyParent(Order, performUpTo);
