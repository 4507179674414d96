import { type DurationMs, SECOND } from './time';

export const DEFAULT_SETTINGS: AppSettings = {
  clearClipboardAfter: 60 * SECOND,
  copyShortcut: null,
  theme: 'system',
  agentSocket: true,
};

/** What a person may set for the whole app. */
export interface AppSettings {
  /** How long a copied access token stays on the clipboard. */
  readonly clearClipboardAfter: DurationMs;
  /** Electron accelerator such as `CommandOrControl+Alt+T`, with the connection it copies; `null` for none. */
  readonly copyShortcut: { readonly accelerator: string; readonly connectionId: string } | null;
  readonly theme: 'system' | 'light' | 'dark';
  /** Whether other programs of this user, such as the command line, may ask the app over its socket. */
  readonly agentSocket: boolean;
}
