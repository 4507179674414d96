import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { type SecretService, startSecretService } from '../support/secret-service';
import { canMount, makeReadOnly, mountDisk } from '../support/small-disk';
import { type App, startApp } from './app-client';
import type { Place } from './real-keeper';
import { type HeldSecret, newestOf, secretsIn } from './secrets-in';

/** The app after a first sign-in and a refresh, about to refresh again, and what its storage is. */
interface Scene {
  /** The app as it runs now. */
  app(): App;
  /** Kills the app and does something before another process starts it. */
  restart(before?: () => Promise<void>): Promise<App>;
  readonly id: string;
  readonly place: Place;
  readonly keyring: SecretService;
  /** The text of the connections file. */
  file(): Promise<string>;
  writeFile(text: string): Promise<void>;
  /** Names of the files that were set aside. */
  setAside(): Promise<string[]>;
  /** The refresh tokens in the keyring, whole or not, by serial number. */
  tokens(): Promise<readonly HeldSecret[]>;
  /** Account names of the parts of the newest refresh token. */
  newestParts(): Promise<string[]>;
}

interface Case {
  readonly what: string;
  /** Spoils something. Resolves to what puts it right. */
  readonly spoil: (scene: Scene) => Promise<() => Promise<void> | void>;
  /** What happens while the refresh is under way that is asked for then. */
  readonly meanwhile?: (scene: Scene) => Promise<void>;
  /** How that refresh ends. */
  readonly ends: string;
  /** What the card says then: status and code. */
  readonly card: readonly [string, string | null];
  /** The trouble of the whole app. */
  readonly app: string | null;
  readonly tray: RegExp;
  /** What must have been left alone. */
  readonly left?: (scene: Scene) => Promise<void>;
  /** Serial number of the token in the end, after "Try again" and another refresh. */
  readonly serial: number;
  /** What is in the way for good. */
  readonly remains?: string;
  /** How long one call to the keychain may take, where that matters. */
  readonly keychainTimeout?: number;
}

/** So long that no machine is too busy for it. That the app's own limit is over 10 seconds is tested by itself. */
const GENEROUS = 90_000;

