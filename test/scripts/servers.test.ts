import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsIn } from '../support/powershell';

const SERVERS = resolve(import.meta.dirname, '../../assets/servers');
const read = (name: string) => readFileSync(join(SERVERS, name), 'utf8');
const HAS_SYSTEMD = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('the files for servers', () => {
  it.runIf(HAS_SYSTEMD)("have a unit that systemd takes, and that is shut off from what it doesn't need", () => {
    const folder = mkdtempSync(join(tmpdir(), 'ptt-unit-'));
    const unit = join(folder, 'partner-token.service');
    try {
      writeFileSync(
        unit,
        read('systemd/partner-token.service').replace('/usr/local/bin/partner-token', process.execPath),
      );
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      // 10 is everything, 0 nothing.
      execFileSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', unit], { stdio: 'ignore' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('have a script that a POSIX shell can read, and one that follows the grammar of PowerShell', async () => {
    execFileSync('sh', ['-n', join(SERVERS, 'systemd/with-secret-service')]);
    expect(await problemsIn(read('windows/register-task.ps1'))).toEqual([]);
  });

  it('have a property list whose elements are closed in order', () => {
    const open: string[] = [];
    for (const [, end, name = '', selfClosed] of read('launchd/io.github.partner-token-tray.keep.plist').matchAll(
      /<(\/?)([a-z]+)[^>]*?(\/?)>/g,
    )) {
      if (selfClosed) continue;
      if (end) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('agree on the port that the docs name', () => {
    for (const file of [
      'systemd/partner-token.service',
      'systemd/secret-service.conf',
      'launchd/io.github.partner-token-tray.keep.plist',
      'windows/register-task.ps1',
    ])
      expect(read(file)).toContain('127.0.0.1:9469');
  });
});
