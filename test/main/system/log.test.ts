import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog, nameOf } from '../../../src/main/system/log';

describe('the log', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ptt-log-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const file = () => join(folder, 'logs', 'main.log');

  it('notes what happened, when and to whom', async () => {
    createLog(file(), () => 0)('panel-fault', { code: 'refresh:TypeError', connection: 'a'.repeat(32) });
    expect(await readFile(file(), 'utf8')).toBe(
      `1970-01-01T00:00:00.000Z panel-fault code=refresh:TypeError connection=${'a'.repeat(32)}\n`,
    );
  });

  it('takes down nothing that is not a name, a code or an ID', async () => {
    const log = createLog(file());
    const secrets = [
      'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIx',
      'abc8Q~secret_with.dots-and~tildes',
      '0.AXoA1',
      'two words',
    ];
    for (const secret of secrets) log('event', { code: secret });
    const text = await readFile(file(), 'utf8');
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text.match(/code=\[withheld\]/g)).toHaveLength(secrets.length);
  });

  it('stays small', async () => {
    const log = createLog(file());
    for (let line = 0; line < 20_000; line += 1) log('event', { code: 'x'.repeat(40) });
    const sizes = await Promise.all([file(), `${file()}.old`].map(async (name) => (await stat(name)).size));
    for (const size of sizes) expect(size).toBeLessThan(300 * 1024);
  });

  it('cannot stop the app', async () => {
    await writeFile(join(folder, 'logs'), 'a file where a folder should be');
    expect(() => createLog(file())('event')).not.toThrow();
  });
});

describe('an error in the log', () => {
  it('is known by its class and code, never by its message', () => {
    const error = Object.assign(new TypeError('the secret is hunter2'), { code: 'EACCES' });
    expect(nameOf(error)).toBe('TypeError:EACCES');
    expect(nameOf(new RangeError('hunter2'))).toBe('RangeError');
    expect(nameOf('hunter2')).toBe('string');
  });
});
