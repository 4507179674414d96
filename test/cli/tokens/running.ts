import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { inShell } from '../../../src/core/setup/snippets';
import { BUILT, type Lab } from '../support/cli';

/** A script that asks the managed identity endpoint for a token of the API in each line. */
export const ASKS_ENDPOINT = join(import.meta.dirname, 'programs/asks-endpoint.mjs');

export interface RunningOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly onTerminal?: true;
}

/** The built command line while it runs, with a program at its other end that answers line by line. */
export class Running {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #stderr: Promise<string>;

  constructor({ env }: Pick<Lab, 'env'>, args: readonly string[], { env: more, onTerminal }: RunningOptions = {}) {
    const own = [process.execPath, BUILT, ...args];
    // util-linux's `script` gives it a terminal, on which all that is written here is typed.
    const [program = '', ...rest] = onTerminal
      ? ['script', '-qec', `stty cols 150; exec ${own.map(inShell).join(' ')}`, '/dev/null']
      : own;
    this.#child = spawn(program, rest, { env: { ...process.env, ...env, ...more } });
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#stderr = text(this.#child.stderr);
    onTestFinished(() => void this.#child.kill('SIGKILL'));
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  /** The next line of its standard output; an empty one when there are no more. */
  async line(): Promise<string> {
    const { value = '', done } = await this.#lines.next();
    return done ? '' : value;
  }

  /** The next line that holds this text; an empty one when there are no more. */
  async lineWith(text: string): Promise<string> {
    for (;;) {
      const { value = '', done } = await this.#lines.next();
      if (done || value.includes(text)) return value;
    }
  }

  /** Types a key on its terminal. */
  type(key: string): void {
    this.#child.stdin.write(key);
  }

  /** Writes a line to its standard input, and resolves to what it answers. */
  async ask(line: string): Promise<string> {
    this.#child.stdin.write(`${line}\n`);
    return this.line();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** No more comes on its standard input. Resolves when it has ended. */
  async end(): Promise<{ code: number | null; stderr: string }> {
    this.#child.stdin.end();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return { code: this.#child.exitCode, stderr: await this.#stderr };
  }
}
