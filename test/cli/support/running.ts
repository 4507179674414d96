import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { BUILT, type Lab } from './cli';

/** A command while it runs. */
export interface Running {
  readonly process: ChildProcess;
  /** Waits until a text is shown below all that was waited for before. Resolves to the part in the first parentheses. */
  sees(pattern: RegExp): Promise<string>;
  types(keys: string): void;
  /** Waits for a question, and answers it. */
  answers(question: RegExp, keys: string): Promise<void>;
  /** Its exit code, and all that was shown, without colors. */
  ended(): Promise<{ readonly code: number | null; readonly shown: string }>;
  /** All that came, as it came. */
  raw(): string;
}

/** Longer than any step takes on a busy machine. In milliseconds. */
const PATIENCE = 20_000;
type Environment = Readonly<Record<string, string>>;

export const ENTER = '\r';
export const CTRL_C = '\x03';
export const CTRL_D = '\x04';
export const DOWN = '\x1b[B';

/** Runs the built command line with nothing on standard input. It ends with the test. */
export function start(lab: Lab, args: readonly string[], env: Environment = {}): Running {
  return watch(spawn(process.execPath, [BUILT, ...args], { env: { ...process.env, ...lab.env, ...env } }));
}

/** Runs it on a terminal of its own, which `script` makes, of every Debian. `rest` is for the shell. */
export function onTerminal(lab: Lab, args: readonly string[], rest = '', env: Environment = {}): Running {
  const words = [process.execPath, BUILT, ...args].map((word) => `'${word}'`).join(' ');
  const command = `stty cols 120 rows 50; exec ${words} ${rest}`;
  return watch(
    spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, ...lab.env, SHELL: '/bin/sh', TERM: 'xterm-256color', ...env },
    }),
  );
}

function watch(child: ChildProcess): Running {
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  let seen = 0;
  let look: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      look();
    });
  child.stdin?.on('error', () => undefined);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const sees = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const giveUp = () => reject(new Error(`${pattern} isn't shown, but:\n${shown}`));
      const tooLate = setTimeout(giveUp, PATIENCE);
      look = () => {
        const found = pattern.exec(plain(shown).slice(seen));
        if (!found) return;
        clearTimeout(tooLate);
        look = () => undefined;
        seen += found.index + found[0].length;
        resolve(found[1] ?? '');
      };
      look();
    });
  const types = (keys: string) => void child.stdin?.write(keys);
  return {
    process: child,
    sees,
    types,
    answers: async (question, keys) => {
      await sees(question);
      types(keys);
    },
    ended: async () => ({ code: await closed, shown: plain(shown) }),
    raw: () => shown,
  };
}

/** Without colors, and with the line breaks of a pipe. */
function plain(shown: string): string {
  return stripVTControlCharacters(shown).replaceAll('\r\n', '\n');
}
