import { app } from './app';
import { browser, type Page, type Popup } from './chromium/browser';
import { createEvent } from './events';
import { decidePopup } from './popups';
import { asElectron, refuseOtherStatics } from './refusal';
import { scaleFactor } from './screen';
import { sessionOf, toSessionDouble } from './session';
import { type ContentsOwner, contentsOfTarget, WebContentsDouble } from './web-contents';
import { WindowFacts } from './window-facts';

type Supported =
  | 'blur'
  | 'capturePage'
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getChildWindows'
  | 'getParentWindow'
  | 'hide'
  | 'id'
  | 'isFocused'
  | 'isVisible'
  | 'loadFile'
  | 'loadURL'
  | 'reload'
  | 'show'
  | 'showInactive'
  | 'webContents';

const windows = new Map<number, BrowserWindowDouble>();
let lastId = 0;
let focused: BrowserWindowDouble | undefined;

class BrowserWindowDouble extends WindowFacts implements Pick<Electron.BrowserWindow, Supported> {
  readonly id: number;
  readonly webContents: Electron.WebContents;
  readonly contents: WebContentsDouble;

  private visible = false;
  private closing = false;
  private readonly parent: BrowserWindowDouble | undefined;
  private readonly popups = new Set<BrowserWindowDouble>();

  constructor(
    private readonly options: Electron.BrowserWindowConstructorOptions = {},
    page?: Page,
  ) {
    super(options, app.getName());
    if (!app.isElectronReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    lastId += 1;
    this.id = lastId;
    this.parent = [...windows.values()].find((window) => Object.is(window, options.parent));

    const { webPreferences = {} } = options;
    refuseUnsafePreferences(webPreferences);
    const session = webPreferences.session
      ? toSessionDouble(webPreferences.session)
      : sessionOf(webPreferences.partition ?? '');
    this.contents = new WebContentsDouble(this.asOwner(), {
      session,
      preload: webPreferences.preload,
      page,
      scaleFactor: scaleFactor(),
      zoomFactor: webPreferences.zoomFactor ?? 1,
    });
    this.webContents = asElectron<Electron.WebContents>(this.contents);
    this.contents.on('page-title-updated', (_event, title: string, explicitSet: boolean) => {
      const event = createEvent({});
      this.emit('page-title-updated', event, title, explicitSet);
      if (!event.defaultPrevented && !this.destroyed) this.setTitle(title);
    });
    this.contents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.contents.once('did-fail-load', () => this.emit('ready-to-show'));
    windows.set(this.id, this);
    app.emit('browser-window-created', createEvent({}), this);
    app.emit('web-contents-created', createEvent({}), this.contents);
    if (options.show ?? true) this.show();
  }

  private asOwner(): ContentsOwner {
    return {
      placement: () => ({ ...this.bounds, visible: this.visible && !this.minimized }),
      isTransparent: () => this.options.transparent ?? false,
      isFocused: () => this.isFocused(),
      focus: () => this.focus(),
      requestClose: (askPage) => this.requestClose(askPage),
      pageGone: () => {
        if (this.destroyed) return;
        // `window.close()` in the page: too late to prevent it here.
        if (!this.closing) this.emit('close', createEvent({}));
        this.destroy();
      },
    };
  }

  loadURL(url: string, options?: Electron.LoadURLOptions): Promise<void> {
    return this.contents.loadURL(url, options);
  }

  loadFile(filePath: string, options?: Electron.LoadFileOptions): Promise<void> {
    return this.contents.loadFile(filePath, options);
  }

  reload(): void {
    this.contents.reload();
  }

  capturePage(rect?: Electron.Rectangle, options?: Electron.Opts): Promise<Electron.NativeImage> {
    return this.contents.capturePage(rect, options);
  }

  protected placementChanged(): void {
    this.contents.refreshEmulation();
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    this.refuseIfDestroyed();
    this.minimized = false;
    if (this.visible) return;
    this.visible = true;
    this.placementChanged();
    this.emit('show');
  }

  hide(): void {
    this.refuseIfDestroyed();
    if (!this.visible) return;
    this.visible = false;
    this.placementChanged();
    if (focused === this) this.blur();
    this.emit('hide');
  }

  focus(): void {
    this.refuseIfDestroyed();
    if (focused === this || !this.visible) return;
    focused?.blur();
    focused = this;
    this.emit('focus', createEvent({}));
    this.contents.emit('focus');
    app.emit('browser-window-focus', createEvent({}), this);
  }

  blur(): void {
    if (focused !== this) return;
    focused = undefined;
    this.emit('blur', createEvent({}));
    this.contents.emit('blur');
    app.emit('browser-window-blur', createEvent({}), this);
  }

  isFocused(): boolean {
    return focused === this;
  }

  isVisible(): boolean {
    this.refuseIfDestroyed();
    return this.visible && !this.minimized;
  }

  close(): void {
    this.requestClose(true);
  }

  private requestClose(askPage: boolean): void {
    if (this.destroyed || this.closing) return;
    const event = createEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) {
      app.closeWasPrevented();
      return;
    }
    this.closing = true;
    void this.finishClosing(askPage);
  }

