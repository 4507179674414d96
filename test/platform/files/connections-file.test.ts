import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Conf from 'conf';
import { describe, expect, it } from 'vitest';
import { createStateFile } from '../../../src/platform/files/connections-file';
import { someConnection, stateOf } from './states';
import { readJson, temporaryFolder } from './support';

const NAME = 'connections.json';

describe('the connections file', () => {
  it('is missing at first, and comes back as it was saved', async () => {
    const folder = join(await temporaryFolder(), 'not', 'yet', 'there');
    const file = createStateFile({ folder });
    expect(await file.load()).toEqual({ kind: 'missing' });
    await file.save(stateOf(3));
    expect(await createStateFile({ folder }).load()).toEqual({ kind: 'loaded', state: stateOf(3) });
    await file.save(stateOf(1));
    expect(await createStateFile({ folder }).load()).toEqual({ kind: 'loaded', state: stateOf(1) });
    expect(await readdir(folder)).toEqual([NAME]);
  });

  it("is where electron-store would put it, and electron-store's base reads it", async () => {
    const folder = await temporaryFolder();
    await createStateFile({ folder }).save(stateOf(2));
    expect(new Conf({ cwd: folder, configName: 'connections' }).store).toEqual(stateOf(2));
  });

  it('is written by the store it is given', async () => {
    const folder = await temporaryFolder();
    const made: string[] = [];
    const file = createStateFile({
      folder,
      createStore: ({ name, ...options }) => {
        const store = new Conf({ ...options, configName: name });
        made.push(store.path);
        return store;
      },
    });
    await file.save(stateOf(1));
    expect(made).toHaveLength(1);
    expect(await createStateFile({ folder }).load()).toMatchObject({ kind: 'loaded' });
  });

  it.runIf(process.platform !== 'win32')('is for its owner only, and so is its folder', async () => {
    const folder = join(await temporaryFolder(), 'data');
    await mkdir(folder, { mode: 0o755 });
    await createStateFile({ folder }).save(stateOf(1));
    expect((await stat(join(folder, NAME))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('ends with the latest of many saves at once, and every one of them resolves', async () => {
    const folder = await temporaryFolder();
    const file = createStateFile({ folder });
    await Promise.all(Array.from({ length: 40 }, (_, index) => file.save(stateOf(index))));
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(39) });
  });

  it('drops what does not belong into it, in saving and in loading', async () => {
    const folder = await temporaryFolder();
    const slipped = {
      ...stateOf(1),
      refreshToken: 'hunter2',
      connections: [{ ...someConnection(), clientSecret: 'hunter2' }],
    };
    await createStateFile({ folder }).save(slipped);
    expect(await readFile(join(folder, NAME), 'utf8')).not.toContain('hunter2');
    await writeFile(join(folder, NAME), JSON.stringify(slipped));
    expect(await createStateFile({ folder }).load()).toEqual({ kind: 'loaded', state: stateOf(1) });
  });

  it('refuses to save what it could not load again', async () => {
    const folder = await temporaryFolder();
    const file = createStateFile({ folder });
    await file.save(stateOf(1));
    const broken = { ...stateOf(1), connections: [{ ...someConnection(), createdAt: Number.NaN }] };
    await expect(file.save(broken)).rejects.toThrow(TypeError);
    await expect(file.save({ ...stateOf(1), connections: [someConnection(), someConnection()] })).rejects.toThrow(
      TypeError,
    );
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(1) });
  });
});

describe('a bad connections file', () => {
  const whole = JSON.stringify(stateOf(2));
  const bad: Array<[string, string | Buffer]> = [
    ['cut short', whole.slice(0, -40)],
    ['empty', ''],
    ['not text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['something else', '["a list"]'],
    ['without a version', JSON.stringify({ ...stateOf(1), version: undefined })],
    ['of version 0', JSON.stringify({ ...stateOf(1), version: 0 })],
    ['without settings', JSON.stringify({ ...stateOf(1), settings: undefined })],
    ['with a tenant that leads elsewhere', whole.replace('contoso.onmicrosoft.com', '../evil')],
    ['with a number that is text', whole.replace('"generation":3', '"generation":"3"')],
  ];
  it.each(bad)('that is %s is set aside as it is, and a new one can be saved', async (_what, content) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, NAME), content);
    const file = createStateFile({ folder });
    const loaded = await file.load();
    expect(loaded).toMatchObject({
      kind: 'bad',
      setAsideAs: expect.stringMatching(/^connections\.json\.bad-\d{8}T\d{6}Z$/),
    });
    if (loaded.kind !== 'bad') return;
    expect(loaded.reason).not.toContain('evil');
    expect(await readFile(join(folder, loaded.setAsideAs))).toEqual(Buffer.from(content));
    expect(await file.load()).toMatchObject({ kind: loaded.rescued === null ? 'missing' : 'bad' });
    await file.save(stateOf(1));
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(1) });
  });

  it('never replaces one that was set aside before', async () => {
    const folder = await temporaryFolder();
    for (const content of ['first', 'second', 'third']) {
      await writeFile(join(folder, NAME), content);
      await createStateFile({ folder }).load();
    }
    const kept = await readdir(folder);
    const contents = await Promise.all(kept.map((file) => readFile(join(folder, file), 'utf8')));
    expect(contents.sort()).toEqual(['first', 'second', 'third']);
  });

  it('is set aside also when somebody saves before anybody has loaded', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, NAME), 'precious');
    await createStateFile({ folder }).save(stateOf(1));
    const kept = (await readdir(folder)).filter((file) => file !== NAME);
    expect(await Promise.all(kept.map((file) => readFile(join(folder, file), 'utf8')))).toEqual(['precious']);
  });

  it('that is a folder is set aside with what is in it', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, NAME));
    await writeFile(join(folder, NAME, 'inside'), 'precious');
    const file = createStateFile({ folder });
    const loaded = await file.load();
    expect(loaded).toMatchObject({ kind: 'bad', reason: 'a folder is in its place' });
    expect(loaded.kind === 'bad' && (await readFile(join(folder, loaded.setAsideAs, 'inside'), 'utf8'))).toBe(
      'precious',
    );
    await file.save(stateOf(1));
    expect(await file.load()).toMatchObject({ kind: 'loaded' });
  });
});

describe('a connections file of a later version', () => {
  it('is left alone, and nothing is saved over it', async () => {
    const folder = await temporaryFolder();
    const later = { version: 3, everything: 'is different' };
    await writeFile(join(folder, NAME), JSON.stringify(later));
    const file = createStateFile({ folder });
    expect(await file.load()).toEqual({ kind: 'newer', version: 3 });
    await expect(file.save(stateOf(1))).rejects.toThrow(/later version/);
    await expect(createStateFile({ folder }).save(stateOf(1))).rejects.toThrow(/later version/);
    expect(await readJson(join(folder, NAME))).toEqual(later);
    expect(await readdir(folder)).toEqual([NAME]);
  });
});

describe('leftovers of saves that were cut off', () => {
  it('are removed by the next load, and nothing else is', async () => {
    const folder = await temporaryFolder();
    const leftovers = ['connections.next-0123456789ab.json', 'connections.next-0123456789ab.json.tmp-1234567890abcdef'];
    const others = [
      'connections.json.bad-20260101T000000Z',
      'connections.next-mine.json',
      'other.next-0123456789ab.json',
    ];
    for (const file of [...leftovers, ...others]) await writeFile(join(folder, file), '{"half":');
    await createStateFile({ folder }).load();
    expect((await readdir(folder)).sort()).toEqual(others.sort());
  });
});
