import { chmod, cp, lstat, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { agentFolder, LONGEST_PATH, markOf } from '../../src/agent/address';
import { askKeeper } from '../../src/agent/client';
import { writeNote } from '../../src/agent/note';
import { processes } from './processes';
import { IMPORT, KEY, newFolder, noteOf, SECRET, serve, someHandlers } from './support';

const LISTED = 'agent.json';

beforeEach(() => void vi.stubEnv('XDG_RUNTIME_DIR', undefined));
afterEach(() => void vi.unstubAllEnvs());

/** A data folder whose path is too long for a socket in it. */
async function longFolder(): Promise<string> {
  const folder = join(await newFolder(), 'x'.repeat(100));
  await mkdir(folder);
  return folder;
}

async function isReached(folder: string): Promise<boolean> {
  const handlers = someHandlers();
  const { close } = await serve(folder, { handlers });
  const asked = await askKeeper(folder, IMPORT);
  await close();
  return asked.kind === 'reply' && handlers.imported.includes(SECRET);
}

describe.runIf(process.platform !== 'win32')('the socket of a data folder', () => {
  test('is in the folder, whatever the environment is, and goes when the keeper does', async () => {
    const [folder, runtime] = [await newFolder(), await newFolder()];
    vi.stubEnv('XDG_RUNTIME_DIR', runtime);
    const { close } = await serve(folder);
    const { address } = await noteOf(folder);
    expect(dirname(address)).toBe(agentFolder(folder));
    expect((await readdir(agentFolder(folder))).toSorted()).toEqual([basename(address), LISTED].toSorted());
    vi.stubEnv('XDG_RUNTIME_DIR', undefined);
    expect(await askKeeper(folder, IMPORT)).toMatchObject({ kind: 'reply' });
    await close();
    expect(await readdir(agentFolder(folder))).toEqual([]);
    expect(await readdir(runtime)).toEqual([]);
  });

  test('is found through any link to the folder', async () => {
    const folder = await newFolder();
    const other = join(await newFolder(), 'link');
    await symlink(folder, other);
    for (const [served, asked] of [
      [folder, other],
      [other, folder],
    ] as const) {
      const { close } = await serve(served);
      expect(await askKeeper(asked, IMPORT)).toMatchObject({ kind: 'reply' });
      await close();
    }
  });

  test('is another one for each folder', async () => {
    const [one, two] = [await newFolder(), await newFolder()];
    const [first, second] = [someHandlers(), someHandlers()];
    await serve(one, { handlers: first });
    await serve(two, { handlers: second });
    await askKeeper(two, IMPORT);
    expect([first.imported.length, second.imported.length]).toEqual([0, 1]);
  });

  test('is not that of the folder from which this one was copied', async () => {
    const [folder, copy] = [await newFolder(), await newFolder()];
    const handlers = someHandlers();
    await serve(folder, { handlers });
    await mkdir(agentFolder(copy), { mode: 0o700 });
    await cp(join(agentFolder(folder), LISTED), join(agentFolder(copy), LISTED));
    expect(await askKeeper(copy, IMPORT)).toEqual({ kind: 'nobody' });
    // Nor does whoever serves the copy sweep away the socket of the original.
    await serve(copy);
    expect(await askKeeper(folder, IMPORT)).toMatchObject({ kind: 'reply' });
    expect(handlers.imported).toEqual([SECRET]);
  });

  test("is in the session's own folder when the data folder's path is too long", async () => {
    const folder = await longFolder();
    const runtime = await newFolder();
    vi.stubEnv('XDG_RUNTIME_DIR', runtime);
    const { close } = await serve(folder);
    const { address } = await noteOf(folder);
    expect(address.startsWith(`${runtime}/`)).toBe(true);
    // Whoever asks may have been started elsewhere.
    vi.stubEnv('XDG_RUNTIME_DIR', undefined);
    expect(await askKeeper(folder, IMPORT)).toMatchObject({ kind: 'reply' });
    await close();
    expect(await readdir(dirname(address))).toEqual([]);
  });

  const spoiled: ReadonlyArray<[string, (runtime: string) => Promise<string>]> = [
    ['open to others', async (runtime) => chmod(runtime, 0o755).then(() => runtime)],
    ['a link', async (runtime) => symlink(runtime, `${runtime}/link`).then(() => `${runtime}/link`)],
    ['not there', async (runtime) => `${runtime}/nowhere`],
    ['no full path', async () => 'run'],
    [
      'too long as well',
      async (runtime) =>
        mkdir(`${runtime}/${'y'.repeat(90)}`, { mode: 0o700 }).then(() => `${runtime}/${'y'.repeat(90)}`),
    ],
  ];
  test.each(spoiled)("is in a new temporary folder when the session's is %s", async (_what, spoil) => {
    const folder = await longFolder();
    vi.stubEnv('XDG_RUNTIME_DIR', await spoil(await newFolder()));
    const temporary = await newFolder();
    vi.stubEnv('TMPDIR', temporary);
    const { close } = await serve(folder);
    const { address } = await noteOf(folder);
    expect(dirname(dirname(address))).toBe(temporary);
    expect(Buffer.byteLength(address)).toBeLessThanOrEqual(LONGEST_PATH);
    expect((await lstat(dirname(address))).mode & 0o777).toBe(0o700);
    expect(await askKeeper(folder, IMPORT)).toMatchObject({ kind: 'reply' });
    await chmod(dirname(address), 0o755);
    expect(await askKeeper(folder, IMPORT)).toMatchObject({ kind: 'failure', reason: 'not-ours' });
    await chmod(dirname(address), 0o700);
    await close();
    expect(await readdir(temporary)).toEqual([]);
  });

  test('is nowhere when every path is too long, and that is said', async () => {
    const folder = await longFolder();
    vi.stubEnv('TMPDIR', await longFolder());
    await expect(serve(folder)).rejects.toMatchObject({ name: 'NoPlaceError' });
    expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
    expect(await readdir(agentFolder(folder))).toEqual([]);
  });

  test('may have a path of exactly as many bytes as macOS has room for', async () => {
    const root = await realpath(await newFolder());
    const rest = LONGEST_PATH - Buffer.byteLength(join(root, 'agent', '12345678-12345678'));
    const [fits, tooLong] = [join(root, 'a'.repeat(rest - 1)), join(root, 'b'.repeat(rest))];
    for (const folder of [fits, tooLong]) {
      await mkdir(folder);
      await serve(folder);
    }
    const { address } = await noteOf(fits);
    expect(dirname(address)).toBe(agentFolder(fits));
    expect(Buffer.byteLength(address)).toBe(LONGEST_PATH);
    expect(dirname((await noteOf(tooLong)).address)).not.toBe(agentFolder(tooLong));
    expect(await askKeeper(tooLong, IMPORT)).toMatchObject({ kind: 'reply' });
  });
});

describe('what a keeper that crashed has left', () => {
  const programs = processes();

  test.runIf(process.platform !== 'win32')('answers nobody, and is swept away by the next one', async () => {
    const folders = [await newFolder(), await longFolder()];
    const temporary = await newFolder();
    vi.stubEnv('TMPDIR', temporary);
    for (const folder of folders) {
      const child = await programs.start('keep', folder);
      expect(JSON.parse(await programs.run('ask', folder))).toMatchObject({ kind: 'reply' });
      const { address } = await noteOf(folder);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      expect((await lstat(address)).isSocket()).toBe(true);
      expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
      expect(await isReached(folder)).toBe(true);
      await expect(lstat(address)).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await readdir(agentFolder(folder))).toEqual([]);
    }
    expect(await readdir(temporary)).toEqual([]);
  });

  test.each([
    ['cut short', '{"addr'],
    ['empty', ''],
    ['of another making', '{"address":7}'],
    ['too long', JSON.stringify({ address: 'x'.repeat(10_000) })],
  ])('may be a note that is %s', async (_what, text) => {
    const folder = await newFolder();
    await mkdir(agentFolder(folder), { mode: 0o700 });
    await writeFile(join(agentFolder(folder), LISTED), text, { mode: 0o600 });
    expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
    expect(await isReached(folder)).toBe(true);
  });

  test.runIf(process.platform !== 'win32')('is not swept away when it is no socket of this folder', async () => {
    const [folder, elsewhere] = [await newFolder(), await newFolder()];
    const other = await serve(elsewhere);
    const socket = (await noteOf(elsewhere)).address;
    const file = join(agentFolder(elsewhere), `${await markOf(folder)}-file`);
    await writeFile(file, '');
    await mkdir(agentFolder(folder), { mode: 0o700 });
    for (const address of [socket, file, elsewhere]) {
      await writeNote(folder, { address, key: KEY });
      expect(await isReached(folder)).toBe(true);
      await lstat(address);
    }
    await other.close();
  });

  test('may lack its socket', async () => {
    const folder = await newFolder();
    await serve(folder);
    await rm((await noteOf(folder)).address, { force: true });
    expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
  });
});