const FINE = { ends: 'ok', card: ['fine', null], app: null, tray: /fine/ } as const;
const UNWRITABLE = { ...FINE, app: 'file/unwritable', tray: /The connections file couldn't be written\.$/ } as const;
const BAD = { ...FINE, app: 'file/bad', tray: /The connections file was damaged/ } as const;
const LOCKED = {
  ends: 'keychain/locked',
  card: ['person', 'keychain/locked'],
  app: null,
  tray: /action needed\n.*\n.*held in memory only/,
} as const;
const NEWER = '{"version":99,"everything":"is different"}';

const CASES: readonly Case[] = [
  {
    what: 'the disk is full',
    spoil: async (scene) => {
      await fillUp(scene);
      return () => rm(join(scene.place.folder, 'filler'));
    },
    ...UNWRITABLE,
    left: async (scene) => {
      expect(JSON.parse(await scene.file()).connections[0].token.serial).toBe(2);
      await expectNothingBegun(scene);
      // A restart makes room, if only by what it sweeps up.
      await expectNothingLostByRestart(scene, () => fillUp(scene));
    },
    serial: 5,
  },
  {
    what: 'the folder has become read-only',
    spoil: async ({ place }) => makeReadOnly(place.folder),
    ...UNWRITABLE,
    left: async (scene) => {
      await expectNothingBegun(scene);
      await expectNothingLostByRestart(scene);
    },
    serial: 5,
  },
  {
    what: 'a folder comes to stand in the place of the file',
    spoil: async ({ place }) => {
      const path = join(place.folder, 'connections.json');
      await rm(path);
      await mkdir(path);
      await writeFile(join(path, 'inside'), 'precious');
      return () => undefined;
    },
    ...UNWRITABLE,
    left: async (scene) => {
      const { place, setAside } = scene;
      expect(await readFile(join(place.folder, 'connections.json', 'inside'), 'utf8')).toBe('precious');
      const next = await scene.restart();
      expect(await next.look()).toMatchObject({ appTrouble: 'file/bad', connections: [{ serial: 3 }] });
      const [aside] = await setAside();
      expect(await readFile(join(place.folder, aside ?? '', 'inside'), 'utf8')).toBe('precious');
    },
    serial: 4,
  },
  {
    what: 'the file is cut short while the app, which knows better, runs',
    spoil: async ({ file, writeFile }) => {
      await writeFile((await file()).slice(0, 200));
      return () => undefined;
    },
    ...FINE,
    left: async ({ file }) => {
      await expect.poll(async () => JSON.parse(await file()).connections[0].token.serial).toBe(3);
    },
    serial: 4,
  },
  {
    what: 'the file is deleted while the app, which knows better, runs',
    spoil: async ({ place }) => {
      await rm(join(place.folder, 'connections.json'));
      return () => undefined;
    },
    ...FINE,
    left: async ({ file }) => {
      await expect.poll(async () => JSON.parse(await file().catch(() => 'null'))).not.toBeNull();
      expect(JSON.parse(await file()).connections[0].token.serial).toBe(3);
    },
    serial: 4,
  },
  {
    what: 'the file is found cut short',
    spoil: async (scene) => {
      await scene.restart(async () => scene.writeFile((await scene.file()).slice(0, 200)));
      return () => undefined;
    },
    ...BAD,
    left: async ({ setAside, place, file }) => {
      const [aside] = await setAside();
      expect(await readFile(join(place.folder, aside ?? ''), 'utf8')).toHaveLength(200);
      expect(JSON.parse(await file()).connections[0].name).toBe('Harbour');
    },
    serial: 4,
  },
  {
    what: 'an entry of the file is found not to be as it should be',
    spoil: async (scene) => {
      await scene.restart(async () => scene.writeFile((await scene.file()).replace('"Harbour"', '7')));
      return () => undefined;
    },
    ...BAD,
    left: async ({ setAside, place, file }) => {
      const [aside] = await setAside();
      expect(JSON.parse(await readFile(join(place.folder, aside ?? ''), 'utf8')).connections[0].name).toBe(7);
      expect(JSON.parse(await file()).connections[0].name).toBe('Harbour');
    },
    serial: 4,
  },
  {
    what: 'a newer version of the app has written the file',
    spoil: async (scene) => {
      await scene.restart(() => scene.writeFile(NEWER));
      return () => undefined;
    },
    ...{ ends: 'request/unknown', card: ['none', null], app: 'file/newer' },
    tray: /A newer version of this app wrote the connections file\.$/,
    left: async ({ app, file, setAside, tokens }) => {
      await expect(app().add('Other')).rejects.toThrow('file/newer');
      expect(await file()).toBe(NEWER);
      expect(await setAside()).toEqual([]);
      expect((await tokens()).map(({ serial, isWhole }) => [serial, isWhole])).toEqual([
        [1, true],
        [2, true],
      ]);
      expect((await app().look()).presented).toEqual([]);
    },
    serial: 2,
    remains: 'file/newer',
  },
  {
    what: 'the keychain is locked while the reply is on its way',
    spoil: async ({ keyring }) => {
      cloud.setFault('token', { kind: 'held' });
      return () => keyring.unlock();
    },
    meanwhile: async ({ app, keyring }) => {
      // Whoever has shown the token has read it, and the secret too: nothing of the keychain is wanted until the reply comes.
      await expect.poll(async () => (await app().look()).presented).toHaveLength(2);
      await keyring.lock();
      cloud.clearFaults();
    },
    ...LOCKED,
    left: async ({ app }) => expect((await app().look()).presented).toHaveLength(2),
    serial: 4,
  },
  {
    what: 'the keychain is locked between two parts of the new token',
    spoil: async ({ app, keyring }) => {
      await app().stopBeforeWrite('/2');
      return () => keyring.unlock();
    },
    meanwhile: async ({ app, keyring }) => {
      await expect.poll(async () => (await app().look()).stoppedBefore).toMatch(/\/refresh-token\/a\/2$/);
      await keyring.lock();
      await app().goOn();
    },
    ...LOCKED,
    left: async ({ keyring, tokens }) => {
      await keyring.unlock();
      expect((await tokens()).map(({ serial, isWhole }) => [serial, isWhole])).toEqual([
        [2, true],
        [3, false],
      ]);
    },
    serial: 4,
  },
  {
    what: 'an entry of the keychain was edited by hand',
    spoil: async ({ app, newestParts }) => {
      const [account = ''] = await newestParts();
      await app().tamper(account, 'something that a person typed');
      return () => undefined;
    },
    ...FINE,
    left: expectTheOneBeforeWasUsed,
    serial: 3,
  },
  {
    what: 'one part of the newest token is missing',
    spoil: async ({ app, newestParts }) => {
      await app().tamper((await newestParts()).at(-1) ?? '', null);
      return () => undefined;
    },
    ...FINE,
    left: expectTheOneBeforeWasUsed,
    serial: 3,
  },
  {
    what: 'every entry of the token is missing',
    spoil: async ({ app, id }) => {
      for (const part of ['a/1', 'a/2', 'b/1', 'b/2']) await app().tamper(`${id}/refresh-token/${part}`, null);
      return () => undefined;
    },
    ...{ ends: 'token/gone', card: ['person', 'token/gone'], app: null, tray: /action needed\n/ },
    left: async ({ app, id, file }) => {
      expect((await app().look()).presented).toHaveLength(1);
      expect(JSON.parse(await file()).connections).toHaveLength(1);
      expect(await app().act('sign in', id)).toBe('ok');
    },
    serial: 4,
  },
  {
    what: 'the keychain takes 10 seconds',
    spoil: async ({ keyring }) => {
      keyring.freeze();
      const thawed = wait(10_000).then(() => keyring.thaw());
      return () => thawed;
    },
    ...FINE,
    serial: 4,
  },
  {
    what: 'the keychain hangs',
    keychainTimeout: 12_000,
    spoil: async ({ keyring }) => {
      keyring.freeze();
      return () => keyring.thaw();
    },
    ...{ ends: 'keychain/hanging', card: ['person', 'keychain/hanging'], app: null },
    tray: /action needed\nThe keychain doesn't respond\.$/,
    serial: 4,
  },
  {
    what: 'the keychain goes away for good',
    spoil: async ({ keyring }) => {
      await keyring.vanish();
      return () => undefined;
    },
    ...{ ends: 'keychain/missing', card: ['person', 'keychain/missing'], app: null, tray: /action needed\n/ },
    left: async ({ file }) => expect(JSON.parse(await file()).connections[0].token.serial).toBe(2),
    serial: 2,
    remains: 'keychain/missing',
  },
];

const cleanUp: Array<() => Promise<void>> = [];
const endings: Array<() => unknown> = [];
let cloud: PracticeCloud;

beforeAll(async () => {
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
    const { app, id } = scene;
    const amend = await hostile.spoil(scene);
    const isHanging = hostile.ends === 'keychain/hanging';
    const refreshed = app().act('refresh', id);
    await hostile.meanwhile?.(scene);
    expect(await refreshed).toBe(hostile.ends);
    // A refresh does not wait for the file.
    await expect.poll(async () => (await app().look()).appTrouble).toBe(hostile.app);
    const sight = await app().look();
    const [card] = sight.connections;
    expect([card?.status ?? 'none', card?.trouble ?? null]).toEqual(hostile.card);
    expect(sight.tray).toMatch(hostile.tray);
    await hostile.left?.(scene);

    await amend();
    const { remains = null, serial } = hostile;
    if (isHanging) {
      await expect.poll(() => app().retry(), { timeout: 60_000 }).toBe('ok');
      // What waited for the keychain is refreshed by itself.
      await expect.poll(async () => (await app().look()).connections[0]?.status, { timeout: 60_000 }).toBe('fine');
    }
    expect(await app().retry()).toBe(remains ?? 'ok');
    if (remains !== null) return;
    expect(await app().act('refresh', id)).toBe('ok');
    expect(await app().retry()).toBe('ok');
    expect(await app().look()).toMatchObject({
      connections: [{ serial, status: 'fine', trouble: null }],
      appTrouble: null,
    });
    expect(JSON.parse(await scene.file())).toMatchObject({ unsettled: [], connections: [{ token: { serial } }] });
    expect((await scene.tokens()).map((token) => [token.serial, token.isWhole])).toEqual([
      [serial - 1, true],
      [serial, true],
    ]);
  });
});

