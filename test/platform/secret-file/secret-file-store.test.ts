import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretStore } from '../../../src/core/storage/secret-store';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { readKeyMaterial } from '../../../src/platform/secret-file/key-material';
import { createSecretFileStore, type SecretFileStore } from '../../../src/platform/secret-file/secret-file-store';
import { openSecretStore } from '../../../src/platform/secret-file/secret-stores';
import { aConnection } from '../../main/support';
import { noVault } from '../../support/no-vault';
import { canMount, mountDisk } from '../../support/small-disk';

const ID = 'f'.repeat(32);
const ACCOUNT = `${ID}/refresh-token/a/1`;
const VALUE = 'a secret that no file may show ✓';

let root: string;
let keyFile: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ptt-secret-file-'));
  keyFile = join(root, 'key');
  folder = join(root, 'secrets');
  await writeFile(keyFile, Buffer.alloc(32, 'key of the test '), { mode: 0o600 });
});
afterEach(() => rm(root, { recursive: true, force: true }));

function open(mayBegin = true): SecretFileStore {
  return createSecretFileStore({
    folder,
    readMaterial: () => readKeyMaterial(keyFile, noVault),
    mayBegin: async () => mayBegin,
  });
}

async function textsIn(place: string): Promise<string> {
  const names = await readdir(place, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe('an encrypted file as a keychain', () => {
  it('keeps a value that another process with the key reads, changes it, and forgets it', async () => {
    const store = open();
    await store.set(ACCOUNT, 'first');
    await store.set(`${ID}/refresh-token/a/2`, 'x'.repeat(2500));
    await store.set(ACCOUNT, VALUE);
    const other = open();
    expect(await other.get(ACCOUNT)).toBe(VALUE);
    expect(await other.find(`${ID}/refresh-token/a/2`)).toBe('x'.repeat(2500));
    expect((await other.entries()).map(({ account }) => account).sort()).toEqual([ACCOUNT, `${ID}/refresh-token/a/2`]);
    expect(await other.delete(ACCOUNT)).toBe(true);
    expect(await other.delete(ACCOUNT)).toBe(false);
    expect(await other.get(ACCOUNT)).toBeNull();
    expect(await store.get(ACCOUNT)).toBeNull();
  });

  it('holds two slots of a secret as any keychain does', async () => {
    const store = new SecretStore(open());
    const long = 'y'.repeat(6000);
    for (const serial of [1, 2, 3]) await store.write(ID, 'refresh-token', { serial, text: `${long} ${serial}` });
    expect(await store.read(ID, 'refresh-token', 3)).toBe(`${long} 3`);
    expect(await store.read(ID, 'refresh-token', 2)).toBe(`${long} 2`);
    expect(await store.survey()).toEqual([{ id: ID, kind: 'refresh-token', serial: 3, text: `${long} 3` }]);
    await store.remove(ID);
    expect(await readdir(folder)).toEqual(['store.json']);
  });

  it('shows nothing of a value or the key, and is for its owner only', async () => {
    await open().set(ACCOUNT, VALUE);
    const shown = await textsIn(folder);
    for (const secret of [VALUE, 'key of the test']) {
      const bytes = Buffer.from(secret);
      for (const form of ['utf8', 'latin1', 'base64', 'hex'] as const)
        expect(shown).not.toContain(bytes.toString(form).replace(/=+$/, '').slice(0, -2));
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('writes the same value differently each time', async () => {
    const store = open();
    const file = join(folder, ACCOUNT.replaceAll('/', '.'));
    await store.set(ACCOUNT, VALUE);
    const first = await readFile(file, 'utf8');
    await store.set(ACCOUNT, VALUE);
    expect(await readFile(file, 'utf8')).not.toBe(first);
  });

  it('takes an entry that was damaged, cut short, or put in the place of another for one with nothing in it', async () => {
    const store = new SecretStore(open());
    for (const serial of [1, 2]) await store.write(ID, 'refresh-token', { serial, text: `token ${serial}` });
    const [a, b] = ['a', 'b'].map((slot) => join(folder, `${ID}.refresh-token.${slot}.1`)) as [string, string];
    const whole = await readFile(b, 'utf8');
    const flipped = Buffer.from(whole, 'base64');
    flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
    for (const bad of [flipped.toString('base64'), whole.slice(0, 30), '', 'nonsense', await readFile(a, 'utf8')]) {
      await writeFile(b, bad);
      expect(await store.newest(ID, 'refresh-token', 2)).toEqual({ serial: 1, text: 'token 1' });
      expect(await store.survey()).toMatchObject([{ serial: 1 }]);
    }
    await writeFile(b, whole);
    expect(await store.newest(ID, 'refresh-token', 2)).toEqual({ serial: 2, text: 'token 2' });
  });

  it('can be tried, which leaves nothing behind', async () => {
    await open().probe();
    expect(await readdir(folder)).toEqual(['store.json']);
  });

  it('clears away what a write that was cut off left', async () => {
    await open().set(ACCOUNT, VALUE);
    await writeFile(join(folder, `.${ID}.refresh-token.b.1.0123456789ab`), 'half');
    expect(await open().entries()).toEqual([{ account: ACCOUNT, value: VALUE }]);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.runIf(canMount)('says that it cannot be written on a full disk, and loses nothing', async () => {
    await mkdir(folder);
    const unmount = mountDisk(folder, 'size=64k,mode=700');
    try {
      const store = open();
      await store.set(ACCOUNT, VALUE);
      await writeFile(join(folder, 'filler'), Buffer.alloc(1024 * 1024)).catch(() => undefined);
      await expect(store.set(ACCOUNT, 'x'.repeat(2500))).rejects.toMatchObject({ problem: 'file-unwritable' });
      await expect(store.probe()).rejects.toMatchObject({ problem: 'file-unwritable' });
      await rm(join(folder, 'filler'));
      expect(await store.get(ACCOUNT)).toBe(VALUE);
    } finally {
      unmount();
    }
  });
});

describe('a key file', () => {
  const refused = (problem: string) => expect(open().get(ACCOUNT)).rejects.toMatchObject({ problem });

  it('that is another one, is too short, or is gone opens nothing and changes nothing', async () => {
    await open().set(ACCOUNT, VALUE);
    const before = await textsIn(folder);
    const key = await readFile(keyFile);
    await writeFile(keyFile, Buffer.alloc(32, 'another key'));
    await refused('key-other');
    await expect(open().set(ACCOUNT, 'other')).rejects.toMatchObject({ problem: 'key-other' });
    await writeFile(keyFile, key.subarray(0, 31));
    await refused('key-short');
    await rm(keyFile);
    await refused('key-gone');
    await mkdir(keyFile);
    await refused('key-gone');
    await rm(keyFile, { recursive: true });
    expect(await textsIn(folder)).toBe(before);
    await writeFile(keyFile, key, { mode: 0o600 });
    expect(await open().get(ACCOUNT)).toBe(VALUE);
  });

  it('that was gone is found again by the same process', async () => {
    const key = await readFile(keyFile);
    await rm(keyFile);
    const store = open();
    await expect(store.probe()).rejects.toMatchObject({ problem: 'key-gone' });
    await writeFile(keyFile, key, { mode: 0o600 });
    await store.probe();
  });

  it.runIf(process.platform !== 'win32')('that is a pipe which nobody writes to is not waited for', async () => {
    await rm(keyFile);
    execFileSync('mkfifo', ['-m', '600', keyFile]);
    await refused('key-gone');
  });

  it.runIf(process.platform !== 'win32').each([0o640, 0o604, 0o620, 0o666])(
    'that others may read or write (%o) is refused',
    async (mode) => {
      await chmod(keyFile, mode);
      await refused('key-exposed');
    },
  );

  it.runIf(process.platform !== 'win32')(
    "may be systemd's credential, whose access list shows as the group's right",
    async () => {
      await chmod(keyFile, 0o440);
      await refused('key-exposed');
      process.env.CREDENTIALS_DIRECTORY = root;
      try {
        expect(await open().get(ACCOUNT)).toBeNull();
        await chmod(keyFile, 0o444);
        await refused('key-exposed');
      } finally {
        delete process.env.CREDENTIALS_DIRECTORY;
      }
    },
  );
});

describe('a store', () => {
  it('is not begun where secrets are elsewhere, nor over entries whose header is gone', async () => {
    await expect(open(false).probe()).rejects.toMatchObject({ problem: 'not-in-file' });
    expect(await readdir(root)).toEqual(['key']);
    await open().set(ACCOUNT, VALUE);
    const header = await readFile(join(folder, 'store.json'), 'utf8');
    await rm(join(folder, 'store.json'));
    await expect(open().get(ACCOUNT)).rejects.toMatchObject({ problem: 'file-unreadable' });
    await writeFile(join(folder, 'store.json'), header.slice(0, 40));
    await expect(open().get(ACCOUNT)).rejects.toMatchObject({ problem: 'file-unreadable' });
    await writeFile(join(folder, 'store.json'), header);
    expect(await open().get(ACCOUNT)).toBe(VALUE);
  });

  it('that is taken away while it is used is not taken for an empty one', async () => {
    const store = open();
    await store.set(ACCOUNT, VALUE);
    await rm(folder, { recursive: true });
    await expect(store.get(ACCOUNT)).rejects.toMatchObject({ problem: 'file-unreadable' });
  });
});

describe('the secret store of a data folder', () => {
  const inFile = () => openSecretStore(root, { kind: 'file', keyFile }, noVault);

  it('is the keychain as long as connections have their secrets there', async () => {
    const file = createConnectionsFile(root);
    await file.save({ connections: [aConnection()], unsettled: [], exportedTokens: [] });
    await expect(inFile().check()).rejects.toMatchObject({ problem: 'not-in-file' });
    await file.save({ connections: [], unsettled: [], exportedTokens: [] });
    await inFile().check();
  });

  it('is the file from then on, and the keychain is not asked', async () => {
    await inFile().check();
    const { keychain, check } = openSecretStore(root, { kind: 'keychain' }, noVault);
    await expect(check()).rejects.toMatchObject({ problem: 'in-file' });
    await expect(keychain.get(ACCOUNT)).rejects.toMatchObject({ problem: 'in-file' });
    await expect(keychain.set(ACCOUNT, VALUE)).rejects.toMatchObject({ problem: 'in-file' });
  });
});