  private async finishClosing(askPage: boolean): Promise<void> {
    if (askPage && !(await this.contents.mayClose())) {
      this.closing = false;
      app.closeWasPrevented();
      return;
    }
    await this.contents.closePage();
    this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    if (focused === this) this.blur();
    this.destroyed = true;
    this.visible = false;
    windows.delete(this.id);
    if (!this.closing) void this.contents.closePage();
    for (const popup of this.popups) popup.destroy();
    this.contents.markDestroyed();
    this.emit('closed');
    app.windowClosed(windows.size);
  }

  getParentWindow(): Electron.BrowserWindow | null {
    return this.parent ? asElectron<Electron.BrowserWindow>(this.parent) : null;
  }

  getChildWindows(): Electron.BrowserWindow[] {
    return [...windows.values()]
      .filter((window) => window.parent === this)
      .map((window) => asElectron<Electron.BrowserWindow>(window));
  }

  /** Takes in a popup that a page of this window opened, as the app's handler says. */
  adopt(popup: Popup): void {
    const decision = decidePopup(this.contents);
    if (decision.action === 'deny' || this.destroyed) {
      void browser.refusePopup(popup, decision.loadsSomething);
      return;
    }
    const child = new BrowserWindowDouble(decision.options, popup);
    if (!decision.outlivesOpener) this.popups.add(child);
    child.once('closed', () => this.popups.delete(child));
    this.contents.emit('did-create-window', child, decision.details);
  }
}

function refuseUnsafePreferences(preferences: Electron.WebPreferences): void {
  const { nodeIntegration = false, contextIsolation = true, sandbox = true, webviewTag = false } = preferences;
  if (!nodeIntegration && contextIsolation && sandbox && !webviewTag) return;
  throw new Error('The stand-in shows only sandboxed, context-isolated pages without Node and without webview');
}

function allWindows(): BrowserWindowDouble[] {
  return [...windows.values()];
}

function toElectron(window: BrowserWindowDouble | undefined): Electron.BrowserWindow | null {
  return window ? asElectron<Electron.BrowserWindow>(window) : null;
}

function windowOf(contents: WebContentsDouble | undefined): BrowserWindowDouble | undefined {
  return contents && allWindows().find((window) => window.contents === contents);
}

browser.onPopup = (popup) => {
  const opener = windowOf(contentsOfTarget(popup.openerTargetId));
  if (opener) opener.adopt(popup);
  else void browser.refusePopup(popup, true);
};
browser.onPageGone = (targetId) => contentsOfTarget(targetId)?.pageGone();
browser.onCrash = () => {
  console.error('Chromium ended unexpectedly; all windows of the stand-in are gone');
  for (const window of allWindows()) {
    window.contents.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 });
    window.destroy();
  }
};
app.windows = { all: allWindows };

type Statics = Pick<typeof Electron.BrowserWindow, 'fromId' | 'fromWebContents' | 'getAllWindows' | 'getFocusedWindow'>;

const statics: Statics = {
  fromId: (id) => toElectron(windows.get(id)),
  fromWebContents: (webContents) =>
    toElectron(allWindows().find((window) => Object.is(window.webContents, webContents))),
  getAllWindows: () => allWindows().map((window) => asElectron<Electron.BrowserWindow>(window)),
  getFocusedWindow: () => toElectron(focused),
};

export const BrowserWindow = refuseOtherStatics('BrowserWindow', Object.assign(BrowserWindowDouble, statics));
