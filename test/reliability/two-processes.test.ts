import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DAY } from '../../src/core/model/time';
import { openToken } from '../../src/core/storage/envelope';
import { joinSecret } from '../../src/core/storage/secret-parts';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { type SecretService, startSecretService } from '../support/secret-service';
import { bundle } from './bundle';
import type { Place } from './room';
import { type Sight, startTenant, type Tenant, type TenantOptions } from './tenant-client';

const cleanUp: Array<() => Promise<void>> = [];
let scripts: Awaited<ReturnType<typeof bundle>>;
let cloud: PracticeCloud;
let keyring: SecretService;
let root: string;
let place: Place;
let places = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ptt-two-'));
  cleanUp.push(() => rm(root, { recursive: true, force: true }));
  scripts = await bundle('tenant');
  cleanUp.push(scripts.drop);
  cloud = await startPracticeCloud();
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

async function tenant(options: Partial<TenantOptions> = {}): Promise<Tenant> {
  const started = await startTenant({ script: scripts.path('tenant'), env: keyring.env, place, ...options });
  onTestFinished(started.kill);
  return started;
}

/** Two processes over one folder, of which the first has signed a connection in and the second knows of it. */
async function twoWithToken(
  options: { patience?: number } = {},
): Promise<{ first: Tenant; second: Tenant; id: string }> {
  const first = await tenant(options);
  const id = await first.add('Harbour');
  expect(await first.act('sign in', id)).toBe('ok');
  const second = await tenant(options);
  expect(generationIn(await second.look(), id)).toBe(1);
  return { first, second, id };
}

function generationIn({ connections }: Sight, id: string): number | null | undefined {
  return connections.find((connection) => connection.id === id)?.generation;
}

async function savedNames(): Promise<string[]> {
  const Saved = v.object({ connections: v.array(v.object({ name: v.string() })) });
  const { connections } = v.parse(Saved, JSON.parse(await readFile(join(place.folder, 'connections.json'), 'utf8')));
  return connections.map(({ name }) => name).sort();
}

/** The refresh token of a generation, as the keyring has it. */
async function tokenInKeyring(id: string, generation: number): Promise<string | null> {
  const entries = await keyring.entries(place.service);
  const parts = entries.filter(({ account }) => account.startsWith(`${id}/refresh-token/${generation}/`));
  const text = joinSecret(parts.map(({ value }) => value));
  return text === null ? null : (openToken(text)?.refreshToken ?? null);
}