/** Takes all the room that is left on the disk. */
async function fillUp({ place }: Scene): Promise<void> {
  await appendFile(join(place.folder, 'filler'), Buffer.alloc(1 << 20)).catch(() => undefined);
}

/** What would have to be noted in the file first is not begun. */
async function expectNothingBegun({ app, id, keyring, place }: Scene): Promise<void> {
  await expect(app().add('Other')).rejects.toThrow('file/unwritable');
  expect(await app().act('export', id)).toBe('file/unwritable');
  const accounts = (await keyring.entries(place.service)).map(({ account }) => account);
  expect(accounts.filter((account) => !account.startsWith(`${id}/`))).toEqual([]);
}

/** The newest token is in the keychain only; a keeper that knows nothing else finds it there, and goes on with it. */
async function expectNothingLostByRestart(
  scene: Scene,
  afterwards: () => Promise<void> = async () => undefined,
): Promise<void> {
  const newest = newestOf(await scene.tokens(), 'refresh-token');
  expect(newest?.serial).toBe(3);
  const next = await scene.restart();
  await afterwards();
  expect(await next.act('refresh', scene.id)).toBe('ok');
  await expect.poll(async () => (await next.look()).appTrouble).toBe('file/unwritable');
  expect(await next.look()).toMatchObject({
    presented: [newest?.secret],
    notifications: [],
    connections: [{ name: 'Harbour', serial: 4, status: 'fine', trouble: null }],
  });
}

