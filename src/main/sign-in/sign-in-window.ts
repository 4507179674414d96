import { randomUUID } from 'node:crypto';
import type { BrowserWindow, Session } from 'electron';
import type { CustomCloud } from '../../core/model/clouds';
import { parseUrl } from '../../core/model/url';
import { LOCKED_DOWN, letNavigate, lockedWindow, memorySession } from '../system/locked-down';
import { trustIn } from '../trust/custom-trust';
import { findBlock } from './blocked-page';
import { blockedTitle, judgePage, mayFetch, type SignInRules, signInTitle } from './sign-in-rules';

/** How a sign-in window ended. */
export type SignInOutcome =
  /** The sign-in page sent the person to the redirect URI; `url` carries the answer, unverified. */
  | { readonly kind: 'redirected'; readonly url: string }
  | { readonly kind: 'closed' }
  /** The page could not be loaded; `code` is Chromium's name, such as `ERR_CERT_AUTHORITY_INVALID`. */
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'crashed' };

/** An open sign-in window. */
export interface SignInWindow {
  readonly outcome: Promise<SignInOutcome>;
  focus(): void;
  /** As if the person had closed it. */
  close(): void;
}

/** What to open. `url` is the authorize endpoint with its query. */
export interface SignInPage {
  readonly url: string;
  readonly connectionName: string;
  /** Whose extra authority the window trusts. */
  readonly customCloud: CustomCloud | null;
  readonly rules: SignInRules;
  /** The page that is shown now says that conditional access keeps this window out, by this code; `null`: it no longer does. */
  readonly onBlock: (code: number | null) => void;
}

/** Chromium's number for a navigation that was given up, for instance because it was prevented. */
const ABORTED = -3;
const BLOCKED_BY_CLIENT = -20;
const MOST_POPUPS = 5;

/**
 * Opens a window for a sign-in that can do nothing but sign in: sandboxed, without Node or preload, in a session of its
 * own that is only in memory and emptied afterwards; permissions and downloads refused; https only. `zoomFactor`: 1 is as it comes.
 *
 * The way back is caught at the session's `onBeforeRequest`, which sees each request of a main frame, every leg of a
 * redirect included, before anything is sent. The navigation events stand behind it for what never becomes a request.
 */
export function openSignInWindow(page: SignInPage, zoomFactor: number): SignInWindow {
  const window = new SigningIn(page, zoomFactor);
  window.open();
  return window;
}

class SigningIn implements SignInWindow {
  #resolve: (outcome: SignInOutcome) => void = () => undefined;
  readonly outcome = new Promise<SignInOutcome>((resolve) => {
    this.#resolve = resolve;
  });
  readonly #session: Session;
  readonly #window: BrowserWindow;
  readonly #popups = new Set<BrowserWindow>();
  #settled = false;
  #block: number | null = null;