describe.runIf(process.platform === 'linux')('two processes over one data folder', { timeout: 120_000 }, () => {
  it('both add connections at once, and the file has them all', async () => {
    const [first, second] = await Promise.all([tenant(), tenant()]);
    await Promise.all([...'ABC'].flatMap((letter) => [first.add(`${letter}1`), second.add(`${letter}2`)]));
    expect(await savedNames()).toEqual(['A1', 'A2', 'B1', 'B2', 'C1', 'C2']);
    await Promise.all([first.retry(), second.retry()]);
    const names = async (one: Tenant) => (await one.look()).connections.map(({ name }) => name).sort();
    expect([await names(first), await names(second)]).toEqual([await savedNames(), await savedNames()]);
  });

  it('refresh at the same moment, and one exchange serves both', async () => {
    const { first, second, id } = await twoWithToken();
    expect(await Promise.all([first.act('refresh', id), second.act('refresh', id)])).toEqual(['ok', 'ok']);
    const sights = await Promise.all([first.look(), second.look()]);
    expect(sights.flatMap(({ presented }) => presented)).toHaveLength(1);
    expect(sights.map((sight) => generationIn(sight, id))).toEqual([2, 2]);
    expect(await tokenInKeyring(id, 2)).not.toBeNull();
    expect(await tokenInKeyring(id, 3)).toBeNull();
  });

  it('have timers that fire at the same moment, and one exchange serves both, day after day', async () => {
    const { first, second, id } = await twoWithToken();
    for (let day = 1; day <= 3; day += 1) {
      cloud.clock.advance(2 * DAY);
      onTestFinished(() => cloud.clock.advance(-2 * DAY));
      await Promise.all([first.sleep(2 * DAY), second.sleep(2 * DAY)]);
      const sights = await Promise.all([first.look(), second.look()]);
      expect(sights.flatMap(({ presented }) => presented)).toHaveLength(day);
      expect(sights.map((sight) => generationIn(sight, id))).toEqual([1 + day, 1 + day]);
      expect(sights.map(({ notifications }) => notifications)).toEqual([[], []]);
    }
  });

  it('change different things of one connection, and both changes stay', async () => {
    const { first, second, id } = await twoWithToken();
    expect(await Promise.all([first.rename(id, 'Quay'), second.act('refresh', id)])).toEqual(['ok', 'ok']);
    expect(await savedNames()).toEqual(['Quay']);
    await Promise.all([first.retry(), second.retry()]);
    for (const one of [first, second])
      expect((await one.look()).connections).toMatchObject([{ name: 'Quay', generation: 2, status: 'fine' }]);
  });

  it('need an access token each, and go on with the newest refresh token', async () => {
    const { first, second, id } = await twoWithToken();
    expect(await first.act('refresh', id)).toBe('ok');
    expect(await second.act('get an access token', id)).toBe('ok');
    const newest = await tokenInKeyring(id, 3);
    expect((await second.look()).presented).toHaveLength(1);
    // Somebody else's token is not an hour old yet, but this one's own is.
    cloud.clock.advance(DAY / 2);
    onTestFinished(() => cloud.clock.advance(-DAY / 2));
    await first.sleep(DAY / 2);
    expect(await first.act('get an access token', id)).toBe('ok');
    expect((await first.look()).presented.at(-1)).toBe(newest);
  });

  it('lose a connection that the other one has removed', async () => {
    const { first, second, id } = await twoWithToken();
    expect(await first.act('remove', id)).toBe('ok');
    expect(await second.act('refresh', id)).toBe('request/unknown');
    expect((await second.look()).connections).toEqual([]);
    expect(await keyring.entries(place.service)).toEqual([]);
    expect(await savedNames()).toEqual([]);
  });

  it('do not wait for one that was killed in the middle of an exchange', async () => {
    const { first, second, id } = await twoWithToken();
    cloud.setFault('token', { kind: 'latency', delay: 60_000 }, 1);
    onTestFinished(() => cloud.clearFaults());
    first.act('refresh', id).catch(() => undefined);
    await expect.poll(async () => (await first.look()).presented.length).toBe(1);
    const waiting = second.act('refresh', id);
    await first.kill();
    expect(await waiting).toBe('ok');
    expect(generationIn(await second.look(), id)).toBe(2);
  });

  it('say so when the other one holds on, lose nothing that came meanwhile, and go on when it is over', async () => {
    const { first, second, id } = await twoWithToken({ patience: 500 });
    cloud.setFault('token', { kind: 'latency', delay: 8_000 }, 1);
    onTestFinished(() => cloud.clearFaults());
    const slow = first.act('refresh', id);
    await expect.poll(async () => (await first.look()).presented.length).toBe(1);
    expect(await second.rename(id, 'Quay')).toBe('folder/busy');
    expect(await second.act('refresh', id)).toBe('folder/busy');
    expect((await second.look()).connections).toMatchObject([{ status: 'offline', trouble: 'folder/busy' }]);
    expect(await slow).toBe('ok');
    expect(await second.act('refresh', id)).toBe('ok');
    const sights = [await first.look(), await second.look()];
    expect(sights.flatMap(({ presented }) => presented)).toHaveLength(1);
    expect(sights[1]?.connections).toMatchObject([{ name: 'Harbour', generation: 2, status: 'fine', trouble: null }]);
  });

  it('start while the other one holds on: what there is appears as soon as that is over', async () => {
    const first = await tenant();
    const id = await first.add('Harbour');
    expect(await first.act('sign in', id)).toBe('ok');
    cloud.setFault('token', { kind: 'latency', delay: 8_000 }, 1);
    onTestFinished(() => cloud.clearFaults());
    const slow = first.act('refresh', id);
    await expect.poll(async () => (await first.look()).presented.length).toBe(1);
    const second = await tenant({ patience: 100 });
    expect(await second.look()).toMatchObject({ connections: [], appTrouble: 'folder/busy' });
    expect((await second.look()).tray).toContain('Another Partner Token Tray is using the connections.');
    expect(await slow).toBe('ok');
    expect(await second.retry()).toBe('ok');
    expect(await second.look()).toMatchObject({ connections: [{ id, generation: 2 }], appTrouble: null });
  });
});

describe.runIf(process.platform === 'linux')('two users of one machine', { timeout: 120_000 }, () => {
  it('each have their own folder and keyring, and nothing of the other appears', async () => {
    const theirs = await startSecretService();
    onTestFinished(() => theirs.stop());
    const second = { ...place, folder: `${place.folder}-of-another` };
    const tenants = await Promise.all([tenant(), tenant({ env: theirs.env, place: second })]);
    const ids = await Promise.all(tenants.map((one, index) => one.add(`Of user ${index + 1}`)));
    await Promise.all(tenants.map((one, index) => one.act('sign in', ids[index] ?? '')));
    await Promise.all(tenants.map((one) => one.retry()));
    for (const [index, one] of tenants.entries())
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
      const first = await tenant();
      const id = await first.add('Harbour');
      expect(await first.act('sign in', id)).toBe('ok');
      // Like a home folder that others may enter: the data folder itself is what keeps them out.
      await chmod(root, 0o755);
      const before = [
        await readFile(join(place.folder, 'connections.json'), 'utf8'),
        await keyring.entries(place.service),
      ];
      const nobody = await tenant({ uid: 65_534 });
      expect(await nobody.look()).toMatchObject({ connections: [], appTrouble: 'file/unreadable', presented: [] });
      await expect(nobody.add('Other')).rejects.toThrow('file/unreadable');
      expect(await nobody.retry()).toBe('file/unreadable');
      const after = [
        await readFile(join(place.folder, 'connections.json'), 'utf8'),
        await keyring.entries(place.service),
      ];
      expect(after).toEqual(before);
      expect(await first.act('refresh', id)).toBe('ok');
    },
  );
});
