/** What scripts in a page tell Node through a binding: JSON text, with arguments packed by structured-text. */
export type PreloadMessage =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly type: 'send'; readonly channel: string; readonly args: string }
  | { readonly type: 'preload-error'; readonly error: string };

export type WatcherMessage = { readonly type: 'title'; readonly title: string };

/** A page wants to use something that needs a permission, or to know whether it may. */
export interface PermissionMessage {
  readonly id: number;
  readonly kind: 'request' | 'check';
  /** Electron's name of it. */
  readonly permission: string;
}

export interface PermissionSettings {
  readonly binding: string;
  readonly receiver: string;
}

/** What Node tells the preload's world. */
export type NodeMessage =
  | { readonly type: 'event'; readonly channel: string; readonly args: string }
  | { readonly type: 'reply'; readonly id: number; readonly ok: boolean; readonly value: string };

/** What a preload script is started with. */
export interface PreloadSettings {
  readonly channel: string;
  /** Name of the binding to Node, and of the function Node calls. */
  readonly binding: string;
  readonly receiver: string;
  readonly path: string;
  readonly process: {
    readonly platform: string;
    readonly arch: string;
    readonly versions: Readonly<Record<string, string>>;
    readonly argv: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
}
