import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { someConnection, stateOf } from './states';
import { readJson, temporaryFolder } from './support';

const NAME = 'connections.json';

describe('the connections file', () => {
  it('is missing at first, and comes back as it was saved', async () => {
    const folder = join(await temporaryFolder(), 'not', 'yet', 'there');
    const file = createConnectionsFile(folder);
    expect(await file.load()).toEqual({ kind: 'missing' });
    const state = { ...stateOf(3), unsettled: ['f'.repeat(32)] };
    await file.save(state);
    expect(await createConnectionsFile(folder).load()).toEqual({ kind: 'loaded', state });
    await file.save(stateOf(1));
    expect(await createConnectionsFile(folder).load()).toEqual({ kind: 'loaded', state: stateOf(1) });
    await file.save(stateOf(0));
    expect(await createConnectionsFile(folder).load()).toEqual({ kind: 'loaded', state: stateOf(0) });
    expect(await readdir(folder)).toEqual([NAME]);
  });

  it('has each connection as it is now, though what stays the same is not put into text again', async () => {
    const folder = await temporaryFolder();
    const file = createConnectionsFile(folder);
    const { connections, exportedTokens } = stateOf(3);
    await file.save(stateOf(3));
    await file.save({ ...stateOf(0), connections, exportedTokens });
    const changed = {
      ...stateOf(0),
      connections: connections.map((connection, at) => (at === 1 ? { ...connection, name: 'Changed' } : connection)),
      exportedTokens: exportedTokens.map((token, at) => (at === 2 ? { ...token, replacedAt: 7 } : token)),
    };
    await file.save(changed);
    expect(await file.load()).toEqual({ kind: 'loaded', state: changed });
    await file.save({ ...changed, connections: changed.connections.toReversed() });
    expect(await readJson(join(folder, NAME))).toMatchObject({
      connections: [{ name: 'Market 3' }, { name: 'Changed' }, { name: 'Market 1' }],
    });
  });

  it('has a line for each connection and each exported token, so that two of its states can be compared', async () => {
    const folder = await temporaryFolder();
    await createConnectionsFile(folder).save(stateOf(2));
    const lines = (await readFile(join(folder, NAME), 'utf8')).split('\n');
    expect(lines.filter((line) => line.startsWith('{"id":'))).toHaveLength(4);
  });

  it.runIf(process.platform !== 'win32')('is for its owner only, and so is its folder', async () => {
    const folder = join(await temporaryFolder(), 'data');
    await mkdir(folder, { mode: 0o755 });
    await createConnectionsFile(folder).save(stateOf(1));
    expect((await stat(join(folder, NAME))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('drops what does not belong into it, in saving and in loading', async () => {
    const folder = await temporaryFolder();
    const [exportedToken] = stateOf(1).exportedTokens;
    const slipped = {
      ...stateOf(1),
      refreshToken: 'hunter2',
      connections: [{ ...someConnection(), clientSecret: 'hunter2' }],
      exportedTokens: exportedToken ? [{ ...exportedToken, refreshToken: 'hunter2' }] : [],
    };
    await createConnectionsFile(folder).save(slipped);
    expect(await readFile(join(folder, NAME), 'utf8')).not.toContain('hunter2');
    await writeFile(join(folder, NAME), JSON.stringify(slipped));
    expect(await createConnectionsFile(folder).load()).toEqual({ kind: 'loaded', state: stateOf(1) });
  });

  it('refuses to save what it could not load again, and stays as it was', async () => {
    const folder = await temporaryFolder();
    const file = createConnectionsFile(folder);
    await file.save(stateOf(1));
    const { exportedTokens } = stateOf(1);
    const broken = [
      { ...stateOf(1), connections: [{ ...someConnection(), createdAt: Number.NaN }] },
      { ...stateOf(1), connections: [{ ...someConnection(), tenant: '../evil' }] },
      { ...stateOf(1), exportedTokens: exportedTokens.map((token) => ({ ...token, digest: 'a token '.repeat(99) })) },
    ];
    for (const state of broken) await expect(file.save(state)).rejects.toThrow(TypeError);
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(1) });
    expect(await readdir(folder)).toEqual([NAME]);
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
    ['of a version before the first release', JSON.stringify({ ...stateOf(1), version: 2 })],
    ['without exported tokens', JSON.stringify({ ...stateOf(1), exportedTokens: undefined })],
    ['without its unsettled ids', JSON.stringify({ ...stateOf(1), unsettled: undefined })],
    ['with two connections of one id', JSON.stringify({ ...stateOf(0), connections: [1, 1].map(someConnection) })],
    ['with a tenant that leads elsewhere', whole.replace('contoso.onmicrosoft.com', '../evil')],
    ['with a number that is text', whole.replace('"serial":3', '"serial":"3"')],
    ['with a serial number that no slot can have', whole.replace('"serial":3', '"serial":1e9')],
  ];
  it.each(bad)('that is %s is set aside as it is, and a new one can be saved', async (_what, content) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, NAME), content);
    const file = createConnectionsFile(folder);
    const loaded = await file.load();
    expect(loaded).toMatchObject({
      kind: 'bad',
      setAsideAs: expect.stringMatching(/^connections\.json\.bad-\d{8}T\d{6}Z$/),
    });
    if (loaded.kind !== 'bad') return;
    expect(await readFile(join(folder, loaded.setAsideAs))).toEqual(Buffer.from(content));
    expect(await file.load()).toMatchObject({ kind: loaded.rescued === null ? 'missing' : 'bad' });
    await file.save(stateOf(1));
    expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(1) });
  });

  it('never replaces one that was set aside before', async () => {
    const folder = await temporaryFolder();
    for (const content of ['first', 'second', 'third']) {
      await writeFile(join(folder, NAME), content);
      await createConnectionsFile(folder).load();
    }
    const kept = await readdir(folder);
    const contents = await Promise.all(kept.map((file) => readFile(join(folder, file), 'utf8')));
    expect(contents.sort()).toEqual(['first', 'second', 'third']);
  });

  it('that is a folder is set aside with what is in it', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, NAME));
    await writeFile(join(folder, NAME, 'inside'), 'precious');
    const file = createConnectionsFile(folder);
    const loaded = await file.load();
    expect(loaded).toMatchObject({ kind: 'bad' });
    expect(loaded.kind === 'bad' && (await readFile(join(folder, loaded.setAsideAs, 'inside'), 'utf8'))).toBe(
      'precious',
    );
    await file.save(stateOf(1));
    expect(await file.load()).toMatchObject({ kind: 'loaded' });
  });
});

describe('a connections file of a later version', () => {
  it('is left alone', async () => {
    const folder = await temporaryFolder();
    const later = { version: 4, everything: 'is different' };
    await writeFile(join(folder, NAME), JSON.stringify(later));
    const file = createConnectionsFile(folder);
    expect(await file.load()).toEqual({ kind: 'newer' });
    expect(await readJson(join(folder, NAME))).toEqual(later);
    expect(await readdir(folder)).toEqual([NAME]);
  });
});

describe('leftovers of saves that were cut off', () => {
  it('are removed by the next load, and nothing else is', async () => {
    const folder = await temporaryFolder();
    const leftovers = ['.connections.json.0123456789ab', '.connections.json.ba9876543210'];
    const others = [
      '.connections.json.mine',
      '.other.json.0123456789ab',
      'connections.json.0123456789ab',
      'connections.json.bad-20260101T000000Z',
    ];
    for (const file of [...leftovers, ...others]) await writeFile(join(folder, file), '{"half":');
    await createConnectionsFile(folder).load();
    expect((await readdir(folder)).sort()).toEqual(others.sort());
  });
});
