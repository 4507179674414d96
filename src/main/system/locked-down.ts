import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type Session,
  session,
  type WebContents,
  type WebPreferences,
} from 'electron';

/** What every window of the app goes without. */
export const LOCKED_DOWN: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
  devTools: !app.isPackaged,
};

interface LockedWindowOptions extends BrowserWindowConstructorOptions {
  readonly webPreferences: Pick<WebPreferences, 'preload' | 'session' | 'zoomFactor'> & { readonly devTools?: false };
}

/** A window that goes without. What matters most is named once more, where a static scan sees it. */
export function lockedWindow({ webPreferences, ...options }: LockedWindowOptions): BrowserWindow {
  return new BrowserWindow({
    ...options,
    webPreferences: {
      ...LOCKED_DOWN,
      ...webPreferences,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
}

/** Says whether a frame of a page may go to an address that the page, or a redirect, names. */
export type NavigationRule = (navigation: { readonly url: string; readonly isMainFrame: boolean }) => boolean;

const rules = new WeakMap<WebContents, NavigationRule>();

/** Lets a page navigate by a rule. Without one it stays where the app has put it. */
export function letNavigate(contents: WebContents, rule: NavigationRule): void {
  rules.set(contents, rule);
}

/**
 * Closes whatever a page or a session that nobody thought of would leave open: no permission, no window, no navigation
 * without a rule, no webview, no WebRTC but through a proxy. To be called before the first session is made.
 */
export function lockDown(): void {
  app.on('session-created', (created) => {
    created.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
    created.setPermissionCheckHandler(() => false);
    created.setDevicePermissionHandler(() => false);
  });
  app.on('web-contents-created', (_event, contents) => {
    const judge = (event: { url: string; isMainFrame: boolean; preventDefault(): void }) => {
      if (!rules.get(contents)?.(event)) event.preventDefault();
    };
    contents.on('will-frame-navigate', judge);
    contents.on('will-redirect', judge);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // No content security policy and no webRequest covers WebRTC.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}

/** A session in memory only, for a `partition` without `persist:`. */
export function memorySession(partition: string): Session {
  return session.fromPartition(partition, { cache: false });
}
