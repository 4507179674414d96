import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { SECRETS, type Target } from './target';

/** A target that did not stand what was sent. */
export interface Breach {
  readonly why: string;
  /** The shortest input that shows it, for people. */
  readonly input: string;
  /** Where it is kept. */
  readonly file: string;
}

/** What came of feeding one target. */
export interface Outcome {
  readonly target: string;
  readonly kept: number;
  readonly tried: number;
  readonly breach: Breach | null;
}

interface KeptCase {
  readonly target: string;
  readonly why: string;
  readonly input: string;
  /** The input as V8 serializes it, in base64: nothing less keeps a Map or a lone surrogate. */
  readonly bytes: string;
}

/** Longer than anything takes here, on the slowest computer. */
const HANG = 20_000;
/** How long a failing case may be made shorter. */
const SHRINKING = 20_000;

/** Feeds targets, each with its kept cases first. */
export class Fuzzer {
  readonly #watch: Worker;
  #isFeeding = false;
  readonly #strays: unknown[] = [];
  readonly #noteStray = (reason: unknown) => {
    // What is wrong with the fuzzer itself ends it.
    if (!this.#isFeeding) throw reason;
    this.#strays.push(reason);
  };

  /** `hang`: after so many milliseconds without an end, the input is kept and the process ends. */
  constructor(
    private readonly folder: string,
    hang = HANG,
  ) {
    mkdirSync(folder, { recursive: true });
    this.#watch = new Worker(new URL('./watch.mjs', import.meta.url), { workerData: { folder, hang }, execArgv: [] });
    process.on('unhandledRejection', this.#noteStray);
    process.on('uncaughtException', this.#noteStray);
  }

  async run(target: Target, seed: number, milliseconds: number): Promise<Outcome> {
    const kept = readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ file: join(this.folder, name), ...readCase(join(this.folder, name)) }))
      .filter((one) => one.target === target.name);
    for (const { file, input, bytes } of kept) {
      const error = await this.#tryOut(target, deserialize(Buffer.from(bytes, 'base64'))).catch((reason) => ({
        reason,
      }));
      if (error)
        return { target: target.name, kept: kept.length, tried: 0, breach: { why: why(error.reason), input, file } };
    }
    let last: Promise<void> = Promise.resolve();
    const property = fc.asyncProperty(target.input, (input) => {
      last = this.#tryOut(target, input);
      return last;
    });
    // At the end of its time it does not wait for the case that is tried out.
    const run = (more: fc.Parameters<[unknown]>) =>
      fc
        .check(property, { numRuns: 1_000_000_000, markInterruptAsFailure: false, seed, ...more })
        .finally(() => last.catch(() => undefined));
    const first = await run({ interruptAfterTimeLimit: milliseconds, endOnFailure: true });
    const outcome = { target: target.name, kept: kept.length, tried: first.numRuns };
    if (!first.failed || first.counterexamplePath === null) return { ...outcome, breach: null };
    const shortest = await run({ path: first.counterexamplePath, interruptAfterTimeLimit: SHRINKING });
    const { counterexample, errorInstance } = shortest.failed && shortest.counterexample ? shortest : first;
    return { ...outcome, breach: this.#keep(target, counterexample?.[0], why(errorInstance)) };
  }

  close(): Promise<number> {
    process.off('unhandledRejection', this.#noteStray);
    process.off('uncaughtException', this.#noteStray);
    return this.#watch.terminate();
  }

  /** Rejects with what is wrong. */
  async #tryOut(target: Target, input: unknown): Promise<void> {
    const bytes = serialize(input);
    this.#watch.postMessage({ target: target.name, bytes, input: inFewWords(input) });
    this.#strays.length = 0;
    const printing = catchPrinted();
    this.#isFeeding = true;
    try {
      const seen = await target.feed(input);
      // What nobody waits for fails a moment later.
      await new Promise(setImmediate);
      if (this.#strays.length > 0) throw new Error('a rejection that nobody handles', { cause: this.#strays[0] });
      const secret = secretIn(
        inspect([seen, printing.end()], { depth: 20, maxArrayLength: null, maxStringLength: null }),
      );
      if (secret !== null) throw new Error(`the secret "${secret}" can be seen`);
    } finally {
      this.#isFeeding = false;
      printing.end();
      this.#watch.postMessage(null);
    }
  }

  #keep(target: Target, input: unknown, reason: string): Breach {
    const bytes = serialize(input);
    const file = join(
      this.folder,
      `${target.name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.json`,
    );
    const [line = ''] = reason.split('\n');
    const words = inFewWords(input);
    const kept: KeptCase = { target: target.name, why: line, input: words, bytes: bytes.toString('base64') };
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
    return { why: reason, input: words, file };
  }
}

function readCase(file: string): KeptCase {
  const { target, why, input, bytes } = JSON.parse(readFileSync(file, 'utf8'));
  return { target: String(target), why: String(why), input: String(input), bytes: String(bytes) };
}

function inFewWords(input: unknown): string {
  return inspect(inWords(input), { depth: 10, maxStringLength: 2000, maxArrayLength: 60, breakLength: 120 }).slice(
    0,
    3000,
  );
}

/** Bytes as text. */
function inWords(input: unknown): unknown {
  if (input instanceof Uint8Array) return Buffer.from(input).toString('latin1');
  if (Array.isArray(input)) return input.map(inWords);
  if (typeof input !== 'object' || input === null || Symbol.iterator in input) return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, inWords(value)]));
}

function why(error: unknown): string {
  return inspect(error).slice(0, 3000);
}

const PIECE = 12;
const PIECES = Object.entries(SECRETS).flatMap(([name, secret]) =>
  Array.from({ length: secret.length - PIECE + 1 }, (_, at) => ({ name, piece: secret.slice(at, at + PIECE) })),
);

/** The name of a secret that a text holds a piece of. */
function secretIn(text: string): string | null {
  return PIECES.find(({ piece }) => text.includes(piece))?.name ?? null;
}

/** Keeps what is printed from the screen until `end`, which returns it. */
function catchPrinted(): { end(): string } {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  let printed = '';
  for (const stream of streams)
    stream.write = (text: string | Uint8Array) => {
      printed += String(text);
      return true;
    };
  return {
    end: () => {
      for (const [at, stream] of streams.entries()) Object.assign(stream, { write: writes[at] });
      return printed;
    },
  };
}
