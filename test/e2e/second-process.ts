import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { WholeApp } from './app';

/** How a process that was started beside the app ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the app a second time, over the same data folder and keychain, with something on its standard input. Waits for its end. */
export async function startAgain(tray: WholeApp, args: readonly string[], input = ''): Promise<Ended> {
  const { executable, isPackaged, path } = await tray.electron.evaluate(({ app }) => ({
    executable: process.execPath,
    isPackaged: app.isPackaged,
    path: app.getAppPath(),
  }));
  return runBeside(tray, executable, [...(isPackaged ? [] : ['--no-sandbox', path]), ...args], input);
}

/** Runs a program to its end that finds the data folder and the keychain of the app, whether that is running or not. */
export async function runBeside(
  tray: WholeApp,
  program: string,
  args: readonly string[],
  input: string,
): Promise<Ended> {
  const child = spawn(program, [...args, `--user-data-dir=${tray.dataFolder}`], {
    env: { ...process.env, ...tray.keyring.env },
  });
  // Who refuses at once may not read what is sent.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [[code], stdout, stderr] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
