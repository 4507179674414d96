import { app } from './app';
import { browser, type Page, type Popup } from './chromium/browser';
import { createEvent } from './events';
import { asElectron, Double, refuseOtherStatics } from './refusal';
import { primaryWorkArea, scaleFactor } from './screen';
import { sessionOf, toSessionDouble } from './session';
import { type ContentsOwner, contentsOfTarget, WebContentsDouble } from './web-contents';

type Supported =
  | 'accessibleTitle'
  | 'autoHideMenuBar'
  | 'blur'
  | 'capturePage'
  | 'center'
  | 'close'
  | 'destroy'
  | 'flashFrame'
  | 'focus'
  | 'getBackgroundColor'
  | 'getBounds'
  | 'getChildWindows'
  | 'getContentBounds'
  | 'getContentSize'
  | 'getMaximumSize'
  | 'getMinimumSize'
  | 'getNormalBounds'
  | 'getOpacity'
  | 'getParentWindow'
  | 'getPosition'
  | 'getSize'
  | 'getTitle'
  | 'hide'
  | 'id'
  | 'isAlwaysOnTop'
  | 'isDestroyed'
  | 'isFocused'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMenuBarVisible'
  | 'isMinimized'
  | 'isModal'
  | 'isResizable'
  | 'isVisible'
  | 'isVisibleOnAllWorkspaces'
  | 'loadFile'
  | 'loadURL'
  | 'minimize'
  | 'moveTop'
  | 'reload'
  | 'removeMenu'
  | 'resizable'
  | 'restore'
  | 'setAlwaysOnTop'
  | 'setAutoHideMenuBar'
  | 'setBackgroundColor'
  | 'setBounds'
  | 'setContentProtection'
  | 'isContentProtected'
  | 'setContentSize'
  | 'setIcon'
  | 'setMaximumSize'
  | 'setMenu'
  | 'setMenuBarVisibility'
  | 'setMinimumSize'
  | 'setOpacity'
  | 'setPosition'
  | 'setResizable'
  | 'setSize'
  | 'setSkipTaskbar'
  | 'setTitle'
  | 'setVisibleOnAllWorkspaces'
  | 'show'
  | 'showInactive'
  | 'title'
  | 'webContents';

const windows = new Map<number, BrowserWindowDouble>();
let lastId = 0;
let focused: BrowserWindowDouble | undefined;

class BrowserWindowDouble extends Double implements Pick<Electron.BrowserWindow, Supported> {
  readonly id: number;
  readonly webContents: Electron.WebContents;
  readonly contents: WebContentsDouble;
  accessibleTitle = '';
  autoHideMenuBar: boolean;

  private bounds: Electron.Rectangle;
  private minimumSize: Electron.Size;
  private maximumSize: Electron.Size;
  private nativeTitle: string;
  private visible = false;
  private minimized = false;
  private destroyed = false;
  private closing = false;
  private alwaysOnTop: boolean;
  private canResize: boolean;
  private menuBarVisible = true;
  private isProtected = false;
  private opacity: number;
  private onAllWorkspaces = false;
  private backgroundColor: string;
  private readonly parent: BrowserWindowDouble | undefined;
  private readonly popups = new Set<BrowserWindowDouble>();

