import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { BUILT, type Lab } from './cli';

/** A command on a pseudo-terminal, as a person has it before them. */
export interface Screen {
  /** Waits until a text is shown below all that was waited for before. */
  sees(text: string): Promise<void>;
  types(keys: string): void;
  /** Shows a question, and answers it. */
  answers(question: string, keys: string): Promise<void>;
  /** Resolves when the command has ended: its exit code, and all that was shown, without colors. */
  ended(): Promise<{ readonly code: number | null; readonly shown: string }>;
  /** All that came, as it came. */
  raw(): string;
}

export const ENTER = '\r';
export const CTRL_C = '\x03';
export const CTRL_D = '\x04';
export const DOWN = '\x1b[B';
/** Longer than any of these steps takes on a busy machine. In milliseconds. */
const PATIENCE = 20_000;

/** Runs the built command line on a terminal of its own: `script`, of every Debian, makes it. `rest` goes to the shell. */
export function onTerminal(lab: Lab, args: readonly string[], rest = '', env: Record<string, string> = {}): Screen {
  const words = [process.execPath, BUILT, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols 120 rows 50; exec ${words} ${rest}`, '/dev/null'], {
    env: { ...process.env, ...lab.env, SHELL: '/bin/sh', TERM: 'xterm-256color', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  let seen = 0;
  let look: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    look();
  });
  child.stdin.on('error', () => undefined);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const screen: Screen = {
    sees: (text) =>
      new Promise((resolve, reject) => {
        const tooLate = setTimeout(
          () => reject(new Error(`"${text}" isn't shown, but:\n${shown.slice(seen)}`)),
          PATIENCE,
        );
        look = () => {
          const plain = stripVTControlCharacters(shown);
          const at = plain.indexOf(text, seen);
          if (at < 0) return;
          clearTimeout(tooLate);
          seen = at + text.length;
          look = () => undefined;
          resolve();
        };
        look();
      }),
    types: (keys) => void child.stdin.write(keys),
    answers: async (question, keys) => {
      await screen.sees(question);
      screen.types(keys);
    },
    ended: async () => ({ code: await closed, shown: stripVTControlCharacters(shown) }),
    raw: () => shown,
  };
  return screen;
}
