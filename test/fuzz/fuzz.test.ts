import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { describe, expect, onTestFinished, test } from 'vitest';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ptt-cases-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function feed(folder: string, fault: string) {
  const script = join(import.meta.dirname, 'planted.ts');
  const run = spawnSync(process.execPath, ['--import', 'tsx', script, folder, fault], { encoding: 'utf8' });
  return { ...run, outcome: run.stdout === '' ? null : JSON.parse(run.stdout) };
}

/** The one input that was kept. */
function keptIn(folder: string): unknown {
  const [name = '', ...more] = readdirSync(folder);
  expect(more).toEqual([]);
  const { target, bytes } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  expect(target).toBe('planted');
  return deserialize(Buffer.from(bytes, 'base64'));
}

describe('the fuzzer', () => {
  test.each([
    ['throws', 'out of the depths'],
    ['rejects unheard', 'unheard'],
    ['throws later', 'late'],
    ['tells', 'the secret "clientSecret" can be seen'],
    ['prints', 'the secret "refreshToken" can be seen'],
  ])('finds a target that %s, and keeps the shortest input, which is tried first from then on', (fault, why) => {
    const folder = newFolder();
    const { outcome } = feed(folder, fault);
    expect(outcome.breach.why).toContain(why);
    expect(keptIn(folder)).toHaveLength(3);
    expect(feed(folder, fault).outcome).toMatchObject({
      kept: 1,
      tried: 0,
      breach: { why: expect.stringContaining(why) },
    });
    expect(feed(folder, 'none').outcome).toMatchObject({ kept: 1, breach: null });
  });

  test.each(['loops', 'never ends'])('ends with the input at hand when a target %s', (fault) => {
    const folder = newFolder();
    const { signal, stderr } = feed(folder, fault);
    expect(signal).toBe('SIGKILL');
    expect(stderr).toContain('FAILED planted: no end after 1.5 s');
    expect(String(keptIn(folder)).length).toBeGreaterThanOrEqual(3);
  });
});
