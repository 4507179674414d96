import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStartOptions, unsafeSwitch } from '../../src/main/start-options';
import { prepareDataFolder } from '../../src/platform/files/data-folder';

describe('the command line', () => {
  it('names the data folder in either form, before the environment', () => {
    const env = { PARTNER_TOKEN_TRAY_DATA: '/from/env' };
    expect(readStartOptions(['app', '--user-data-dir=/a'], env).dataFolder).toBe('/a');
    expect(readStartOptions(['app', '--user-data-dir', '/b'], env).dataFolder).toBe('/b');
    expect(readStartOptions(['app'], env).dataFolder).toBe('/from/env');
    expect(readStartOptions(['app'], {}).dataFolder).toBeNull();
  });

  it('leaves flags of Electron and Chromium to them', () => {
    expect(readStartOptions(['app', '--no-sandbox', '--hidden', '--remote-debugging-port=0'], {})).toEqual({
      version: false,
      hidden: true,
      dataFolder: null,
      panelStays: false,
      importInto: null,
      practice: {},
    });
  });

  it('names the connection that a refresh token is imported into, in one argument', () => {
    const importInto = (...argv: string[]) => readStartOptions(['app', ...argv], {}).importInto;
    expect(importInto('--import-token=Contoso = Europe', '/the/app')).toBe('Contoso = Europe');
    expect(importInto('--import-token', '/the/app')).toBe('');
    expect(importInto('--import-token=')).toBe('');
    expect(importInto('--import-tokens=Contoso')).toBeNull();
  });
});

describe('a switch that the packaged app does not start with', () => {
  it.each([
    ['--remote-debugging-port=0', '--remote-debugging-port'],
    ['--remote-debugging-pipe', '--remote-debugging-pipe'],
    ['--remote-debugging-address=0.0.0.0', '--remote-debugging-address'],
    ['--remote-allow-origins=*', '--remote-allow-origins'],
    ['-remote-debugging-port=0', '--remote-debugging-port'],
    ['/Remote-Debugging-Port=0', '--remote-debugging-port'],
    ['--inspect', '--inspect'],
    ['--inspect-brk=0', '--inspect-brk'],
    ['--inspect-port=1', '--inspect-port'],
    ['--inspect-publish-uid=http', '--inspect-publish-uid'],
    ['--debug', '--debug'],
    ['--wait-for-debugger-children', '--wait-for-debugger-children'],
    ['--js-flags=--allow-natives-syntax', '--js-flags'],
    ['--load-extension=/tmp/x', '--load-extension'],
    ['--disable-extensions-except=/tmp/x', '--disable-extensions-except'],
    ['--renderer-cmd-prefix=/tmp/x', '--renderer-cmd-prefix'],
    ['--gpu-launcher=/tmp/x', '--gpu-launcher'],
    ['--browser-subprocess-path=/tmp/x', '--browser-subprocess-path'],
    ['--ignore-certificate-errors-spki-list=x', '--ignore-certificate-errors-spki-list'],
    ['--ssl-key-log-file=/tmp/x', '--ssl-key-log-file'],
    ['--log-net-log=/tmp/x', '--log-net-log'],
  ])('%s', (argument, name) => {
    expect(unsafeSwitch(['app', '--hidden', argument])).toBe(name);
  });

  it('is none of its own, nor what changes only how it looks or how it reaches the network', () => {
    const harmless = ['--hidden', '--import-token=--inspect', '--user-data-dir=/debug', '--proxy-server=proxy:8080'];
    const looks = [
      '--lang=de',
      '--ozone-platform-hint=auto',
      '--disable-gpu',
      '--no-sandbox',
      '/home/me/inspect',
      '-psn_0_1',
    ];
    expect(unsafeSwitch(['/opt/inspect', ...harmless, ...looks])).toBeNull();
  });
});

describe('the environment', () => {
  it('keeps the panel open and names the control port of the practice cloud', () => {
    const env = { PARTNER_TOKEN_TRAY_KEEP_PANEL: '1', PARTNER_TOKEN_TRAY_PRACTICE_CONTROL_PORT: '4321' };
    expect(readStartOptions(['app'], env)).toMatchObject({ panelStays: true, practice: { controlPort: 4321 } });
  });

  it.each(['0', '-1', '65536', 'http', ''])('takes no nonsense for a port: %j', (port) => {
    expect(readStartOptions(['app'], { PARTNER_TOKEN_TRAY_PRACTICE_CONTROL_PORT: port }).practice).toEqual({});
  });
});

describe('the data folder', () => {
  let base = '';
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'ptt-data-'));
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  it('is made when it is not there, for its owner alone', async () => {
    const folder = join(base, 'deep', 'data');
    expect(prepareDataFolder(folder, () => '/usual', '--user-data-dir')).toBe(folder);
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });

  it('is the usual one unless another is asked for', () => {
    expect(prepareDataFolder(null, () => base, '--user-data-dir')).toBe(base);
  });

  it('has to be a full path', () => {
    expect(() => prepareDataFolder('relative/path', () => base, '--user-data-dir')).toThrow('must be a full path');
  });

  it('cannot be a file', async () => {
    const file = join(base, 'file');
    await writeFile(file, '');
    expect(() => prepareDataFolder(file, () => base, '--user-data-dir')).toThrow(/^Couldn't create|isn't a folder/);
  });
});
