import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';
import { BUILT, type Lab } from '../support/cli';

const Event = v.looseObject({
  event: v.string(),
  message: v.string(),
  expiresAt: v.nullable(v.string()),
  nextAt: v.nullable(v.string()),
});
type Event = v.InferOutput<typeof Event>;

/** The built `keep` while it runs, whose standard output is read line by line. */
export class Keeping {
  readonly lines: string[] = [];
  readonly events: Event[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  /** What has come since {@link event} was asked last. */
  #next = 0;
  #look: () => void = () => undefined;
  #isOver = false;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;

  constructor({ env }: Pick<Lab, 'env'>, args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [BUILT, 'keep', ...args], { env: { ...process.env, ...env, ...more } });
    onTestFinished(() => void this.#child.kill('SIGKILL'));
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.events.push(v.parse(Event, JSON.parse(line)));
      this.#look();
    });
    const closed = new Promise<number | null>((resolve) => {
      this.#child.once('close', (code) => {
        this.#isOver = true;
        this.#look();
        resolve(code);
      });
    });
    this.ended = Promise.all([closed, text(this.#child.stderr)]).then(([code, stderr]) => ({ code, stderr }));
  }

  get processId(): number {
    return this.#child.pid ?? 0;
  }

  /** The next event of that name after the one that was waited for last. Rejects when it ends before. */
  event(name: string): Promise<Event> {
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const at = this.events.findIndex(({ event }, index) => index >= this.#next && event === name);
        const found = this.events[at];
        if (found) {
          this.#next = at + 1;
          this.#look = () => undefined;
          resolve(found);
        } else if (this.#isOver) reject(new Error(`It ended without ${name}:\n${this.lines.join('\n')}`));
      };
      this.#look();
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  end(signal: NodeJS.Signals): Keeping['ended'] {
    this.signal(signal);
    return this.ended;
  }
}

const Call = v.object({ request: v.object({ url: v.string() }) });

/** Resolves when a server of this process is next called at an address that has this in it. */
export function nextCall(part: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (message: unknown) => {
      const call = v.safeParse(Call, message);
      if (!call.success || !call.output.request.url.includes(part)) return;
      unsubscribe('http.server.request.start', look);
      resolve();
    };
    subscribe('http.server.request.start', look);
  });
}
