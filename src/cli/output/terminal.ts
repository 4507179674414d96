import type { CommandError } from '../command-error';
import { harmless } from './harmless';

/** In bytes. */
const MOST_UNREAD = 1024 * 1024;

/** Where a command prints: what was asked for on standard output, all else on standard error. */
export class Terminal {
  exitCode = 0;
  /** Whether what was asked for is to be printed as JSON. */
  json = false;

  /** Whoever waits for what was printed to arrive has something to do when it doesn't. */
  #isDelivering = false;
  /** Whether it goes on with nobody reading. */
  #isReporting = false;

  constructor() {
    // Whoever reads may have had enough.
    for (const stream of [process.stdout, process.stderr])
      stream.on('error', ({ code }: NodeJS.ErrnoException) => {
        if (this.#isDelivering || this.#isReporting) return;
        if (code === 'EPIPE') process.exit(0);
        if (stream === process.stdout)
          this.note(`Couldn't write the output (${code}). Check the disk that it goes to.`);
        process.exit(1);
      });
  }

  /** What was asked for. */
  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  /** What was asked for, where it counts whether it arrives. Rejects with the system's error when it doesn't. */
  deliver(text: string): Promise<void> {
    this.#isDelivering = true;
    return new Promise((resolve, reject) => {
      process.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** What a command that goes on has to tell, whether or not somebody reads it; left out while very much waits for a reader. */
  report(line: string): void {
    this.#isReporting = true;
    if (process.stdout.writableLength < MOST_UNREAD) process.stdout.write(`${line}\n`);
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  /** What a person has to know meanwhile. */
  note(text: string): void {
    process.stderr.write(`${text.split('\n').map(harmless).join('\n')}\n`);
  }

  /** Says why nothing came of it. Returns the exit code. */
  fail({ code, message, failure }: CommandError): number {
    if (message !== '') this.note(message);
    if (this.json && message !== '') this.printJson({ error: { code, message, failure } });
    return code;
  }
}
