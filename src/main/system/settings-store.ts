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

  constructor(
    private readonly file: Pick<ElectronStore, 'store' | 'set'>,
    platform: NodeJS.Platform = process.platform,
  ) {
    super();
    const { store } = file;
    this.#current = v.parse(storedSchema(usualOn(platform)), store);
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

const entries = appSettingsSchema.entries;

/** Entry by entry, so that one bad value takes no other along. */
function storedSchema(usual: AppSettings) {
  return v.object({
    clearClipboardAfter: v.fallback(entries.clearClipboardAfter, usual.clearClipboardAfter),
    copyShortcut: v.fallback(entries.copyShortcut, usual.copyShortcut),
    theme: v.fallback(entries.theme, usual.theme),
    zoom: v.fallback(entries.zoom, usual.zoom),
    panelPinned: v.fallback(entries.panelPinned, usual.panelPinned),
    panelSize: v.fallback(entries.panelSize, usual.panelSize),
    refreshEvery: v.fallback(entries.refreshEvery, usual.refreshEvery),
    agentSocket: v.fallback(entries.agentSocket, usual.agentSocket),
    // One that can't be read may have been stricter than the usual.
    tokenRequests: v.fallback(entries.tokenRequests, (read) =>
      read?.value === undefined ? usual.tokenRequests : 'ask',
    ),
    tokenGrants: v.fallback(entries.tokenGrants, usual.tokenGrants),
    notifyAt: v.fallback(entries.notifyAt, usual.notifyAt),
    quietHours: v.fallback(entries.quietHours, usual.quietHours),
  });
}

/** On a Mac the keychain is the app's own, so other programs ask for what is in it. Elsewhere every program of the user can read it. */
function usualOn(platform: NodeJS.Platform): AppSettings {
  return { ...DEFAULT_SETTINGS, tokenRequests: platform === 'darwin' ? 'ask' : 'allow' };
}
