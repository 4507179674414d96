import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, link, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { agentFolder } from '../../src/agent/address';
import { askKeeper } from '../../src/agent/client';
import { NoPlaceError } from '../../src/agent/server';
import { processes } from './processes';
import { IMPORT, isRoot, KEY, newFolder, noteOf, OTHER_USER, serve, someHandlers } from './support';

const NOT_OURS = { kind: 'failure', reason: 'not-ours', words: expect.stringContaining('another user') };
const onPosix = process.platform !== 'win32';

describe.runIf(onPosix)('the place where the keeper listens', () => {
  test('is for its user only', async () => {
    const folder = await newFolder();
    await serve(folder);
    const { address } = await noteOf(folder);
    const modes = [agentFolder(folder), join(agentFolder(folder), 'agent.json'), address].map(async (path) => {
      return ((await lstat(path)).mode & 0o777).toString(8);
    });
    expect(await Promise.all(modes)).toEqual(['700', '600', '600']);
  });

  test('is closed to others when its folder was open', async () => {
    const folder = await newFolder();
    await mkdir(agentFolder(folder));
    await chmod(agentFolder(folder), 0o777);
    await serve(folder);
    expect((await lstat(agentFolder(folder))).mode & 0o777).toBe(0o700);
    expect(await askKeeper(folder, IMPORT)).toMatchObject({ kind: 'reply' });
  });

  test('is not where a link leads', async () => {
    const [folder, other] = [await newFolder(), await newFolder()];
    await serve(other);
    await symlink(agentFolder(other), agentFolder(folder));
    await expect(serve(folder)).rejects.toBeInstanceOf(NoPlaceError);
    expect(await askKeeper(folder, IMPORT)).toEqual(NOT_OURS);
  });

  test('is not in the way when it is a file, which stays', async () => {
    const folder = await newFolder();
    await writeFile(agentFolder(folder), 'mine', { mode: 0o600 });
    await expect(serve(folder)).rejects.toBeInstanceOf(NoPlaceError);
    expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
    expect(await readFile(agentFolder(folder), 'utf8')).toBe('mine');
  });
});

describe.runIf(onPosix)('nothing is sent', () => {
  const spoiled: ReadonlyArray<[string, (agent: string, note: string, socket: string) => Promise<unknown>]> = [
    ['the folder is open to others', (agent) => chmod(agent, 0o755)],
    ['the note is open to others', (_agent, note) => chmod(note, 0o644)],
    ['the note is a link', (_agent, note) => rename(note, `${note}.real`).then(() => symlink(`${note}.real`, note))],
    ['the note is a pipe', async (_agent, note) => rm(note).then(() => execFileSync('mkfifo', ['-m', '600', note]))],
    ['the socket is open to others', (_agent, _note, socket) => chmod(socket, 0o660)],
    ['the socket is none', (_agent, _note, socket) => rm(socket).then(() => writeFile(socket, '', { mode: 0o600 }))],
    [
      'the socket is a link',
      (_agent, _note, socket) => rename(socket, `${socket}.1`).then(() => symlink(`${socket}.1`, socket)),
    ],
  ];
  const foreign: typeof spoiled = [
    ["the folder is another user's", (agent) => chown(agent, OTHER_USER, OTHER_USER)],
    ["the note is another user's", (_agent, note) => chown(note, OTHER_USER, OTHER_USER)],
    ["the socket is another user's", (_agent, _note, socket) => chown(socket, OTHER_USER, OTHER_USER)],
  ];
  test.each([...spoiled, ...(isRoot ? foreign : [])])('when %s', async (_what, spoil) => {
    const folder = await newFolder();
    const handlers = someHandlers();
    await serve(folder, { handlers });
    const { address } = await noteOf(folder);
    await spoil(agentFolder(folder), join(agentFolder(folder), 'agent.json'), address);
    expect(await askKeeper(folder, IMPORT)).toEqual(NOT_OURS);
    expect(handlers.imported).toEqual([]);
  });

  test('to a socket that has come where the real one was', async () => {
    const folder = await newFolder();
    await serve(folder);
    const { address } = await noteOf(folder);
    await rm(address);
    const heard: Buffer[] = [];
    const thief = createServer((socket) => {
      socket.on('data', (bytes: Buffer) => heard.push(bytes));
      socket.on('error', () => undefined);
      socket.write(Buffer.from('{}'));
    });
    onTestFinished(() => void thief.close());
    await once(thief.listen(address), 'listening');
    await chmod(address, 0o600);
    expect(await askKeeper(folder, IMPORT, { toBegin: 300, toAnswer: 300 })).toMatchObject({ kind: 'failure' });
    expect(Buffer.concat(heard).toString()).not.toContain('Contoso');
  });
});

describe.runIf(isRoot)('another user', () => {
  const programs = processes();

  test('is sent away, whoever may look into the data folder', async () => {
    const folder = await newFolder();
    const handlers = someHandlers();
    await serve(folder, { handlers });
    for (const mode of [0o700, 0o755, 0o777]) {
      await chmod(folder, mode);
      expect(JSON.parse(await programs.run('ask', folder, OTHER_USER))).toEqual(NOT_OURS);
    }
    expect(handlers.imported).toEqual([]);
  });

  test('cannot connect to the socket itself, even if its folder has been opened', async () => {
    const folder = await newFolder();
    const handlers = someHandlers();
    const { told } = await serve(folder, { handlers });
    const { address } = await noteOf(folder);
    await chmod(folder, 0o755);
    await chmod(agentFolder(folder), 0o755);
    const script = `require('node:net').connect(${JSON.stringify(address)}).on('connect', () => console.log('in')).on('error', ({ code }) => console.log(code))`;
    const printed = execFileSync(process.execPath, ['-e', script], { uid: OTHER_USER, gid: OTHER_USER, cwd: '/' });
    expect(printed.toString().trim()).toBe('EACCES');
    expect(told).toEqual([]);
  });

  test('who was there first keeps the keeper from listening, and gets nothing', async () => {
    const folder = await newFolder();
    await chmod(folder, 0o777);
    await mkdir(agentFolder(folder), { mode: 0o700 });
    await chown(agentFolder(folder), OTHER_USER, OTHER_USER);
    await expect(serve(folder)).rejects.toBeInstanceOf(NoPlaceError);
    expect((await lstat(agentFolder(folder))).uid).toBe(OTHER_USER);
    expect(await readdir(agentFolder(folder))).toEqual([]);
    expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
    const note = join(agentFolder(folder), 'agent.json');
    await writeFile(note, JSON.stringify({ address: join(agentFolder(folder), 'x'), key: KEY }), { mode: 0o600 });
    expect(await askKeeper(folder, IMPORT)).toEqual(NOT_OURS);
  });

  test('who has a note of this user under a second name cannot lead it elsewhere', async () => {
    const [folder, mine] = [await newFolder(), await newFolder()];
    const handlers = someHandlers();
    await serve(folder, { handlers });
    await mkdir(agentFolder(mine), { mode: 0o700 });
    await link(join(agentFolder(folder), 'agent.json'), join(agentFolder(mine), 'agent.json'));
    expect(await askKeeper(mine, IMPORT)).toEqual({ kind: 'nobody' });
    expect(handlers.imported).toEqual([]);
  });
});
