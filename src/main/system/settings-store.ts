import { EventEmitter } from 'node:events';
import type ElectronStore from 'electron-store';
import * as v from 'valibot';
import { type AppSettings, appSettingsSchema, DEFAULT_SETTINGS } from '../../core/model/settings';

/** What a person sets for the whole app, in `settings.json` of the data folder. Emits `changed`. */
export class SettingsStore extends EventEmitter<{ changed: [] }> {
  #current: AppSettings;
  /** The names of what the file had and nobody could have entered: the usual counts in its place. */
  readonly setAside: readonly string[];

  /** Loads electron-store, which takes a moment: the tray icon comes first. What is not as it should be in the file counts as not set. */
  static async open(dataFolder: string): Promise<SettingsStore> {
    const { default: Store } = await import('electron-store');
    return new SettingsStore(
      new Store({ cwd: dataFolder, name: 'settings', clearInvalidConfig: true, configFileMode: 0o600 }),
    );
  }

  constructor(private readonly file: Pick<ElectronStore, 'store' | 'set'>) {
    super();
    const { store } = file;
    this.#current = v.parse(storedSchema, store);
    this.setAside = Object.entries(appSettingsSchema.entries)
      .filter(([name, schema]) => store[name] !== undefined && !v.is(schema, store[name]))
      .map(([name]) => name);
  }

  current(): AppSettings {
    return this.#current;
  }

  /** Takes effect at once. Returns whether it could be written; if not, it lasts until the app quits. */
  change(change: Partial<AppSettings>): boolean {
    this.#current = { ...this.#current, ...change };
    try {
      this.file.set(change);
      return true;
    } catch {
      return false;
    } finally {
      this.emit('changed');
    }
  }
}

const { clearClipboardAfter, copyShortcut, theme, agentSocket } = appSettingsSchema.entries;

/** Entry by entry, so that one bad value takes no other along. */
const storedSchema = v.object({
  clearClipboardAfter: v.fallback(clearClipboardAfter, DEFAULT_SETTINGS.clearClipboardAfter),
  copyShortcut: v.fallback(copyShortcut, DEFAULT_SETTINGS.copyShortcut),
  theme: v.fallback(theme, DEFAULT_SETTINGS.theme),
  agentSocket: v.fallback(agentSocket, DEFAULT_SETTINGS.agentSocket),
});
