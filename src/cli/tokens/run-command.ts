import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import { CommandError } from '../command-error';

/** What can be passed on. SIGKILL and SIGSTOP reach nobody but the one they are for. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK', 'SIGUSR1', 'SIGUSR2'];
const FROM_KEYBOARD: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

/**
 * Runs a command to its end, with this process's own input and output, and passes signals on. Resolves to its exit code, or to 128 and the
 * number of the signal that ended it. Throws a {@link CommandError}, as shells have it: 127 when there is no such command, 126 when it can't be run.
 */
export async function runCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = begin(command, args, env);
  const stop = passOnSignals(child);
  try {
    return await ended(child, command);
  } finally {
    stop();
  }
}

/** On Windows, cross-spawn finds `.cmd` files and quotes for them. */
function begin(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  try {
    return spawn(command, [...args], { stdio: 'inherit', env });
  } catch (error) {
    throw notRun(command, error);
  }
}

function ended(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      // It may also say that a signal couldn't be passed on.
      if (child.pid === undefined || codeOf(error) === 'ENOENT') reject(notRun(command, error));
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function notRun(command: string, error: unknown): CommandError {
  const code = codeOf(error);
  if (code === 'ENOENT') return new CommandError(127, `Couldn't find the command "${command}".`);
  return new CommandError(126, `Couldn't run the command "${command}" (${code}).`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

/** Returns the function that stops it. While it lasts, no such signal ends this process. */
function passOnSignals(child: ChildProcess): () => void {
  const listeners = SIGNALS.filter((signal) => signal in constants.signals).map((signal) => {
    const pass = () => {
      if (!reachesAll(signal)) child.kill(signal);
    };
    process.on(signal, pass);
    return () => process.off(signal, pass);
  });
  return () => {
    for (const stop of listeners) stop();
  };
}

/** Whether the system gives a signal to every process of the terminal itself, so that the command would get it twice. */
function reachesAll(signal: NodeJS.Signals): boolean {
  if (process.platform === 'win32') return true;
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  return hasTerminal && FROM_KEYBOARD.has(signal);
}