async function expectTheOneBeforeWasUsed({ app, tokens }: Scene): Promise<void> {
  const [one, two] = await tokens();
  // The newest was not whole any more, so the one before was exchanged, and what came took the place of the newest.
  expect((await app().look()).presented.at(-1)).toBe(one?.secret);
  expect([one?.serial, two?.serial]).toEqual([1, 2]);
  expect(two?.isWhole).toBe(true);
}

/** A data folder on a small disk of its own, a keyring of its own, and an app that has refreshed once. */
async function setScene(keychainTimeout: number): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'ptt-hostile-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  endings.push(mountDisk(folder, 'size=256k,mode=700'));
  const keyring = await startSecretService();
  endings.push(() => keyring.stop());
  const place = { folder, service: 'hostile', origin: cloud.origin };
  const start = async () => {
    // Still, for on a busy machine a try of the keeper's own may come between any two steps of a test.
    const started = await startApp({ env: keyring.env, place, keychainTimeout, still: true });
    endings.push(started.kill);
    return started;
  };
  let app = await start();
  const id = await app.add('Harbour');
  expect([await app.act('sign in', id), await app.act('refresh', id), await app.retry()]).toEqual(['ok', 'ok', 'ok']);
  const parts = async () =>
    (await keyring.entries(place.service)).filter(({ account }) => account.startsWith(`${id}/refresh-token/`));
  const path = join(folder, 'connections.json');
  return {
    ...{ id, place, keyring },
    app: () => app,
    restart: async (before) => {
      await app.kill();
      await before?.();
      app = await start();
      return app;
    },
    file: () => readFile(path, 'utf8'),
    writeFile: (text) => writeFile(path, text),
    setAside: async () => (await readdir(folder)).filter((name) => name.startsWith('connections.json.bad-')),
    tokens: async () => secretsIn(await parts()),
    newestParts: async () => {
      const all = await parts();
      const newest = newestOf(secretsIn(all), 'refresh-token');
      return all
        .map(({ account }) => account)
        .filter((account) => account.startsWith(`${newest?.slot}/`))
        .sort();
    },
  };
}
