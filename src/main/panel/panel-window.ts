import { type BrowserWindow, nativeTheme, screen, type WebFrameMain } from 'electron';
import { type DurationMs, MINUTE, SECOND, type Timers } from '../../core/model/time';
import type { PanelEvents, PanelState, ShowRequest } from '../../ipc/contract';
import { EVENT_CHANNEL, type PanelEventMessage } from '../../ipc/panel-api';
import { lockedWindow } from '../system/locked-down';
import { type Log, nameOf } from '../system/log';
import { PanelFeed } from './panel-feed';
import { PANEL_URL, panelSession } from './panel-pages';
import { placePanel } from './placement';

export interface PanelWindowOptions {
  readonly preload: string;
  /** The folder with the renderer's files. */
  readonly pages: string;
  /** {@link PANEL_URL}, or the development server's. */
  readonly url: string;
  readonly trayBounds: () => Electron.Rectangle;
  /** Whether the panel has to stay although something else has the focus. */
  readonly stays: () => boolean;
  readonly timers: Timers;
  readonly state: () => PanelState;
  readonly log: Log;
}

/** A proxy that nobody is: the page has all it needs, and what a content security policy does not cover ends here too. */
const NO_NETWORK = { proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' };
const SIZE = { width: 400, height: 640 };
/** A hidden panel is let go after this, unless it holds something half typed. */
const LET_GO_AFTER: DurationMs = 60 * SECOND;
/** And after this in any case: a secret half typed must not stay around for ever. */
const LET_GO_ANYWAY_AFTER: DurationMs = 30 * MINUTE;
/** A click on the tray icon takes the focus from the panel first, which hides it; the click must not show it again. */
const SAME_CLICK: DurationMs = 300;

/** The panel: made when somebody wants to see it, hidden when they look elsewhere, gone soon after. */
export class PanelWindow {
  readonly #feed: PanelFeed;
  #window: BrowserWindow | null = null;
  #ready: Promise<void> = Promise.resolve();
  #size: Electron.Size = SIZE;
  #hiddenAt = 0;
  #begun = false;
  #wanted: ShowRequest | null = null;
  #cancelLettingGo: () => void = () => undefined;

  constructor(private readonly options: PanelWindowOptions) {
    this.#feed = new PanelFeed(options.state, (patch) => this.#send('patch', patch), options.timers);
  }

  get visible(): boolean {
    return this.#window?.isVisible() ?? false;
  }

  toggle(): void {
    if (this.visible) this.hide();
    else if (Date.now() - this.#hiddenAt >= SAME_CLICK) this.open();
  }

  /** Shows the panel, made anew if need be, and asks it to show something once it can. */
  open(show?: ShowRequest): void {
    this.#open(show).catch((error: unknown) => this.options.log('panel-not-opened', { code: nameOf(error) }));
  }

  async #open(show?: ShowRequest): Promise<void> {
    this.#cancelLettingGo();
    const window = this.#window ?? this.#create();
    await this.#ready;
    if (window.isDestroyed()) return;
    if (!window.isVisible()) {
      window.setBounds(this.#place());
      window.show();
      this.#feed.visible(true);
    }
    window.focus();
    if (show && this.#begun) this.#send('show', show);
    else if (show) this.#wanted = show;
  }
  changed(): void {
    this.#feed.changed();
  }

  /** The page listens now: the whole state, which patches follow, and then what it was asked to show before. */
  begin(): PanelState {
    this.#begun = true;
    this.options.log('panel-ready');
    const wanted = this.#wanted;
    this.#wanted = null;
    // After the answer to the page's own first question, which is on its way.
    if (wanted) setImmediate(() => this.#send('show', wanted));
    return this.#feed.begin();
  }

  hide(): void {
    const window = this.#window;
    if (!window?.isVisible()) return;
    this.#hiddenAt = Date.now();
    this.#size = window.getBounds();
    window.hide();
    this.#feed.visible(false);
    this.#letGoLater(LET_GO_AFTER, this.#hiddenAt + LET_GO_ANYWAY_AFTER);
  }
  #send<E extends keyof PanelEvents>(event: E, payload: PanelEvents[E]): void {
    const message: PanelEventMessage<E> = { event, payload };
    this.#window?.webContents.send(EVENT_CHANNEL, message);
  }

  /** Whether a message comes from the panel's own page and no frame within it. */
  isOwn(frame: WebFrameMain | null): boolean {
    const window = this.#window;
    if (!frame || !window || window.isDestroyed()) return false;
    const own = window.webContents.mainFrame;
    const isTop = frame.processId === own.processId && frame.routingId === own.routingId;
    return isTop && samePage(frame.url, this.options.url);
  }

  destroy(): void {
    this.#cancelLettingGo();
    this.#window?.destroy();
    this.#window = null;
  }

  #create(): BrowserWindow {
    const window = lockedWindow({
      ...this.#place(),
      minWidth: 320,
      minHeight: 360,
      show: false,
      frame: false,
      resizable: true,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      title: 'Partner Token Tray',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#fafafa',
      webPreferences: { preload: this.options.preload, session: panelSession(this.options.pages) },
    });
    window.webContents.on('render-process-gone', () => this.destroy());
    window.on('blur', () => {
      if (!this.options.stays()) this.hide();
    });
    window.on('closed', () => {
      this.#cancelLettingGo();
      if (this.#window === window) this.#window = null;
      this.#begun = false;
      this.#feed.end();
    });
    this.#window = window;
    this.#ready = new Promise((resolve) => {
      window.once('ready-to-show', () => resolve());
      window.once('closed', () => resolve());
    });
    this.#load(window);
    return window;
  }

  #load(window: BrowserWindow): void {
    const { url } = this.options;
    const load = async () => {
      if (url === PANEL_URL) await window.webContents.session.setProxy(NO_NETWORK);
      await window.loadURL(url);
    };
    load().catch(() => this.destroy());
  }

  /** Closing asks the page first: it may refuse while something is half typed. */
  #letGoLater(wait: DurationMs, anywayAt: number): void {
    this.#cancelLettingGo();
    this.#cancelLettingGo = this.options.timers.set(wait, () => {
      const window = this.#window;
      if (!window || window.isVisible()) return;
      if (Date.now() >= anywayAt) return this.destroy();
      window.close();
      this.#letGoLater(LET_GO_AFTER, anywayAt);
    });
  }

  #place(): Electron.Rectangle {
    const tray = this.options.trayBounds();
    const known = tray.width > 0 && tray.height > 0;
    const display = known ? screen.getDisplayMatching(tray) : screen.getPrimaryDisplay();
    return placePanel(tray, display, this.#size);
  }
}

/** The same page, wherever in it the panel has gone. */
function samePage(left: string, right: string): boolean {
  const strip = (url: string) => url.replace(/[?#].*$/, '');
  return strip(left) === strip(right);
}
