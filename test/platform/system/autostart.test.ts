import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopEntry } from '../../../src/main/system/login-items';
import { autostartEntry, autostartFolder, type Command, startsCommand } from '../../../src/platform/system/autostart';

const COMMAND: Command = ['/opt/Partner Token Tray/partner-token-tray', '--hidden'];

/** The value of a key as the desktop reads it: a string of the file, whose escapes are undone first. Source: freedesktop.org. */
function entryValue(entry: string, key: string): string {
  const line = entry.split('\n').find((candidate) => candidate.startsWith(`${key}=`)) ?? '';
  const plain: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };
  return line.slice(key.length + 1).replace(/\\(.)/g, (all, escaped: string) => plain[escaped] ?? all);
}

/** The arguments of an `Exec`, read in the other direction than they are written. */
function argumentsOf(exec: string): string[] {
  const found: string[] = [];
  for (const [, inside = ''] of exec.matchAll(/"((?:[^"\\]|\\.)*)"/g))
    found.push(inside.replace(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'));
  return found;
}

describe('an entry that starts the app at login', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'ptt-autostart-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('is where the desktop looks for it', () => {
    expect(autostartFolder({}, '/home/alex')).toBe('/home/alex/.config/autostart');
    expect(autostartFolder({ XDG_CONFIG_HOME: '/etc/alex' }, '/home/alex')).toBe('/etc/alex/autostart');
    // A folder that is not named in full counts as none.
    expect(autostartFolder({ XDG_CONFIG_HOME: 'config' }, '/home/alex')).toBe('/home/alex/.config/autostart');
  });

  it('is written, read back, and removed, and nothing else is left or touched', async () => {
    const folder = autostartFolder({ XDG_CONFIG_HOME: join(home, 'config') }, home);
    const login = desktopEntry(folder, COMMAND);
    expect(await login.read()).toEqual({ on: false, note: null });
    await login.set(false);
    await login.set(true);
    expect(await login.read()).toEqual({ on: true, note: null });
    await writeFile(join(folder, 'other.desktop'), '[Desktop Entry]\n');
    const entry = await readFile(join(folder, 'partner-token-tray.desktop'), 'utf8');
    expect(entry.split('\n')[0]).toBe('[Desktop Entry]');
    expect(entryValue(entry, 'Type')).toBe('Application');
    expect(argumentsOf(entryValue(entry, 'Exec'))).toEqual(COMMAND);
    expect(await readdir(folder)).toEqual(['other.desktop', 'partner-token-tray.desktop']);
    await login.set(false);
    expect(await login.read()).toEqual({ on: false, note: null });
    expect(await readdir(folder)).toEqual(['other.desktop']);
  });

  it.each([
    ['is turned off in the desktop’s own settings', (entry: string) => entry.replace('enabled=true', 'enabled=false')],
    ['is hidden', (entry: string) => `${entry}Hidden=true\n`],
    ['starts another copy of the app', (entry: string) => entry.replace('/opt/', '/tmp/')],
    ['has the command in another group only', (entry: string) => entry.replace('Exec', '[Desktop Action new]\nExec')],
    ['is empty', () => ''],
  ])('does not count when it %s', async (_, change) => {
    const login = desktopEntry(home, COMMAND);
    await login.set(true);
    const path = join(home, 'partner-token-tray.desktop');
    await writeFile(path, change(await readFile(path, 'utf8')));
    expect((await login.read()).on).toBe(false);
    await login.set(true);
    expect((await login.read()).on).toBe(true);
  });

  it('that cannot be written leaves the one before, and says where', async () => {
    const folder = join(home, 'autostart');
    await writeFile(folder, 'a file where the folder should be');
    const login = desktopEntry(folder, COMMAND);
    await expect(login.set(true)).rejects.toThrow();
    expect(await login.read()).toEqual({ on: false, note: null });
    expect(login.place).toContain(folder);
    expect((await stat(folder)).isFile()).toBe(true);
  });

  it('carries any command whole', () => {
    const argument = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
      fc.string({ unit: fc.constantFrom('"', '\\', '`', '$', '%', ' ', "'", '=', 'a', '/'), minLength: 1 }),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these cannot be in an entry
    const plain = argument.filter((text) => !/[\x00-\x1f\x7f]/.test(text));
    fc.assert(
      fc.property(plain, fc.array(plain, { maxLength: 3 }), (program, args) => {
        const command: Command = [program, ...args];
        const entry = autostartEntry('App', command);
        expect(argumentsOf(entryValue(entry, 'Exec'))).toEqual(command);
        expect(startsCommand(entry, command)).toBe(true);
        expect(startsCommand(entry, [...command, 'more'])).toBe(false);
      }),
    );
  });

  it('holds no command that would break out of its line', () => {
    expect(() => autostartEntry('App', ['/bin/app', 'a\nExec=/bin/other'])).toThrow();
  });

  it.runIf(hasGlib())('starts the very command, as the desktop’s own library reads it', async () => {
    const witness = join(home, 'a "strange" $HOME `folder`', 'wit\\ness.sh');
    await mkdir(join(witness, '..'), { recursive: true });
    const said = join(home, 'said');
    await writeFile(witness, `#!/bin/sh\nprintf '%s\\n' "$@" > '${said}.part'\nmv '${said}.part' '${said}'\n`, {
      mode: 0o700,
    });
    const login = desktopEntry(home, [witness, '--hidden', '--user-data-dir=/x y/%u $z `w` "q" \\v']);
    await login.set(true);
    execFileSync('gio', ['launch', join(home, 'partner-token-tray.desktop')], { stdio: 'ignore' });
    await expect
      .poll(() => readFile(said, 'utf8').catch(() => ''))
      .toBe('--hidden\n--user-data-dir=/x y/%u $z `w` "q" \\v\n');
  });
});

function hasGlib(): boolean {
  try {
    execFileSync('gio', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
