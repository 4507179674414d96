import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { notifyCommand } from '../../../../src/cli/keep/notify/command';
import { messageOf } from '../../../../src/cli/keep/notify/message';
import { notificationOf } from '../../../../src/core/expiry/notifications';
import { ownFailure } from '../../../../src/core/failures/classify';
import type { OwnCode } from '../../../../src/core/failures/own';
import type { Connection } from '../../../../src/core/model/connection';
import { aConnection, NOW } from '../../../main/support';

const MESSAGE = messageOf(notificationOf(aConnection(), { kind: 'lifetime', threshold: 0 }, NOW));
const { signal } = new AbortController();

describe.runIf(process.platform !== 'win32')('a command for notifications', () => {
  it('that fails, or cannot be found, is told of without what it printed', async () => {
    const deliver = (command: string) => notifyCommand(command)(MESSAGE, signal);
    expect(await deliver('echo secret; exit 3')).toEqual({ kind: 'refused', words: 'The command ended with 3.' });
    expect(await deliver('/nonexistent/command')).toEqual({ kind: 'refused', words: 'The command ended with 127.' });
    expect(await deliver('exec 0<&-')).toEqual({ kind: 'done' });
  });

  it('that takes too long is ended with all that it has started', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ptt-notify-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'pid');
    const ended = await notifyCommand(`sleep 1000 & echo $! > '${file}'; wait`, 300)(MESSAGE, signal);
    expect(ended).toEqual({ kind: 'refused', words: 'The command took too long, and was ended.' });
    const pid = (await readFile(file, 'utf8')).trim();
    const state = () => spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout.trim();
    // A process that is killed may have to wait for a processor to end on.
    await expect.poll(state, { timeout: 10_000 }).toMatch(/^(?:Z.*)?$/);
  });
});

describe('the command that a notification names', () => {
  const commandFor = (code: OwnCode, change: Partial<Connection> = {}) =>
    messageOf(notificationOf(aConnection(change), { kind: 'failure', failure: ownFailure(code, NOW) }, NOW)).command;

  it('is the next step: a code where the client can have one, and none where none helps', () => {
    const name = 'partner-token sign-in "Contoso DE"';
    expect(commandFor('token/gone')).toBe(name);
    expect(commandFor('token/gone', { application: { kind: 'public' } })).toBe(`${name} --device-code`);
    expect(commandFor('secret/gone')).toBe('partner-token edit "Contoso DE" --secret-stdin');
    expect(commandFor('keychain/locked')).toBeNull();
  });

  it('names the connection by its ID where its name means something to a shell', () => {
    const connection = aConnection({ name: '$(reboot)' });
    const { command } = messageOf(notificationOf(connection, { kind: 'lifetime', threshold: 0 }, NOW));
    expect(command).toBe(`partner-token sign-in ${connection.id}`);
  });
});
