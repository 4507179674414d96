import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { WholeApp } from './app';
import type { Place } from './leaks';
import type { Ended } from './second-process';

const BUILT = resolve(import.meta.dirname, '../../out/cli/main.cjs');

/** The built command line beside the app, which finds its data folder and no keychain. */
export class PartnerToken {
  /** What it left where others could see it: all but what it was asked to print. */
  readonly places: Place[] = [];

  constructor(private readonly tray: WholeApp) {}

  /** Runs it to its end. */
  run(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** `interrupt` is Ctrl+C; `said` is what it has said on standard error by now. */
  start(...args: string[]): { readonly ended: Promise<Ended>; said(): string; interrupt(): void } {
    const { DBUS_SESSION_BUS_ADDRESS: _, ...environment } = process.env;
    const child = spawn(process.execPath, [BUILT, ...args], {
      env: { ...environment, PARTNER_TOKEN_TRAY_DATA: this.tray.dataFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const name = `partner-token ${args.join(' ')}`;
    const seen = process.platform === 'linux' ? this.#look(name, child.pid ?? 0) : Promise.resolve();
    let said = '';
    child.stderr.on('data', (piece: Buffer) => {
      said += piece.toString();
    });
    const closed = new Promise<number | null>((done) => child.once('close', done));
    const ended = Promise.all([closed, text(child.stdout), text(child.stderr), seen]).then(([code, stdout, stderr]) => {
      this.places.push({ name: `${name}: standard error`, content: Buffer.from(stderr) });
      return { code, stdout, stderr };
    });
    return { ended, said: () => said, interrupt: () => void child.kill('SIGINT') };
  }

  /** What other programs of the same person see of it. */
  async #look(name: string, pid: number): Promise<void> {
    for (const file of ['cmdline', 'environ']) {
      const content = await readFile(`/proc/${pid}/${file}`).catch(() => Buffer.alloc(0));
      this.places.push({ name: `${name}: ${file}`, content });
    }
  }
}
