import { loadKeytar, type NativeKeychain } from '../../src/platform/keychain/native';
import { obeyParent } from '../../test/reliability/child';
import { type Measured, Order, type OrderOf } from './orders';
import { countFileWrites } from './watch/file-writes';
import { countCalls, keychainInMemory, loadEntries, saveEntries } from './watch/keychains';
import { watchMemory } from './watch/memory';
import { untilQuiet } from './watch/quiet';

/** The process that is measured: it does one thing, once, and reports what that took. */
const SERVICE = 'Partner Token Tray';

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'seed':
      return seed(order);
    case 'furnish':
      return furnish(order);
    case 'start':
      return start(order);
    case 'refresh':
    case 'exchange':
      return refresh(order);
  }
}

async function seed({ folder, origin, entries, connections, signedIn }: OrderOf<'seed'>): Promise<null> {
  const { addConnections } = await import('./our-keeper');
  const native = keychainInMemory([]);
  await addConnections({ folder, origin, native }, connections, signedIn);
  if (entries !== null) await saveEntries(entries, await native.findCredentials(SERVICE));
  return null;
}

async function furnish({ entries }: OrderOf<'furnish'>): Promise<null> {
  const keytar = await loadKeytar();
  for (const { account, password } of await loadEntries(entries)) await keytar.setPassword(SERVICE, account, password);
  return null;
}

async function refresh(order: OrderOf<'refresh' | 'exchange'>): Promise<Measured> {
  const { folder, before, rounds, watch } = order;
  const filesWritten = watch === 'files' ? countFileWrites(folder) : () => 0;
  const { native, calls } = countCalls(await openKeychain(order.entries));
  const { runRound, end } = order.do === 'refresh' ? await ours(order, native) : await bare(order, native);
  if (before > 0) await runRound(before);
  const base = { ...calls, files: filesWritten() };
  const growth = watch === 'held' || watch === 'process' ? watchMemory(watch) : () => 0;
  const time = startWatch();
  for (let round = 0; round < rounds; round += 1) await runRound();
  await end();
  return {
    ...time(),
    growth: growth(),
    keychainReads: calls.reads - base.reads,
    keychainWrites: calls.writes - base.writes,
    filesWritten: filesWritten() - base.files,
  };
}

interface Rounds {
  /** At most `most` of the connections. */
  runRound(most?: number): Promise<void>;
  /** Finishes what the rounds have left to be done. */
  end(): Promise<void>;
}

async function ours({ folder, origin }: OrderOf<'refresh' | 'exchange'>, native: NativeKeychain): Promise<Rounds> {
  const { openKeeper } = await import('./our-keeper');
  const keeper = openKeeper({ folder, origin, native });
  await keeper.start();
  return { runRound: (most) => keeper.refreshAll(most), end: () => keeper.stop() };
}

async function bare({ origin }: OrderOf<'refresh' | 'exchange'>, native: NativeKeychain): Promise<Rounds> {
  const { exchangeAll } = await import('./bare-loop');
  const { connectionOfTokenEntry, tokenInEntry } = await import('./our-keeper');
  const entries = await native.findCredentials(SERVICE);
  const held = new Map(entries.map((entry) => [connectionOfTokenEntry(entry.account), entry]));
  held.delete(null);
  // Each entry is overwritten with what it holds, so that the keychain stays as the keeper knows it.
  const tokens = [...held.values()].map(({ account, password }) => ({
    ...{ account, value: password, refreshToken: tokenInEntry(password) },
  }));
  return { runRound: (most) => exchangeAll(tokens.slice(0, most), native, origin), end: async () => {} };
}

async function start({ folder, origin, entries }: OrderOf<'start'>): Promise<Measured> {
  const { openKeeper } = await import('./our-keeper');
  const { native, calls } = countCalls(await openKeychain(entries));
  const time = startWatch();
  const keeper = openKeeper({ folder, origin, native });
  await keeper.start();
  const wall = await untilQuiet(time);
  return {
    ...{ ...time(), wall, filesWritten: 0, growth: 0 },
    ...{ keychainReads: calls.reads, keychainWrites: calls.writes },
  };
}

async function openKeychain(entries: string | null): Promise<NativeKeychain> {
  return entries === null ? loadKeytar() : keychainInMemory(await loadEntries(entries));
}

/** Returns what tells how long it has been, and how much this process has worked since. */
function startWatch(): () => { readonly wall: number; readonly cpu: number } {
  const began = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - began, cpu: (user + system) / 1000 };
  };
}

obeyParent(Order, obey);