  constructor(
    private readonly options: Electron.BrowserWindowConstructorOptions = {},
    page?: Page,
  ) {
    super('BrowserWindow');
    if (!app.isElectronReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    lastId += 1;
    this.id = lastId;
    const { width = 800, height = 600 } = options;
    const area = primaryWorkArea();
    const x = options.x ?? area.x + Math.round((area.width - width) / 2);
    const y = options.y ?? area.y + Math.round((area.height - height) / 2);
    this.bounds = { x, y, width, height };
    this.minimumSize = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
    this.maximumSize = { width: options.maxWidth ?? 0, height: options.maxHeight ?? 0 };
    this.nativeTitle = options.title ?? app.getName();
    this.alwaysOnTop = options.alwaysOnTop ?? false;
    this.canResize = options.resizable ?? true;
    this.autoHideMenuBar = options.autoHideMenuBar ?? false;
    this.opacity = options.opacity ?? 1;
    this.backgroundColor = options.backgroundColor ?? '#FFFFFF';
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
    });
    this.webContents = asElectron<Electron.WebContents>(this.contents);
    this.contents.on('page-title-updated', (_event, title: string, explicitSet: boolean) => {
      const event = createEvent({});
      this.emit('page-title-updated', event, title, explicitSet);
      if (!event.defaultPrevented && !this.destroyed) this.nativeTitle = title;
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

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    this.refuseIfDestroyed();
    this.minimized = false;
    if (this.visible) return;
    this.visible = true;
    this.contents.refreshEmulation();
    this.emit('show');
  }

  hide(): void {
    this.refuseIfDestroyed();
    if (!this.visible) return;
    this.visible = false;
    this.contents.refreshEmulation();
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

  isDestroyed(): boolean {
    return this.destroyed;
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

  minimize(): void {
    this.minimized = true;
    this.emit('minimize');
  }

  restore(): void {
    this.minimized = false;
    this.emit('restore');
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isMaximized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  moveTop(): void {}

  flashFrame(_flag: boolean): void {}

  getBounds(): Electron.Rectangle {
    this.refuseIfDestroyed();
    return { ...this.bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  /** Windows of the stand-in have no frame, so their content is the whole of them. */
  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Electron.Rectangle>, _animate?: boolean): void {
    this.refuseIfDestroyed();
    const before = this.bounds;
    const width = Math.max(bounds.width ?? before.width, this.minimumSize.width);
    const height = Math.max(bounds.height ?? before.height, this.minimumSize.height);
    this.bounds = {
      x: Math.round(bounds.x ?? before.x),
      y: Math.round(bounds.y ?? before.y),
      width: Math.round(Math.min(width, this.maximumSize.width || width)),
      height: Math.round(Math.min(height, this.maximumSize.height || height)),
    };
    if (before.x !== this.bounds.x || before.y !== this.bounds.y) this.emit('move');
    this.contents.refreshEmulation();
    if (before.width === this.bounds.width && before.height === this.bounds.height) return;
    this.emit('resize');
  }

  setPosition(x: number, y: number, animate?: boolean): void {
    this.setBounds({ x, y }, animate);
  }

  getPosition(): number[] {
    return [this.bounds.x, this.bounds.y];
  }

  setSize(width: number, height: number, animate?: boolean): void {
    this.setBounds({ width, height }, animate);
  }

  getSize(): number[] {
    return [this.bounds.width, this.bounds.height];
  }

  setContentSize(width: number, height: number, animate?: boolean): void {
    this.setBounds({ width, height }, animate);
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  setMinimumSize(width: number, height: number): void {
    this.minimumSize = { width, height };
  }

  getMinimumSize(): number[] {
    return [this.minimumSize.width, this.minimumSize.height];
  }

  setMaximumSize(width: number, height: number): void {
    this.maximumSize = { width, height };
  }

  getMaximumSize(): number[] {
    return [this.maximumSize.width, this.maximumSize.height];
  }

  center(): void {
    const area = primaryWorkArea();
    const { width, height } = this.bounds;
    this.setPosition(area.x + Math.round((area.width - width) / 2), area.y + Math.round((area.height - height) / 2));
  }

  setTitle(title: string): void {
    this.refuseIfDestroyed();
    this.nativeTitle = title;
  }

  getTitle(): string {
    this.refuseIfDestroyed();
    return this.nativeTitle;
  }

  get title(): string {
    return this.getTitle();
  }

  set title(title: string) {
    this.setTitle(title);
  }

  setAlwaysOnTop(flag: boolean): void {
    this.alwaysOnTop = flag;
    this.emit('always-on-top-changed', createEvent({}), flag);
  }

  isAlwaysOnTop(): boolean {
    return this.alwaysOnTop;
  }

  setResizable(resizable: boolean): void {
    this.canResize = resizable;
  }

  isResizable(): boolean {
    return this.canResize;
  }

  get resizable(): boolean {
    return this.canResize;
  }

  set resizable(resizable: boolean) {
    this.canResize = resizable;
  }

  setMenu(_menu: Electron.Menu | null): void {}

  removeMenu(): void {
    this.menuBarVisible = false;
  }

  setMenuBarVisibility(visible: boolean): void {
    this.menuBarVisible = visible;
  }

  isMenuBarVisible(): boolean {
    return this.menuBarVisible;
  }

  setAutoHideMenuBar(hide: boolean): void {
    this.autoHideMenuBar = hide;
  }

  setSkipTaskbar(_skip: boolean): void {}

  setIcon(_icon: Electron.NativeImage | string): void {}

  setContentProtection(enable: boolean): void {
    this.isProtected = enable;
  }

  isContentProtected(): boolean {
    return this.isProtected;
  }

  setOpacity(opacity: number): void {
    this.opacity = opacity;
  }

  getOpacity(): number {
    return this.opacity;
  }

  setBackgroundColor(backgroundColor: string): void {
    this.backgroundColor = backgroundColor;
  }

  getBackgroundColor(): string {
    return this.backgroundColor;
  }

  setVisibleOnAllWorkspaces(visible: boolean): void {
    this.onAllWorkspaces = visible;
  }

  isVisibleOnAllWorkspaces(): boolean {
    return this.onAllWorkspaces;
  }

  isModal(): boolean {
    return this.options.modal ?? false;
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
    const request = this.contents.openRequests.shift() ?? { url: 'about:blank', frameName: '', features: '' };
    const referrer = { url: this.contents.getURL(), policy: 'strict-origin-when-cross-origin' as const };
    const disposition = request.features === '' ? ('foreground-tab' as const) : ('new-window' as const);
    const answer = this.contents.windowOpenHandler?.({ ...request, disposition, referrer }) ?? {
      action: 'allow' as const,
    };
    if (answer.action !== 'allow' || this.destroyed) {
      void browser.refusePopup(popup, /^(https?|file):/i.test(request.url));
      return;
    }
    const { overrideBrowserWindowOptions: override = {} } = answer;
    const options: Electron.BrowserWindowConstructorOptions = {
      ...sizeFromFeatures(request.features),
      ...override,
      webPreferences: { ...override.webPreferences, session: this.contents.session },
    };
    const child = new BrowserWindowDouble(options, popup);
    if (!answer.outlivesOpener) this.popups.add(child);
    child.once('closed', () => this.popups.delete(child));
    this.contents.emit('did-create-window', child, { ...request, options, disposition, referrer });
  }

  private refuseIfDestroyed(): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
  }
}

function refuseUnsafePreferences(preferences: Electron.WebPreferences): void {
  const { nodeIntegration = false, contextIsolation = true, sandbox = true, webviewTag = false } = preferences;
  if (!nodeIntegration && contextIsolation && sandbox && !webviewTag) return;
  throw new Error('The stand-in shows only sandboxed, context-isolated pages without Node and without webview');
}

function sizeFromFeatures(features: string): Partial<Electron.Rectangle> {
  const names: Readonly<Record<string, keyof Electron.Rectangle>> = {
    width: 'width',
    height: 'height',
    left: 'x',
    top: 'y',
  };
  const size: Partial<Electron.Rectangle> = {};
  for (const part of features.split(',')) {
    const [name = '', value] = part.trim().split('=');
    const field = names[name];
    if (field && value !== undefined && Number.isFinite(Number(value))) size[field] = Number(value);
  }
  return size;
}

export function allWindows(): BrowserWindowDouble[] {
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
export type { BrowserWindowDouble };
