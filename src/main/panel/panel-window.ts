import { type BrowserWindow, nativeTheme, screen, type WebFrameMain } from 'electron';
import { type DurationMs, MINUTE, SECOND, type Timers } from '../../core/model/time';
import type { PanelEvents, PanelState, ShowRequest } from '../../ipc/contract';
import { EVENT_CHANNEL, type PanelEventMessage } from '../../ipc/panel-api';
import { lockedWindow } from '../system/locked-down';
import { type Log, nameOf } from '../system/log';
import type { SettingsStore } from '../system/settings-store';
import { BlurGrace } from './blur-grace';
import { PanelFeed } from './panel-feed';
import { PANEL_URL, panelSession } from './panel-pages';
import { clickedBar, placePanel } from './placement';

export interface PanelWindowOptions {
  readonly preload: string;
  /** The folder with the renderer's files. */
  readonly pages: string;
  /** {@link PANEL_URL}, or the development server's. */
  readonly url: string;
  readonly trayBounds: () => Electron.Rectangle;
  /** Whether the panel has to stay although something else has the focus. */
  readonly stays: () => boolean;
  readonly settings: SettingsStore;
  readonly timers: Timers;
  readonly state: () => PanelState;
  readonly log: Log;
}

/** A proxy that nobody is: the page has all it needs, and what a content security policy does not cover ends here too. */
const NO_NETWORK = { proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' };
const SIZE = { width: 400, height: 640 };
/** At 200 % nothing is cut off yet. */
const MINIMUM = { width: 360, height: 400 };
/** A hidden panel is let go after this, unless it holds something half typed. */
const LET_GO_AFTER: DurationMs = 60 * SECOND;
/** And after this in any case: a secret half typed must not stay around for ever. */
const LET_GO_ANYWAY_AFTER: DurationMs = 30 * MINUTE;
/** Where displays have a scale of their own, a window is not always of exactly the size that it was given. */
const ROUNDING = 2;

/** The panel: made when somebody wants to see it, hidden when they look elsewhere, gone soon after. */
export class PanelWindow {
  readonly #feed: PanelFeed;
  #window: BrowserWindow | null = null;
  #ready: Promise<void> = Promise.resolve();
  #placed: Electron.Size = SIZE;
  readonly #grace = new BlurGrace();
  #begun = false;
  #wanted: ShowRequest | null = null;
  #cancelLettingGo: () => void = () => undefined;

  constructor(private readonly options: PanelWindowOptions) {
    this.#feed = new PanelFeed(options.state, (patch) => this.#send('patch', patch), options.timers);
    options.settings.on('changed', () => this.#window?.webContents.setZoomFactor(this.#zoom));
  }

  get visible(): boolean {
    return this.#window?.isVisible() ?? false;
  }

  /** The tray icon was clicked. A panel that had the focus hides; one that another window covers comes to the front. */
  toggle(): void {
    const isSameClick = this.#grace.isSameClick(Date.now());
    if (!this.visible && !isSameClick) this.open();
    else if (this.visible && (isSameClick || this.#window?.isFocused())) this.hide();
    else if (this.visible) this.open();
  }

  /** Somebody may be about to ask for the panel: it is made meanwhile, and let go if they don't. */
  prepare(): void {
    if (this.#window) return;
    this.#create();
    this.#letGoLater(LET_GO_AFTER, Date.now() + LET_GO_ANYWAY_AFTER);
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
      const placed = this.#place();
      window.setBounds(placed);
      this.#placed = placed;
      this.#grace.shown(Date.now());
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
    this.#rememberSize();
    window.hide();
    this.#feed.visible(false);
    this.#letGoLater(LET_GO_AFTER, Date.now() + LET_GO_ANYWAY_AFTER);
  }

  /** Only what a person made of it: a small display makes the panel smaller without anybody having wanted that. */
  #rememberSize(): void {
    const window = this.#window;
    if (!window?.isVisible()) return;
    const { width, height } = window.getBounds();
    const { width: placedWidth, height: placedHeight } = this.#placed;
    if (Math.max(Math.abs(width - placedWidth), Math.abs(height - placedHeight)) <= ROUNDING) return;
    this.options.settings.change({ panelSize: { width, height } });
  }

  get #zoom(): number {
    return this.options.settings.current().zoom / 100;
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
    this.#rememberSize();
    this.#window?.destroy();
    this.#window = null;
  }

  #create(): BrowserWindow {
    const window = lockedWindow({
      ...this.#place(),
      minWidth: MINIMUM.width,
      minHeight: MINIMUM.height,
      show: false,
      frame: false,
      resizable: true,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      title: 'Partner Token Tray',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#fafafa',
      webPreferences: {
        preload: this.options.preload,
        session: panelSession(this.options.pages),
        zoomFactor: this.#zoom,
      },
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => this.#lose(window, reason));
    window.on('blur', () => {
      if (!window.isVisible()) return;
      const meaning = this.#grace.blurred(Date.now());
      if (this.options.stays() || this.options.settings.current().panelPinned) return;
      if (meaning === 'take-back') window.focus();
      else this.hide();
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
    load().catch((error: unknown) => this.#lose(window, nameOf(error)));
  }

  /** Its page is gone, or never came. There may be another by now, which stays. */
  #lose(window: BrowserWindow, code: string): void {
    if (this.#window !== window) return;
    this.options.log('panel-lost', { code });
    this.destroy();
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
    const size = this.options.settings.current().panelSize ?? SIZE;
    if (tray.width > 0 && tray.height > 0) return placePanel(tray, screen.getDisplayMatching(tray), size);
    const pointer = screen.getCursorScreenPoint();
    const display = screen.getDisplayNearestPoint(pointer);
    return placePanel(clickedBar(pointer, display), display, size);
  }
}

/** The same page, wherever in it the panel has gone. */
function samePage(left: string, right: string): boolean {
  const strip = (url: string) => url.replace(/[?#].*$/, '');
  return strip(left) === strip(right);
}
