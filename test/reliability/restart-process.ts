import * as v from 'valibot';
import { loadKeytar } from '../../src/platform/keychain/native';
import { PARTNER } from '../../src/practice/tenant/directory';
import { obeyParent } from './child';
import { furnish } from './furnish';
import { BEGINNINGS } from './operations';
import { openKeeper, type RealKeeper } from './real-keeper';

/** Starts the keeper wherever it is asked to, one place after the other, and reports what it found there. */
const Place = v.object({ folder: v.string(), service: v.string(), origin: v.string() });
const Order = v.variant('do', [
  v.object({ do: v.literal('prepare'), place: Place, beginning: v.picklist(BEGINNINGS), behind: v.number() }),
  v.object({
    do: v.literal('furnish'),
    place: Place,
    entries: v.array(v.object({ account: v.string(), value: v.string() })),
  }),
  v.object({
    do: v.literal('restart'),
    place: Place,
    afterwards: v.picklist(['use', 'remove', 'become a public client']),
  }),
]);
type Order = v.InferOutput<typeof Order>;
type Restart = Extract<Order, { do: 'restart' }>;

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'furnish':
      return furnish(order.place.service, order.entries);
    case 'prepare':
      return prepare(order);
    case 'restart':
      return restart(order);
  }
}

async function prepare({ place, beginning, behind }: Extract<Order, { do: 'prepare' }>): Promise<null> {
  const { opened } = open(place, behind);
  const { keeper } = opened;
  await keeper.start();
  const schedule = { kind: 'remind-only' } as const;
  if (beginning === 'added') await opened.add({ schedule });
  if (beginning === 'signed in') {
    const id = await opened.add({ schedule });
    await opened.signIn(id);
    await keeper.refresh(id);
  }
  if (beginning === 'mistaken') {
    const secret = (clientSecret: string) => ({ kind: 'secret', clientSecret }) as const;
    const id = await opened.add({
      schedule,
      clientId: PARTNER.publicClientId,
      credential: secret('first8Q~made.up.value.of.the.usual.length'),
    });
    // A second one, so that both slots have something to lose.
    await keeper.replaceCredential(id, secret('second8Q~made.up.value.of.the.usual.length'));
  }
  await keeper.stop();
  return null;
}

/** What the keeper finds by itself; then what each connection is for, or what was cut off. */
async function restart({ place, afterwards }: Restart): Promise<unknown> {
  const { opened, presented } = open(place, 0);
  const { keeper } = opened;
  await keeper.start();
  await opened.idle();
  const found = keeper.connections().map(({ id, application, token, trouble }) => ({
    id,
    application: application.kind,
    serial: token?.serial ?? null,
    trouble: trouble?.failure.code ?? null,
    exportedTokens: keeper.exportedTokens(id).length,
  }));
  const appTrouble = keeper.appTrouble()?.code ?? null;
  const ends: string[] = [];
  for (const { id } of keeper.connections()) ends.push(await goOn(opened, id, afterwards));
  // Only now has everything been told that was due at the start.
  await keeper.stop();
  const notifications = opened.notifications.map(({ title }) => title);
  return { found, appTrouble, notifications, presented, ends };
}

async function goOn(opened: RealKeeper, id: string, afterwards: Restart['afterwards']): Promise<string> {
  const { keeper } = opened;
  const isCutOff = afterwards === 'become a public client' && keeper.find(id)?.application.kind !== 'public';
  if (isCutOff) await keeper.replaceCredential(id, { kind: 'none' });
  const hasToken = keeper.find(id)?.token != null;
  const end = afterwards === 'remove' ? keeper.remove(id) : hasToken ? keeper.refresh(id) : opened.signIn(id);
  const result = await end;
  return result.ok ? 'ok' : result.failure.code;
}

function open(place: v.InferOutput<typeof Place>, behind: number) {
  const presented: string[] = [];
  const opened = openKeeper(place, {
    load: loadKeytar,
    fetch,
    now: () => Date.now() - behind,
    tell: (what, token) => {
      if (what === 'presented') presented.push(token);
    },
  });
  return { opened, presented };
}

obeyParent(Order, obey);