  constructor(
    private readonly page: SignInPage,
    zoomFactor: number,
  ) {
    this.#session = trustIn(throwAwaySession(), page.customCloud);
    this.#window = lockedWindow({
      width: 520,
      height: 720,
      minWidth: 360,
      minHeight: 480,
      center: true,
      fullscreenable: false,
      title: signInTitle('', page.connectionName),
      webPreferences: { devTools: false, session: this.#session, zoomFactor },
    });
  }

  open(): void {
    this.#window.setMenuBarVisibility(false);
    this.#session.webRequest.onBeforeRequest((details, answer) => {
      if (details.resourceType !== 'mainFrame') return answer({ cancel: !mayFetch(details.url, this.page.rules) });
      answer({ cancel: !this.#mayNavigate(details.url, this.#windowOf(details.webContentsId)) });
    });
    this.#guard(this.#window);
    this.#window.webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      // What was blocked here is told in the title, and what was given up is followed by something else.
      if (!isMainFrame || code === ABORTED || code === BLOCKED_BY_CLIENT) return;
      this.#settle({ kind: 'unreachable', code: description });
    });
    this.#window.webContents.on('did-finish-load', () => void this.#look());
    this.#window.webContents.on('render-process-gone', () => this.#settle({ kind: 'crashed' }));
    this.#window.on('closed', () => this.#settle({ kind: 'closed' }));
    // A failed load is told by the event above as well.
    this.#window.loadURL(this.page.url).catch(() => undefined);
  }

  focus(): void {
    if (this.#settled || this.#window.isDestroyed()) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  close(): void {
    this.#settle({ kind: 'closed' });
  }

  /** Ends the sign-in once, closes its windows and forgets all they knew. */
  #settle(outcome: SignInOutcome): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#resolve(outcome);
    // Not within the request that was caught: a window must not go while it waits for an answer of ours.
    setImmediate(() => {
      for (const window of [...this.#popups, this.#window]) if (!window.isDestroyed()) window.destroy();
      void forget(this.#session);
    });
  }

  /** Looks whether the page is the authority's own, and says that this window is kept out. */
  async #look(): Promise<void> {
    const { webContents } = this.#window;
    const authority = originOf(this.page.url);
    const block = originOf(webContents.getURL()) === authority ? await findBlock(webContents, authority) : null;
    if (this.#settled || block === this.#block) return;
    this.#block = block;
    this.page.onBlock(block);
  }

  /** Judges a navigation of a main frame; the way back counts only in the window that was opened for it. */
  #mayNavigate(url: string, window: BrowserWindow | null): boolean {
    if (this.#settled) return false;
    const verdict = judgePage(url, this.page.rules);
    switch (verdict.kind) {
      case 'allow':
        return true;
      case 'redirect':
        if (window === this.#window) this.#settle({ kind: 'redirected', url });
        return false;
      case 'block':
        window?.setTitle(blockedTitle(verdict.what, this.page.connectionName));
        return false;
    }
  }

  /** The same rules for the window and for each popup it opens. */
  #guard(window: BrowserWindow): void {
    const { webContents } = window;
    letNavigate(webContents, ({ url, isMainFrame }) =>
      isMainFrame ? this.#mayNavigate(url, window) : mayFetch(url, this.page.rules),
    );
    window.on('page-title-updated', (event) => event.preventDefault());
    webContents.on('did-navigate', (_event, url) => window.setTitle(signInTitle(url, this.page.connectionName)));
    webContents.setWindowOpenHandler(({ url }) => {
      const allowed = this.#popups.size < MOST_POPUPS && judgePage(url, this.page.rules).kind === 'allow';
      if (!allowed) return { action: 'deny' };
      return {
        action: 'allow',
        overrideBrowserWindowOptions: {
          width: 480,
          height: 640,
          title: signInTitle(url, this.page.connectionName),
          webPreferences: { ...LOCKED_DOWN, devTools: false, session: this.#session },
        },
      };
    });
    webContents.on('did-create-window', (popup) => this.#adopt(popup));
  }

  #adopt(popup: BrowserWindow): void {
    if (this.#settled || popup.webContents.session !== this.#session) {
      popup.destroy();
      return;
    }
    this.#popups.add(popup);
    popup.once('closed', () => this.#popups.delete(popup));
    popup.setMenuBarVisibility(false);
    this.#guard(popup);
  }

  #windowOf(webContentsId: number | undefined): BrowserWindow | null {
    const windows = [this.#window, ...this.#popups];
    return windows.find((window) => !window.isDestroyed() && window.webContents.id === webContentsId) ?? null;
  }
}

/** A session that lives in memory only (its partition has no `persist:`) and that nothing else uses. */
function throwAwaySession(): Session {
  const own = memorySession(`sign-in-${randomUUID()}`);
  own.on('will-download', (event) => event.preventDefault());
  return own;
}

function originOf(address: string): string {
  return parseUrl(address)?.origin ?? '';
}

async function forget(own: Session): Promise<void> {
  own.webRequest.onBeforeRequest(null);
  await Promise.allSettled([own.clearStorageData(), own.clearCache(), own.clearAuthCache(), own.closeAllConnections()]);
}
