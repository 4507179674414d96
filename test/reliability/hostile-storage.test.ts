import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openToken } from '../../src/core/storage/envelope';
import { joinSecret } from '../../src/core/storage/secret-parts';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { type SecretService, startSecretService } from '../support/secret-service';
import { bundle } from './bundle';
import type { Place } from './room';
import { startTenant, type Tenant } from './tenant-client';

/** The keeper after a first sign-in and a refresh, about to refresh again, and what its storage is. */
interface Scene {
  readonly keeper: Tenant;
  readonly id: string;
  readonly place: Place;
  readonly keyring: SecretService;
  /** The text of the connections file. */
  file(): Promise<string>;
  /** Names in the data folder, without the connections file and the lock. */
  others(): Promise<string[]>;
  /** Account names of the parts of the newest refresh token. */
  newest(): Promise<string[]>;
  /** The refresh tokens that are whole in the keyring, oldest first. */
  tokens(): Promise<string[]>;
  /** A keeper of a process of its own, as after a crash. */
  restart(): Promise<Tenant>;
}

interface Case {
  readonly what: string;
  /** Spoils something while the app runs. Resolves to what puts it right. */
  readonly spoil: (scene: Scene) => Promise<() => Promise<void> | void>;
  /** What happens while that refresh is under way. */
  readonly meanwhile?: (scene: Scene) => Promise<void>;
  /** How the refresh ends that is asked for then. */
  readonly ends: string;
  /** What the card says then: status and code. */
  readonly card: readonly [string, string | null];
  /** The trouble of the whole app. */
  readonly app: string | null;
  readonly tray: RegExp;
  /** What must have been left alone. */
  readonly left?: (scene: Scene) => Promise<void>;
  /** Generation in the end, after "Try again" and another refresh. */
  readonly generation: number;
  /** How long one call to the keychain may take, where that matters. */
  readonly keychainTimeout?: number;
}

/** So long that no machine is too busy for it. That the app's own limit is over 10 seconds is tested by itself. */
const GENEROUS = 90_000;

const FINE = ['fine', null] as const;
const canMount = await mountable();

