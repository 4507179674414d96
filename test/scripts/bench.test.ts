import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadUse, readOptions } from '../../scripts/bench/options';
import { median, repeat } from '../../scripts/bench/repeat';
import { figureOf } from '../../scripts/bench/report';
import type { Row } from '../../scripts/bench/works/work';

const root = resolve(import.meta.dirname, '../..');

/** Runs `npm run bench` without npm. */
function bench(...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'scripts/bench.ts', ...args], { cwd: root, encoding: 'utf8' });
}

describe('npm run bench', () => {
  test('with --json prints nothing but the rows asked for', () => {
    const { status, stdout } = bench('--only', 'keychain', '--json');
    expect(status).toBe(0);
    // How often the keychain is called is no timing: a keeper that never asks it has not been measured.
    expect(JSON.parse(stdout)).toEqual([
      { name: 'keychain-writes', value: expect.any(Number), unit: 'calls', must: 1, ok: expect.any(Boolean) },
      { name: 'keychain-reads', value: expect.any(Number), unit: 'calls', must: 3, ok: expect.any(Boolean) },
    ]);
    for (const { value } of JSON.parse(stdout)) expect(value).toBeGreaterThanOrEqual(1);
  });

  test('refuses a row that does not exist, and names those that do', () => {
    const { status, stdout, stderr } = bench('--only', 'nothing');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('There is no row "nothing". The rows are refresh-keyring-100, ');
  });
});

describe('the options', () => {
  const names = ['start-time', 'start-calls', 'started', 'memory'];

  test('ask for every row unless told otherwise', () => {
    expect(readOptions([], names)).toEqual({ json: false, rows: names });
  });

  test('ask for one row, or for those that share the beginning of a name', () => {
    expect(readOptions(['--only', 'memory', '--json'], names)).toEqual({ json: true, rows: ['memory'] });
    expect(readOptions(['--only', 'start'], names)?.rows).toEqual(['start-time', 'start-calls']);
    expect(readOptions(['--only', 'memory', '--only', 'started'], names)?.rows).toEqual(['started', 'memory']);
  });

  test('are refused when nobody knows them', () => {
    expect(() => readOptions(['--fast'], names)).toThrow(BadUse);
    expect(() => readOptions(['--only', 'star'], names)).toThrow(BadUse);
  });
});

describe('a figure', () => {
  const row: Row = { name: 'start-time', what: 'start', unit: 's', must: 0.5 };

  test('is judged as it is shown', () => {
    expect(figureOf(row, 0.5)).toEqual({ name: 'start-time', value: 0.5, unit: 's', must: 0.5, ok: true });
    expect(figureOf(row, 0.50004)).toMatchObject({ value: 0.5, ok: true });
    expect(figureOf(row, 0.50006)).toMatchObject({ value: 0.5001, ok: false });
  });

  test('that could not be measured is a miss', () => {
    expect(figureOf(row, null)).toMatchObject({ value: null, ok: false });
    expect(figureOf(row, Number.NaN)).toMatchObject({ value: null, ok: false });
  });
});

describe('a repeated measurement', () => {
  test('is the one in the middle, however far off the others are', () => {
    expect(median([3, 1000, 2])).toBe(3);
  });

  test('is made an odd number of times: three at least, and no more than asked for', async () => {
    const turns = async (atMost: number, within: number) => (await repeat({ atMost, within }, async () => 0)).length;
    expect(await turns(7, 0)).toBe(3);
    expect(await turns(7, Number.POSITIVE_INFINITY)).toBe(7);
    expect(await turns(6, Number.POSITIVE_INFINITY)).toBe(5);
  });
});
