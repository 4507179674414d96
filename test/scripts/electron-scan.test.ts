import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { complaints, type Finding, scan } from '../../scripts/electron-scan/scan.mjs';

describe('the static scan', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ptt-scan-'));
    // What the scanner wants of every app.
    put('guarded.ts', 'export const guard = (page: Page) => page.setWindowOpenHandler(() => ({ action: "deny" }));');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function put(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const high = async () => (await scan(folder)).filter(({ severity }) => severity === 'HIGH');

  test('finds a window that could be one with Node, deep in the folder', async () => {
    put('main/window.ts', 'new BrowserWindow({ webPreferences: { nodeIntegration: true } satisfies Preferences });');
    const found = await high();
    expect(found.map(({ check, file }) => `${check} ${file}`)).toContain('CONTEXT_ISOLATION_JS_CHECK main/window.ts');
  });

  test('takes options for unsafe that it does not see, and is content with those that it sees', async () => {
    put('window.ts', 'new BrowserWindow({ webPreferences: LOCKED_DOWN });');
    expect((await high()).map(({ check }) => check).sort()).toEqual([
      'CONTEXT_ISOLATION_JS_CHECK',
      'NODE_INTEGRATION_JS_CHECK',
    ]);
    put(
      'window.ts',
      'new BrowserWindow({ webPreferences: { ...REST, contextIsolation: true, nodeIntegration: false } });',
    );
    expect(await high()).toEqual([]);
  });

  test('is not silenced by a comment', async () => {
    put('window.ts', 'new BrowserWindow({}); // eng-disable CONTEXT_ISOLATION_JS_CHECK NODE_INTEGRATION_JS_CHECK');
    expect(await high()).toHaveLength(2);
  });

  test('finds it when nobody guards new windows', async () => {
    rmSync(join(folder, 'guarded.ts'));
    expect((await high()).map(({ check }) => check)).toEqual(['LIMIT_NAVIGATION_GLOBAL_CHECK']);
  });

  test('fails on a file that it cannot read', async () => {
    put('broken.ts', 'const = ;');
    await expect(scan(folder)).rejects.toThrow("can't read broken.ts");
  });
});

describe('findings and answers', () => {
  const place = { check: 'OPEN_EXTERNAL_JS_CHECK', file: 'main/open.ts', code: 'shell.openExternal(url);' };
  const found: Finding = { ...place, severity: 'MEDIUM' };
  const answer = { ...place, answer: 'Our own address.' };

  test('meet', () => {
    expect(complaints([found], [answer])).toEqual([]);
  });

  test('a finding without an answer fails, and so does a second one like it', () => {
    expect(complaints([found], [])).toEqual([
      'Not answered: OPEN_EXTERNAL_JS_CHECK in main/open.ts: shell.openExternal(url);',
    ]);
    expect(complaints([found, found], [answer])).toHaveLength(1);
  });

  test('a line that was changed needs a new answer', () => {
    expect(complaints([{ ...found, code: 'shell.openExternal(other);' }], [answer])).toHaveLength(2);
  });

  test('an answer without a finding fails', () => {
    expect(complaints([], [answer])).toEqual([
      'Answered, but not found: OPEN_EXTERNAL_JS_CHECK in main/open.ts: shell.openExternal(url);',
    ]);
  });

  test('no answer is good enough for high severity', () => {
    expect(complaints([{ ...found, severity: 'HIGH' }], [answer])).toEqual([
      'High severity: OPEN_EXTERNAL_JS_CHECK in main/open.ts: shell.openExternal(url);',
    ]);
  });
});
