import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DAY } from '../../src/core/model/time';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { type SecretService, startSecretService } from '../support/secret-service';
import { type App, type AppOptions, type LaunchedApp, launchApp } from './app-client';
import type { Place } from './real-keeper';
import { newestOf, secretsIn } from './secrets-in';

const cleanUp: Array<() => Promise<void>> = [];
let cloud: PracticeCloud;
let keyring: SecretService;
let root: string;
let place: Place;
let places = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ptt-two-'));
  cleanUp.push(() => rm(root, { recursive: true, force: true }));
  // Long enough for two parts in the keychain, always.
  cloud = await startPracticeCloud({ refreshTokenLength: 2500 });
  cleanUp.push(() => cloud.close());
  keyring = await startSecretService();
  cleanUp.push(() => keyring.stop());
}, 120_000);

afterAll(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

beforeEach(async () => {
  places += 1;
  place = { folder: join(root, String(places)), service: `two ${places}`, origin: cloud.origin };
  await mkdir(place.folder, { mode: 0o700 });
});

async function app(options: Partial<AppOptions> = {}): Promise<App> {
  return (await launch(options)).start();
}

async function launch(options: Partial<AppOptions> = {}): Promise<LaunchedApp> {
  const launched = await launchApp({ env: keyring.env, place, ...options });
  onTestFinished(launched.kill);
  return launched;
}

/** A process that has the folder, and has signed a connection in and refreshed it, so that its token has serial number 2; all is written down. */
async function appWithToken(): Promise<{ first: App; id: string }> {
  const first = await app();
  const id = await first.add('Harbour');
  expect([await first.act('sign in', id), await first.act('refresh', id), await first.retry()]).toEqual([
    'ok',
    'ok',
    'ok',
  ]);
  return { first, id };
}

/** What is in the folder and in the keyring. */
async function everything(): Promise<unknown> {
  return [await readFile(join(place.folder, 'connections.json'), 'utf8'), await keyring.entries(place.service)];
}

async function newestToken(): Promise<string | undefined> {
  return newestOf(secretsIn(await keyring.entries(place.service)), 'refresh-token')?.secret;
}

/** Expects a process to say of itself that another one has the folder, and to have done nothing else. */
async function expectBusy(second: App, holder: App): Promise<void> {
  const sight = await second.look();
  expect(sight).toMatchObject({ appTrouble: 'folder/busy', connections: [], presented: [], notifications: [] });
  expect(sight.appTroubleDetail).toEqual({ kind: 'holder', processId: holder.pid, since: expect.any(Number) });
  expect(sight.tray).toContain('Another Partner Token Tray is using the connections.');
}

/** Expects a process to have the folder, and to be able to go on with the connection in it. */
async function expectAtWork(next: App, id: string, serial: number): Promise<void> {
  expect(await next.look()).toMatchObject({ appTrouble: null, connections: [{ id, serial, status: 'fine' }] });
  const token = await newestToken();
  expect(await next.act('refresh', id)).toBe('ok');
  expect(await next.look()).toMatchObject({ connections: [{ id, serial: serial + 1, status: 'fine' }] });
  expect((await next.look()).presented).toEqual([token]);
}

describe.runIf(process.platform === 'linux')('two processes over one data folder', { timeout: 120_000 }, () => {
  it('the second is told which process has it and since when, and does nothing, whatever it is asked and however time passes', async () => {
    const { first, id } = await appWithToken();
    const before = await everything();
    const second = await app({ patience: 100 });
    await expectBusy(second, first);
    await expect(second.add('Other')).rejects.toThrow('folder/busy');
    expect(await second.act('refresh', id)).toBe('request/unknown');
    expect(await second.retry()).toBe('folder/busy');
    await second.sleep(80 * DAY);
    await expectBusy(second, first);
    expect(await everything()).toEqual(before);
    expect(await first.act('refresh', id)).toBe('ok');
  });

  it('the second waits for the first to quit, and finds everything that it has done', async () => {
    const { first, id } = await appWithToken();
    const waiting = app();
    expect(await first.rename(id, 'Quay')).toBe('ok');
    expect(await first.act('refresh', id)).toBe('ok');
    await first.quit();
    const second = await waiting;
    expect(await second.look()).toMatchObject({ connections: [{ name: 'Quay' }] });
    await expectAtWork(second, id, 3);
  });

  it('the second has it at its next try once the first has quit, and the first is refused from then on', async () => {
    const { first, id } = await appWithToken();
    const second = await app({ patience: 100 });
    await expectBusy(second, first);
    await first.quit();
    expect(await second.retry()).toBe('ok');
    await expectAtWork(second, id, 2);
    await expectBusy(await app({ patience: 100 }), second);
  });

  it('the second has it as soon as the first is killed', async () => {
    const { first, id } = await appWithToken();
    const waiting = app();
    await first.kill();
    await expectAtWork(await waiting, id, 2);
  });

  it('the second, killed while it waits, leaves the first alone', async () => {
    const { first, id } = await appWithToken();
    const [second, third] = await Promise.all([launch(), launch()]);
    second.start().catch(() => undefined);
    const waiting = third.start();
    await second.kill();
    expect(await first.act('refresh', id)).toBe('ok');
    await first.quit();
    await expectAtWork(await waiting, id, 3);
  });

  it('the second goes on with the same token when the first is killed in the middle of an exchange', async () => {
    const { first, id } = await appWithToken();
    cloud.setFault('token', { kind: 'held' }, 1);
    onTestFinished(() => cloud.clearFaults());
    first.act('refresh', id).catch(() => undefined);
    await expect.poll(async () => (await first.look()).presented.length).toBe(2);
    const waiting = app();
    await first.kill();
    cloud.clearFaults();
    await expectAtWork(await waiting, id, 2);
  });

  it('the second goes on with the token before when the first is killed between two parts of a new one', async () => {
    const { first, id } = await appWithToken();
    await first.stopBeforeWrite('/2');
    first.act('refresh', id).catch(() => undefined);
    await expect.poll(async () => (await first.look()).stoppedBefore).toMatch(/\/refresh-token\/a\/2$/);
    const waiting = app();
    await first.kill();
    await expectAtWork(await waiting, id, 2);
  });

  it('the first, standing still, keeps what it has, and the second says so until it ends', async () => {
    const { first, id } = await appWithToken();
    first.freeze();
    const second = await app({ patience: 100 });
    await expectBusy(second, first);
    expect(await second.retry()).toBe('folder/busy');
    await first.kill();
    expect(await second.retry()).toBe('ok');
    await expectAtWork(second, id, 2);
  });

  it('of two that start at the same moment one has it, and the other is told which', async () => {
    const two = await Promise.all([app({ patience: 300 }), app({ patience: 300 })]);
    const sights = await Promise.all(two.map((one) => one.look()));
    expect(sights.map(({ appTrouble }) => appTrouble).sort()).toEqual(['folder/busy', null]);
    const [one, other] = sights[0]?.appTrouble === null ? two : two.toReversed();
    if (!one || !other) throw new Error('not two');
    await expectBusy(other, one);
    const id = await one.add('Harbour');
    expect([await one.act('sign in', id), await one.retry()]).toEqual(['ok', 'ok']);
    await one.kill();
    expect(await other.retry()).toBe('ok');
    await expectAtWork(other, id, 1);
  });

  it('one that is killed while both start, however early or late, is in nobody’s way', async () => {
    const { first, id } = await appWithToken();
    await first.kill();
    let serial = 2;
    for (const delay of [0, 4, 8, 16, 32, 64]) {
      const [doomed, other] = await Promise.all([launch(), launch()]);
      const started = other.start();
      doomed.start().catch(() => undefined);
      await wait(delay);
      await doomed.kill();
      const survivor = await started;
      await expectAtWork(survivor, id, serial);
      serial += 1;
      await survivor.quit();
      await survivor.kill();
    }
  });
});

describe.runIf(process.platform === 'linux')('two users of one machine', { timeout: 120_000 }, () => {
  it('each have their own folder and keyring, and nothing of the other appears', async () => {
    const theirs = await startSecretService();
    onTestFinished(() => theirs.stop());
    const second = { ...place, folder: `${place.folder}-of-another` };
    const apps = await Promise.all([app(), app({ env: theirs.env, place: second })]);
    const ids = await Promise.all(apps.map((one, index) => one.add(`Of user ${index + 1}`)));
    await Promise.all(apps.map((one, index) => one.act('sign in', ids[index] ?? '')));
    await Promise.all(apps.map((one) => one.retry()));
    for (const [index, one] of apps.entries())
      expect((await one.look()).connections).toMatchObject([{ name: `Of user ${index + 1}`, status: 'fine' }]);
    const accounts = await Promise.all([keyring, theirs].map((ring) => ring.entries(place.service)));
    expect(accounts.map((entries) => new Set(entries.map(({ account }) => account.split('/')[0])))).toEqual(
      ids.map((id) => new Set([id])),
    );
    expect((await stat(second.folder)).mode & 0o777).toBe(0o700);
  });

  it.runIf(process.getuid?.() === 0)(
    'see nothing and change nothing even when they point at the folder of another',
    async () => {
      const first = await app();
      const id = await first.add('Harbour');
      expect([await first.act('sign in', id), await first.retry()]).toEqual(['ok', 'ok']);
      // Like a home folder that others may enter: the data folder itself is what keeps them out.
      await chmod(root, 0o755);
      const before = await everything();
      const nobody = await app({ uid: 65_534 });
      expect(await nobody.look()).toMatchObject({ connections: [], appTrouble: 'file/unreadable', presented: [] });
      await expect(nobody.add('Other')).rejects.toThrow('file/unreadable');
      expect(await nobody.retry()).toBe('file/unreadable');
      expect(await everything()).toEqual(before);
      expect(await first.act('refresh', id)).toBe('ok');
    },
  );
});
