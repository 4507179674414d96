import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHistoryStore } from '../../src/platform/history-store';

const ID = '0123456789abcdef0123456789abcdef';

async function store() {
  const parent = await mkdtemp(join(tmpdir(), 'history-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const folder = join(parent, 'history');
  return { folder, history: createHistoryStore(folder) };
}

test('a history is written, read, replaced and removed, and nothing else is left', async () => {
  const { folder, history } = await store();
  expect(await history.read(ID)).toBeNull();
  await history.write(ID, '["one"]');
  await history.write(ID, '["two"]');
  expect(await history.read(ID)).toBe('["two"]');
  expect(await readdir(folder)).toEqual([`${ID}.json`]);
  await history.remove(ID);
  expect(await readdir(folder)).toEqual([]);
  await history.remove(ID);
});

test('a write that a crash cut short does no harm', async () => {
  const { folder, history } = await store();
  await history.write(ID, '["whole"]');
  await writeFile(join(folder, `${ID}.json.next`), '["cut sh');
  expect(await history.read(ID)).toBe('["whole"]');
  await history.write(ID, '["next"]');
  expect(await readdir(folder)).toEqual([`${ID}.json`]);
});

test.skipIf(process.platform === 'win32')('only its owner can read it', async () => {
  const { folder, history } = await store();
  await history.write(ID, '[]');
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, `${ID}.json`))).mode & 0o777).toBe(0o600);
});

test('what is no id names no file', async () => {
  const { history } = await store();
  await expect(history.write('../connections', '[]')).rejects.toThrow(RangeError);
  await expect(history.read('..')).rejects.toThrow(RangeError);
});
