import * as v from 'valibot';
import { createNodeFetch } from '../../src/platform/http/node-fetch';
import { loadKeytar, type NativeKeychain } from '../../src/platform/keychain/native';
import { obeyParent } from './child';
import { openRoom } from './room';

/** Starts the keeper wherever it is asked to, one place after the other, and reports what it found there. */
const Place = v.object({ folder: v.string(), service: v.string(), origin: v.string() });
const Order = v.variant('do', [
  /** A place as after a first sign-in and a refresh, or (`signedIn` false) as after adding a connection. */
  v.object({ do: v.literal('settle'), place: Place, signedIn: v.boolean() }),
  /** Makes the place's keychain hold these entries, as they were read elsewhere, and no others. */
  v.object({
    do: v.literal('furnish'),
    place: Place,
    entries: v.array(v.object({ account: v.string(), value: v.string() })),
  }),
  v.object({ do: v.literal('restart'), place: Place, remove: v.boolean() }),
]);
type Order = v.InferOutput<typeof Order>;

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'furnish':
      return furnish(order);
    case 'settle':
      return settle(order);
    case 'restart':
      return restart(order);
  }
}

/**
 * Only what differs is touched, and nothing is left over: the daemon writes its whole file at each change, so that a
 * keyring that grows from case to case would make each slower than the one before.
 */
async function furnish({ place: { service }, entries }: Extract<Order, { do: 'furnish' }>): Promise<null> {
  const keytar = await loadKeytar();
  const wanted = new Map(entries.map(({ account, value }) => [account, value]));
  for (const { account, password } of await keytar.findCredentials(service)) {
    if (wanted.get(account) === password) wanted.delete(account);
    else if (!wanted.has(account)) await keytar.deletePassword(service, account);
  }
  for (const [account, value] of wanted) await keytar.setPassword(service, account, value);
  return null;
}

async function settle({ place, signedIn }: Extract<Order, { do: 'settle' }>): Promise<null> {
  const { room } = enter(place);
  await room.keeper.start();
  const id = await room.add();
  if (signedIn) {
    await room.signIn(id);
    await room.keeper.refresh(id);
  }
  await room.keeper.stop();
  return null;
}

/** What the keeper finds by itself; then a success for each connection, or (`remove`) its removal. */
async function restart({ place, remove }: Extract<Order, { do: 'restart' }>): Promise<unknown> {
  const { room, presented } = enter(place);
  const { keeper } = room;
  await keeper.start();
  await room.idle();
  const found = keeper.connections().map((connection) => ({
    generation: connection.token?.generation ?? null,
    secretGeneration: connection.credential?.generation ?? null,
    status: keeper.statusOf(connection),
    trouble: connection.trouble?.failure.code ?? null,
  }));
  const appTrouble = keeper.appTrouble()?.code ?? null;
  const notifications = room.notifications.map(({ title }) => title);
  const ends: string[] = [];
  for (const { id, token } of keeper.connections()) {
    const end = remove ? keeper.remove(id) : token ? keeper.refresh(id) : room.signIn(id);
    const result = await end;
    ends.push(result.ok ? 'ok' : result.failure.code);
  }
  const generations = keeper
    .connections()
    .map(({ token, credential }) => [token?.generation, credential?.generation ?? null]);
  await keeper.stop();
  return { found, appTrouble, notifications, presented, ends, generations };
}

function enter(place: v.InferOutput<typeof Place>) {
  const presented: string[] = [];
  const load = (): Promise<NativeKeychain> => loadKeytar();
  const tell = (what: 'presented' | 'delivered', token: string) => {
    if (what === 'presented') presented.push(token);
  };
  return { room: openRoom(place, { load, fetch: createNodeFetch({ environment: process.env }), tell }), presented };
}

obeyParent(Order, obey);
