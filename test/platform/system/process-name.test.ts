import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askCim, programOf, readCim, readPs, UNKNOWN_PROGRAM } from '../../../src/platform/system/process-name';
import { problemsIn } from '../../support/powershell';

const node = { name: basename(process.execPath), path: process.execPath };

describe.skipIf(process.platform === 'win32')('a process', () => {
  it('is named by its program, and so is its parent', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e6)']);
    onTestFinished(() => void child.kill());
    expect(await programOf(child.pid ?? 0)).toEqual({ ...node, parent: node });
  });

  it('that there is not is an unknown program', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await new Promise((resolve) => child.once('close', resolve));
    for (const id of [child.pid ?? 0, 0, -1, 1.5, Number.NaN, 2 ** 31, Number.MAX_SAFE_INTEGER])
      expect(await programOf(id)).toEqual(UNKNOWN_PROGRAM);
  });

  it('cannot hide the words around it behind its name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ptt-name-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const odd = join(folder, `a) R 1 \u001b[2J\n\u202egone${'x'.repeat(80)}`);
    await copyFile('/bin/sleep', odd);
    const child = spawn(odd, ['1000']);
    onTestFinished(() => void child.kill());
    await new Promise((resolve) => child.once('spawn', resolve));
    const found = await programOf(child.pid ?? 0);
    expect(found).toEqual({ name: `a) R 1 [2Jgone${'x'.repeat(46)}`, path: null, parent: node });
  });
});

it('is read from what ps prints on a Mac', () => {
  expect(readPs(' 512 /Applications/Visual Studio Code.app/Contents/MacOS/Code \n')).toEqual({
    name: 'Code',
    path: '/Applications/Visual Studio Code.app/Contents/MacOS/Code',
    parentId: 512,
  });
  expect(readPs('    1 -zsh\n')).toEqual({ name: '-zsh', path: null, parentId: 1 });
  for (const nothing of ['', '\n', '  77 \n', 'ps: no such process']) expect(readPs(nothing)).toBeNull();
});

it('is read from what Windows prints', () => {
  const pwsh = { Name: 'pwsh.exe', ExecutablePath: 'C:\\Program Files\\PowerShell\\7\\pwsh.exe' };
  const shown = { name: 'pwsh.exe', path: pwsh.ExecutablePath };
  const system = { Name: 'System', ExecutablePath: null };
  expect(readCim(`\ufeff${JSON.stringify([pwsh, system])}\r\n`)).toEqual([shown, { name: 'System', path: null }]);
  expect(readCim(JSON.stringify([pwsh]))).toEqual([shown]);
  for (const nothing of ['', '[]', 'null', '{}', '[{"Name":"x"}]', 'Get-CimInstance: no'])
    expect(readCim(nothing)).toEqual([]);
});

it('is asked of Windows in a script that PowerShell can read', async () => {
  expect(await problemsIn(askCim(4711))).toEqual([]);
});