const CASES: readonly Case[] = [
  {
    what: 'the disk is full',
    spoil: async ({ place }) => {
      const filler = join(place.folder, 'filler');
      await writeFile(filler, Buffer.alloc(1 << 20)).catch(() => undefined);
      return () => rm(filler);
    },
    ...{ ends: 'ok', card: FINE, app: 'file/unwritable', tray: /The connections file couldn't be written\.$/ },
    left: async (scene) => {
      expect(JSON.parse(await scene.file()).connections[0].token.generation).toBe(2);
      await expectNothingLostByRestart(scene);
    },
    generation: 5,
  },
  {
    what: 'the folder has become read-only',
    spoil: async ({ place }) => {
      execFileSync('/bin/mount', ['-o', 'remount,ro', place.folder]);
      return () => void execFileSync('/bin/mount', ['-o', 'remount,rw', place.folder]);
    },
    ...{ ends: 'ok', card: FINE, app: 'file/unwritable', tray: /The connections file couldn't be written\.$/ },
    left: expectNothingLostByRestart,
    generation: 5,
  },
  {
    what: 'a folder stands in the place of the file',
    spoil: async ({ place }) => {
      const path = join(place.folder, 'connections.json');
      await rm(path);
      await mkdir(path);
      await writeFile(join(path, 'inside'), 'precious');
      return () => undefined;
    },
    ...{ ends: 'ok', card: FINE, app: 'file/bad', tray: /The connections file was damaged/ },
    left: async ({ others, place }) => {
      const [aside] = await others();
      expect(await readFile(join(place.folder, aside ?? '', 'inside'), 'utf8')).toBe('precious');
    },
    generation: 4,
  },
  {
    what: 'the file was cut short',
    spoil: async ({ file, place }) => {
      await writeFile(join(place.folder, 'connections.json'), (await file()).slice(0, 200));
      return () => undefined;
    },
    ...{ ends: 'ok', card: FINE, app: 'file/bad', tray: /The connections file was damaged/ },
    left: async ({ others, place, file }) => {
      const [aside] = await others();
      expect(await readFile(join(place.folder, aside ?? ''), 'utf8')).toBe((await file()).slice(0, 200));
    },
    generation: 4,
  },
  {
    what: 'an entry of the file is not as it should be',
    spoil: async ({ file, place }) => {
      await writeFile(join(place.folder, 'connections.json'), (await file()).replace('"Harbour"', '7'));
      return () => undefined;
    },
    ...{ ends: 'ok', card: FINE, app: 'file/bad', tray: /The connections file was damaged/ },
    left: async ({ others, place, file }) => {
      const [aside] = await others();
      expect(JSON.parse(await readFile(join(place.folder, aside ?? ''), 'utf8')).connections[0].name).toBe(7);
      expect(JSON.parse(await file()).connections[0].name).toBe('Harbour');
    },
    generation: 4,
  },
  {
    what: 'a newer version of the app has written the file',
    spoil: async ({ place }) => {
      await writeFile(join(place.folder, 'connections.json'), '{"version":99,"everything":"is different"}');
      return () => undefined;
    },
    ...{
      ends: 'file/newer',
      card: FINE,
      app: 'file/newer',
      tray: /A newer version of this app wrote the connections file\.$/,
    },
    left: async ({ file, others, tokens, keeper }) => {
      expect(await keeper.add('Other').catch(() => 'refused')).toBe('refused');
      expect(await file()).toBe('{"version":99,"everything":"is different"}');
      expect(await others()).toEqual([]);
      expect(await tokens()).toHaveLength(2);
      expect((await keeper.look()).presented).toHaveLength(1);
    },
    generation: 2,
  },
  {
    what: 'the keychain is locked while the reply is on its way',
    spoil: async ({ keyring }) => {
      cloud.setFault('token', { kind: 'held' });
      return () => keyring.unlock();
    },
    meanwhile: async ({ keeper, keyring }) => {
      // Whoever has shown the token has read it, and the secret too: nothing of the keychain is wanted until the reply comes.
      await expect.poll(async () => (await keeper.look()).presented).toHaveLength(2);
      await keyring.lock();
      cloud.clearFaults();
    },
    ...{
      ends: 'keychain/locked',
      card: ['person', 'keychain/locked'],
      app: null,
      tray: /action needed\n.*\n.*held in memory only/,
    },
    left: async ({ keeper }) => expect((await keeper.look()).presented).toHaveLength(2),
    generation: 5,
  },
  {
    what: 'the keychain is locked between two parts of the new token',
    spoil: async ({ keeper, keyring }) => {
      await keeper.stopBeforeWrite('/2');
      return () => keyring.unlock();
    },
    meanwhile: async ({ keeper, keyring }) => {
      await expect.poll(async () => (await keeper.look()).stoppedBefore).toMatch(/\/refresh-token\/3\/2$/);
      await keyring.lock();
      await keeper.goOn();
    },
    ...{
      ends: 'keychain/locked',
      card: ['person', 'keychain/locked'],
      app: null,
      tray: /action needed\n.*\n.*held in memory only/,
    },
    left: async ({ keyring, newest, tokens }) => {
      await keyring.unlock();
      expect(await newest()).toEqual([expect.stringMatching(/\/refresh-token\/3\/1$/)]);
      expect(await tokens()).toHaveLength(2);
    },
    generation: 5,
  },
  {
    what: 'an entry of the keychain was edited by hand',
    spoil: async ({ keeper, newest }) => {
      const [account] = await newest();
      await keeper.tamper(account ?? '', 'something that a person typed');
      return () => undefined;
    },
    ...{ ends: 'ok', card: FINE, app: null, tray: /fine/ },
    generation: 4,
  },
  {
    what: 'one part of the newest token is missing',
    spoil: async ({ keeper, newest }) => {
      await keeper.tamper((await newest()).at(-1) ?? '', null);
      return () => undefined;
    },
    ...{ ends: 'ok', card: FINE, app: null, tray: /fine/ },
    generation: 4,
  },
  {
    what: 'the keychain takes 10 seconds',
    spoil: async ({ keyring }) => {
      keyring.freeze();
      const thawed = wait(10_000).then(() => keyring.thaw());
      return () => thawed;
    },
    ...{ ends: 'ok', card: FINE, app: null, tray: /fine/ },
    generation: 4,
  },
  {
    what: 'the keychain hangs',
    keychainTimeout: 12_000,
    spoil: async ({ keyring }) => {
      keyring.freeze();
      return () => keyring.thaw();
    },
    ...{ ends: 'keychain/hanging', card: ['person', 'keychain/hanging'], app: null },
    ...{ tray: /action needed\nThe keychain doesn't respond\.$/ },
    generation: 3,
  },
];

const cleanUp: Array<() => Promise<void>> = [];
const endings: Array<() => unknown> = [];
let scripts: Awaited<ReturnType<typeof bundle>>;
let cloud: PracticeCloud;

beforeAll(async () => {
  scripts = await bundle('tenant');
  cleanUp.push(scripts.drop);
  // Long enough for two parts in the keychain, always.
  cloud = await startPracticeCloud({ refreshTokenLength: 2500 });
  cleanUp.push(() => cloud.close());
}, 120_000);

afterEach(async () => {
  cloud.clearFaults();
  for (const end of endings.splice(0).reverse()) await end();
});

afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

describe.runIf(canMount)('when its storage turns on it', { timeout: 120_000 }, () => {
  it.each(CASES)('$what: the keeper says so, overwrites nothing, and goes on', async (hostile) => {
    const scene = await setScene(hostile.keychainTimeout ?? GENEROUS);
    expect(await scene.newest()).toHaveLength(2);
    const { keeper, id } = scene;
    const amend = await hostile.spoil(scene);
    const isHanging = hostile.ends === 'keychain/hanging';
    const refreshed = keeper.act('refresh', id);
    await hostile.meanwhile?.(scene);
    expect(await refreshed).toBe(hostile.ends);
    const sight = await keeper.look();
    const [card] = sight.connections;
    expect([card?.status, card?.trouble, sight.appTrouble]).toEqual([...hostile.card, hostile.app]);
    expect(sight.tray).toMatch(hostile.tray);
    await hostile.left?.(scene);

    await amend();
    if (isHanging) await expect.poll(() => keeper.retry(), { timeout: 60_000 }).toBe('ok');
    const isOver = hostile.app === 'file/newer';
    if (!isOver) expect(await keeper.retry()).toBe('ok');
    expect(await keeper.act('refresh', id)).toBe(isOver ? 'file/newer' : 'ok');
    const after = await keeper.look();
    expect(after.connections).toMatchObject([{ generation: hostile.generation, status: 'fine', trouble: null }]);
    expect(after.appTrouble).toBe(isOver ? 'file/newer' : null);
    if (isOver) return;
    expect(JSON.parse(await scene.file()).connections[0].token.generation).toBe(hostile.generation);
    expect(await scene.tokens()).toHaveLength(2);
  });
});

/** The newest token is in the keychain only; a keeper that knows nothing else finds it there, and goes on with it. */
async function expectNothingLostByRestart({ restart, tokens }: Scene): Promise<void> {
  const held = await tokens();
  expect(held).toHaveLength(3);
  const next = await restart();
  await next.sleep(0);
  expect(await next.look()).toMatchObject({
    presented: [held[2]],
    appTrouble: 'file/unwritable',
    connections: [{ name: 'Harbour', generation: 4, status: 'fine', trouble: null }],
  });
  await next.kill();
}

/** A data folder on a small disk of its own, a keyring of its own, and a keeper that has refreshed once. */
async function setScene(keychainTimeout: number): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'ptt-hostile-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', folder]);
  endings.push(() => execFileSync('/bin/umount', ['--lazy', folder]));
  const keyring = await startSecretService();
  endings.push(() => keyring.stop());
  const place = { folder, service: 'hostile', origin: cloud.origin };
  const script = scripts.path('tenant');
  const start = async () => {
    // Still, for on a busy machine a try of the keeper's own may come between any two steps of a test.
    const keeper = await startTenant({ script, env: keyring.env, place, keychainTimeout, still: true });
    endings.push(keeper.kill);
    return keeper;
  };
  const keeper = await start();
  const id = await keeper.add('Harbour');
  expect([await keeper.act('sign in', id), await keeper.act('refresh', id)]).toEqual(['ok', 'ok']);
  const parts = async () =>
    (await keyring.entries(place.service)).filter(({ account }) => account.startsWith(`${id}/refresh-token/`));
  const generationOf = (account: string) => Number(account.split('/')[2]);
  return {
    ...{ keeper, id, place, keyring, restart: start },
    file: () => readFile(join(folder, 'connections.json'), 'utf8'),
    others: async () =>
      (await readdir(folder)).filter((name) => !['connections.json', 'folder.lock', 'filler'].includes(name)),
    newest: async () => {
      const accounts = (await parts()).map(({ account }) => account);
      const newest = Math.max(...accounts.map(generationOf));
      return accounts.filter((account) => generationOf(account) === newest).sort();
    },
    tokens: async () => {
      const all = await parts();
      const generations = [...new Set(all.map(({ account }) => generationOf(account)))].sort((a, b) => a - b);
      return generations.flatMap((generation) => {
        const own = all.filter(({ account }) => generationOf(account) === generation);
        const text = joinSecret(own.map(({ value }) => value));
        const token = text === null ? null : openToken(text);
        return token ? [token.refreshToken] : [];
      });
    },
  };
}

/** Mounts a file system in memory; only root may, and not in every container. */
async function mountable(): Promise<boolean> {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false;
  const folder = await mkdtemp(join(tmpdir(), 'ptt-mount-'));
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('/bin/umount', ['--lazy', folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}
