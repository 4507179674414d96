import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readStandardInput } from '../../../src/platform/system/standard-input';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ptt-input-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function opened(path: string, flags: string): number {
  const number = openSync(path, flags);
  onTestFinished(() => closeSync(number));
  return number;
}

async function sending(content: string | Uint8Array): Promise<number> {
  const file = join(folder, `${Math.random()}`);
  await writeFile(file, content);
  return opened(file, 'r');
}

describe('standard input', () => {
  it('is read to its end, in however many pieces', async () => {
    const token = 'x'.repeat(40_000);
    const input = await readStandardInput(64 * 1024, await sending(token));
    expect(input).toEqual({ kind: 'bytes', bytes: Buffer.from(token) });
    expect(await readStandardInput(64 * 1024, await sending(''))).toEqual({ kind: 'bytes', bytes: Buffer.alloc(0) });
  });

  it('is given up when it goes on and on', async () => {
    expect(await readStandardInput(1000, await sending('x'.repeat(1001)))).toEqual({ kind: 'too-big' });
    expect(await readStandardInput(1000, await sending('x'.repeat(1000)))).toMatchObject({ kind: 'bytes' });
  });

  // Nobody types here: the other end of a pseudoterminal is a terminal too.
  it.runIf(process.platform === 'linux')('is not waited for at a terminal', async () => {
    expect(await readStandardInput(1000, opened('/dev/ptmx', 'r+'))).toEqual({ kind: 'terminal' });
  });
});
