import * as v from 'valibot';
import type { Result } from '../../src/core/model/failure';
import { trayFaceOf } from '../../src/main/tray/tray-menu';
import { loadKeytar, type NativeKeychain } from '../../src/platform/keychain/native';
import { obeyParent } from './child';
import { openKeeper, type RealKeeper } from './real-keeper';

/** A keeper that lives on in this process, as the app's does, and does what a person would have it do. */
const Order = v.variant('do', [
  v.object({
    do: v.literal('start'),
    place: v.object({ folder: v.string(), service: v.string(), origin: v.string() }),
    patience: v.number(),
    keychainTimeout: v.number(),
    still: v.boolean(),
    /** To become this user first; needs root. */
    uid: v.nullable(v.number()),
  }),
  v.object({ do: v.literal('add'), name: v.string() }),
  v.object({ do: v.literal('rename'), id: v.string(), name: v.string() }),
  v.object({ do: v.picklist(['sign in', 'refresh', 'get an access token', 'export', 'remove']), id: v.string() }),
  /** Lets the keeper's clock go on by so many milliseconds, and wakes it. */
  v.object({ do: v.literal('sleep'), by: v.number() }),
  /** Writes an entry of the keychain past the keeper; `null` deletes it. */
  v.object({ do: v.literal('tamper'), account: v.string(), value: v.nullable(v.string()) }),
  /** Lets writes of entries whose names end so wait, until `go on`. */
  v.object({ do: v.literal('stop before write'), suffix: v.string() }),
  v.object({ do: v.picklist(['look', 'retry', 'wait until idle', 'go on', 'quit']) }),
]);
type Order = v.InferOutput<typeof Order>;

const keytar = await loadKeytar();
/** The keychain, with a place to stop before a write. */
const stoppable: NativeKeychain = {
  getPassword: keytar.getPassword,
  deletePassword: keytar.deletePassword,
  findCredentials: keytar.findCredentials,
  setPassword: async (service, account, password) => {
    if (stop && account.endsWith(stop.suffix)) {
      stoppedBefore = account;
      await stop.released;
    }
    return keytar.setPassword(service, account, password);
  },
};
let stop: { readonly suffix: string; readonly released: Promise<void>; readonly release: () => void } | null = null;
let stoppedBefore: string | null = null;
const presented: string[] = [];
let slept = 0;
let service = '';
let started: RealKeeper | null = null;
let isStill = false;

function real(): RealKeeper {
  if (!started) throw new Error('not started');
  return started;
}

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'start':
      if (order.uid !== null) process.setuid?.(order.uid);
      service = order.place.service;
      isStill = order.still;
      started = openKeeper(order.place, {
        load: async () => stoppable,
        fetch,
        tell: (what, token) => void (what === 'presented' && presented.push(token)),
        now: () => Date.now() + slept,
        patience: order.patience,
        keychainTimeout: order.keychainTimeout,
        still: order.still,
      });
      return started.keeper.start();
    case 'add':
      return real().add({ name: order.name, ...(isStill ? { schedule: { kind: 'remind-only' } } : {}) });
    case 'rename':
      return ending(await real().keeper.change(order.id, { name: order.name }));
    case 'sign in':
      return ending(await real().signIn(order.id));
    case 'refresh':
      return ending(await real().keeper.refresh(order.id));
    case 'get an access token':
      return ending(await real().keeper.accessToken(order.id, 60_000));
    case 'export':
      return ending(await real().keeper.exportRefreshToken(order.id, 'file'));
    case 'remove':
      return ending(await real().keeper.remove(order.id));
    case 'tamper':
      if (order.value === null) return keytar.deletePassword(service, order.account);
      return keytar.setPassword(service, order.account, order.value);
    case 'stop before write':
      stop = { suffix: order.suffix, ...newGate() };
      return null;
    case 'go on':
      stop?.release();
      stop = null;
      stoppedBefore = null;
      return null;
    case 'retry':
      return ending(await real().keeper.retryStorage());
    case 'sleep':
      slept += order.by;
      return real().keeper.systemEvent('wake');
    case 'wait until idle':
      return real().idle();
    case 'quit':
      return real().keeper.stop();
    case 'look':
      return look(real());
  }
}

function newGate(): { readonly released: Promise<void>; readonly release: () => void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { released, release };
}

function ending(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.failure.code;
}

function look({ keeper, notifications }: RealKeeper): unknown {
  return {
    presented,
    stoppedBefore,
    notifications: notifications.map(({ title }) => title),
    appTrouble: keeper.appTrouble()?.code ?? null,
    appTroubleDetail: keeper.appTrouble()?.detail ?? null,
    tray: trayFaceOf(keeper, null).tooltip,
    connections: keeper.connections().map((connection) => ({
      id: connection.id,
      name: connection.name,
      serial: connection.token?.serial ?? null,
      status: keeper.statusOf(connection),
      trouble: connection.trouble?.failure.code ?? null,
    })),
  };
}

obeyParent(Order, obey);
