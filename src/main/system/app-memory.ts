import type ElectronStore from 'electron-store';
import * as v from 'valibot';
import { idSchema } from '../../core/model/new-id';
import { epochMsSchema, list, record, text } from '../../core/model/schema';
import type { DurationMs, Timers } from '../../core/model/time';
import { coalesce } from '../../platform/system/timers';

const notedSchema = record({
  id: text(200),
  at: epochMsSchema,
  /** Whether it was on the desktop, alone or in a digest. */
  isShown: v.boolean(),
});

/** A notification that nobody has acted on or dismissed. */
export type Noted = v.InferOutput<typeof notedSchema>;

const memorySchema = v.object({
  lastCopied: v.fallback(v.nullable(idSchema), null),
  notifications: v.fallback(list(notedSchema), []),
});

type Memory = Readonly<v.InferOutput<typeof memorySchema>>;

/** Changes that come together are written together. */
const TOGETHER: DurationMs = 250;

/** What the app remembers across starts that nobody has set, in `state.json` of the data folder. Nothing in it is secret, or missed when it is lost. */
export class AppMemory {
  #current: Memory;
  readonly #writing: ReturnType<typeof coalesce>;

  static async open(dataFolder: string, timers: Timers): Promise<AppMemory> {
    const { default: Store } = await import('electron-store');
    return new AppMemory(
      new Store({ cwd: dataFolder, name: 'state', clearInvalidConfig: true, configFileMode: 0o600 }),
      timers,
    );
  }

  constructor(
    private readonly file: Pick<ElectronStore, 'store' | 'set'>,
    timers: Timers,
  ) {
    this.#current = v.parse(memorySchema, file.store);
    this.#writing = coalesce(timers, TOGETHER, () => this.#write());
  }

  current(): Memory {
    return this.#current;
  }

  change(change: Partial<Memory>): void {
    this.#current = { ...this.#current, ...change };
    this.#writing.ask();
  }

  /** Writes what is not written yet. */
  end(): void {
    this.#writing.stop();
    this.#write();
  }

  #write(): void {
    try {
      this.file.set(this.#current);
    } catch {
      // It lasts until the app quits.
    }
  }
}
