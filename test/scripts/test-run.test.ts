import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { counted, countPlaywright, countVitest } from '../../scripts/test-run/count.mjs';

const root = resolve(import.meta.dirname, '../..');
const ran = (code: number | null) => ({ code, output: 'what it printed' });

describe('a run of tests', () => {
  test('counts what passed and failed', () => {
    expect(counted(ran(1), () => ({ passed: 3, failed: 2 }))).toMatchObject({ passed: 3, failed: 2 });
    expect(counted(ran(0), () => ({ passed: 3, failed: 0 }))).toMatchObject({ passed: 3, failed: 0 });
  });

  test('that ran nothing has failed', () => {
    const { failed, output } = counted(ran(0), () => ({ passed: 0, failed: 0 }));
    expect(failed).toBe(1);
    expect(output).toContain('No test ran');
  });

  test('that left no report has failed', () => {
    const run = counted(ran(null), () => {
      throw new Error('ENOENT');
    });
    expect(run).toMatchObject({ passed: 0, failed: 1 });
    expect(run.output).toContain('what it printed');
  });

  test('that crashed after its tests passed has failed', () => {
    expect(counted(ran(134), () => ({ passed: 3, failed: 0 }))).toMatchObject({ passed: 3, failed: 1 });
  });
});

describe('a report', () => {
  test('of Vitest counts a file that broke before its tests ran', () => {
    const testResults = [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    expect(countVitest({ numPassedTests: 1, numFailedTests: 1, testResults })).toEqual({ passed: 1, failed: 2 });
  });

  test('of Playwright counts flaky tests and errors outside of tests as failures', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1 };
    expect(countPlaywright({ stats, errors: ['a config that does not load'] })).toEqual({ passed: 5, failed: 3 });
  });
});

describe('npm test', () => {
  test('refuses a stage that does not exist, and names those that do', () => {
    const run = spawnSync(process.execPath, ['scripts/test.mjs', 'e2f'], { cwd: root, encoding: 'utf8' });
    expect(run.stderr).toContain('no stage "e2f". Stages: lint, types, ');
    expect(run.stdout.trim().split('\n').at(-1)).toBe('0 passed, 1 failed');
    expect(run.status).toBe(1);
  });
});
