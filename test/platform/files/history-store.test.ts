import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import { createHistoryStore } from '../../../src/platform/files/history-store';

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

test('a write that a crash cut short does no harm, and is swept up a day later; one under way elsewhere is left alone', async () => {
  const { folder, history } = await store();
  await mkdir(folder);
  const [old, young, other] = [`.${ID}.json.0123456789ab`, `.${ID}.json.ba9876543210`, 'notes.txt'];
  const twoDaysAgo = new Date(Date.now() - 2 * DAY);
  for (const name of [old, young, other]) await writeFile(join(folder, name), '["cut sh');
  for (const name of [old, other]) await utimes(join(folder, name), twoDaysAgo, twoDaysAgo);
  expect(await history.read(ID)).toBeNull();
  await history.write(ID, '["next"]');
  expect((await readdir(folder)).sort()).toEqual([young, `${ID}.json`, other]);
  await history.remove(ID);
  expect(await readdir(folder)).toEqual([other]);
});

test('two that write at the same moment leave what one of them wrote, whole', async () => {
  const { folder, history } = await store();
  const another = createHistoryStore(folder);
  const long = JSON.stringify(Array.from({ length: 400 }, (_, at) => ['refresh', 1e12 + at, 500]));
  const short = JSON.stringify(Array.from({ length: 399 }, (_, at) => ['refresh', 1e12 + at]));
  for (let round = 0; round < 100; round += 1) {
    await Promise.allSettled([history.write(ID, long), another.write(ID, short)]);
    expect([long, short]).toContain(await history.read(ID));
  }
  expect(await readdir(folder)).toEqual([`${ID}.json`]);
});

test('what is set aside is kept, and goes when the history does', async () => {
  const { folder, history } = await store();
  await history.write(ID, 'no history');
  await history.setAside(ID);
  expect(await history.read(ID)).toBeNull();
  const [aside] = await readdir(folder);
  expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe('no history');
  await history.write(ID, '[]');
  await history.remove(ID);
  expect(await readdir(folder)).toEqual([]);
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
