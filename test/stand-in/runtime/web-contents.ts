import { pathToFileURL } from 'node:url';
import { browser, type Page } from './chromium/browser';
import { hasDisplay, type Placement, place } from './chromium/display';
import { createEvent } from './events';
import { FrameTree } from './frames';
import { dispatchPreloadCall } from './ipc-main';
import { createLoadError, toLoadFailure } from './load-errors';
import { NativeImageDouble } from './native-image';
import { emulatedMedia } from './native-theme';
import { Navigation } from './navigation';
import type { PermissionMessage } from './page/messages';
import { PageLink } from './page-link';
import { asElectron, Double, NotInTheStandIn } from './refusal';
import { RequestGate } from './requests';
import type { SessionDouble } from './session';
import { standIn } from './stand-in';
import { toText } from './structured-text';

type Supported =
  | 'capturePage'
  | 'close'
  | 'closeDevTools'
  | 'executeJavaScript'
  | 'focus'
  | 'getProcessId'
  | 'getOSProcessId'
  | 'getTitle'
  | 'getType'
  | 'getURL'
  | 'getUserAgent'
  | 'getZoomFactor'
  | 'getZoomLevel'
  | 'id'
  | 'insertCSS'
  | 'ipc'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isDevToolsOpened'
  | 'isFocused'
  | 'isLoading'
  | 'isLoadingMainFrame'
  | 'isOffscreen'
  | 'loadFile'
  | 'loadURL'
  | 'mainFrame'
  | 'openDevTools'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'send'
  | 'session'
  | 'setBackgroundThrottling'
  | 'setUserAgent'
  | 'setVisualZoomLevelLimits'
  | 'setWindowOpenHandler'
  | 'setZoomFactor'
  | 'setZoomLevel'
  | 'stop';

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** What webContents needs of the window around it. */
export interface ContentsOwner {
  placement(): Placement;
  isTransparent(): boolean;
  isFocused(): boolean;
  focus(): void;
  /** The page is gone, whoever closed it. */
  pageGone(): void;
  requestClose(askPage: boolean): void;
}

export interface OpenRequest {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
}

export interface ContentsOptions {
  readonly session: SessionDouble;
  readonly preload: string | undefined;
  /** A popup's page, when Chromium made it already. */
  readonly page: Page | undefined;
  readonly scaleFactor: number;
}

const BEFORE_UNLOAD_PATIENCE = 1000;
const ASK_BEFORE_UNLOAD = `(() => {
  if (!navigator.userActivation.hasBeenActive) return true;
  const event = document.createEvent('BeforeUnloadEvent');
  event.initEvent('beforeunload', false, true);
  window.dispatchEvent(event);
  return !event.defaultPrevented && event.returnValue === '';
})()`;

/** Names of the DevTools protocol where they differ from Electron's. */
const CHROMIUM_NAMES: Readonly<Record<string, string>> = { media: 'camera' };

const all = new Map<number, WebContentsDouble>();
let lastId = 0;

export function allContents(): readonly WebContentsDouble[] {
  return [...all.values()];
}

export function contentsOfTarget(targetId: string): WebContentsDouble | undefined {
  return allContents().find((contents) => contents.targetId === targetId);
}

export function contentsOfFrame(frameId: string): WebContentsDouble | undefined {
  return allContents().find((contents) => contents.hasFrame(frameId));
}

export class WebContentsDouble extends Double implements Pick<Electron.WebContents, Supported> {
  readonly id: number;
  readonly session: Electron.Session;
  readonly mySession: SessionDouble;
  targetId: string | undefined;
  windowOpenHandler: WindowOpenHandler | undefined;
  /** What `window.open` asked for, oldest first; the popups themselves come separately. */
  readonly openRequests: OpenRequest[] = [];

  private readonly linked: Promise<PageLink>;
  private frames: FrameTree | undefined;
  private link: PageLink | undefined;
  private gate: RequestGate | undefined;
  private navigation: Navigation | undefined;
  private destroyed = false;
  private title = '';
  private zoom = 1;
  private userAgent: string | undefined;

  constructor(
    private readonly owner: ContentsOwner,
    private readonly options: ContentsOptions,
  ) {
    super('WebContents', 'webContents');
    lastId += 1;
    this.id = lastId;
    this.mySession = options.session;
    this.session = asElectron<Electron.Session>(options.session);
    all.set(this.id, this);
    this.linked = this.open();
    this.linked.catch((error: unknown) => {
      if (!this.destroyed) console.error(`The stand-in could not open a page: ${String(error)}`);
    });
  }

  private async open(): Promise<PageLink> {
    const { session, page: given } = this.options;
    const page = given ?? (await browser.createPage(await session.contextId(), this.owner.placement()));
    this.targetId = page.targetId;
    if (this.destroyed) {
      void browser.closePage(page.targetId);
      throw new Error('The window is gone');
    }
    const link = new PageLink(page, {
      preload: this.options.preload,
      onPreloadCall: (call) => {
        const frame = this.frames?.find(call.frameId);
        if (frame) dispatchPreloadCall(this, frame, call);
      },
      onTitle: (title) => this.learnTitle(title),
      onPermission: (message, frameId) => this.decidePermission(message, frameId),
    });
    const frames = new FrameTree(
      {
        processId: this.id,
        evaluate: (frameId, code, userGesture) => this.evaluate(link, frameId, code, userGesture),
        send: (channel, args) => this.send(channel, ...args),
      },
      page.targetId,
    );
    this.link = link;
    this.frames = frames;
    frames.follow(page.session);
    const navigation = new Navigation(this, frames, page.session);
    this.navigation = navigation;
    this.gate = new RequestGate(page.session, {
      frames,
      webContents: asElectron<Electron.WebContents>(this),
      webRequest: session.requests,
      allowsNavigation: (asked) => navigation.allows(asked),
    });
    page.session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      // Chromium adds the features that are on unless refused; only what was asked for has a value.
      const features = windowFeatures.filter((feature) => feature.includes('=')).join(',');
      this.openRequests.push({ url, frameName: windowName === '_blank' ? '' : windowName, features });
    });
    page.session.on('Inspector.targetCrashed', () => console.error(`The page of webContents ${this.id} crashed`));
    session.pages.add(this);
    await Promise.all([
      ...link.prepare(),
      page.session.send('Network.enable'),
      this.gate.enable(),
      page.session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      ...this.emulation(link),
      page.session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    return link;
  }

  private emulation(link: PageLink): Promise<unknown>[] {
    const userAgent = this.userAgent ?? this.mySession.ownUserAgent;
    return [
      this.fit(link),
      link.session.send('Emulation.setEmulatedMedia', { features: emulatedMedia() }),
      ...(this.owner.isTransparent()
        ? [link.session.send('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 0 } })]
        : []),
      ...(userAgent ? [link.session.send('Emulation.setUserAgentOverride', { userAgent })] : []),
    ];
  }

  /** Gives the page the size of its window: the size of a real one, where somebody looks at it. */
  private async fit(link: PageLink): Promise<void> {
    const placement = this.owner.placement();
    const { width, height } = placement;
    if (hasDisplay()) {
      // Not while the page is paused: it could not say how thick its frame is.
      void this.linked.then(() => place(link.page, placement)).catch(() => {});
      return;
    }
    const deviceScaleFactor = this.options.scaleFactor;
    const screen = { screenWidth: 1920, screenHeight: 1080 };
    await link.session.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor,
      mobile: false,
      ...screen,
    });
  }

  /** Applies the window's size, the theme and the user agent to the page again. */
  refreshEmulation(): void {
    const { link } = this;
    if (link && !this.destroyed) Promise.all(this.emulation(link)).catch(() => {});
  }

  refreshRequests(): void {
    this.gate?.enable().catch(() => {});
  }

  applyUserAgent(): void {
    this.refreshEmulation();
  }

  async clearStorage(): Promise<void> {
    const link = await this.linked;
    const origin = this.frames?.main?.origin;
    await link.session.send('Network.clearBrowserCookies');
    if (origin && origin !== 'null')
      await link.session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }

  /** Whether it shows nothing yet, not even a blank page that was asked for. A popup is a page as soon as it is there. */
  get isEmpty(): boolean {
    return this.options.page === undefined && this.getURL() === '';
  }

  hasFrame(frameId: string): boolean {
    return this.frames?.find(frameId) !== undefined;
  }

  get mainFrame(): Electron.WebFrameMain {
    const main = this.frames?.main;
    if (!main) throw new NotInTheStandIn('webContents.mainFrame before the page is there');
    return asElectron<Electron.WebFrameMain>(main);
  }

  get ipc(): Electron.IpcMain {
    throw new NotInTheStandIn('webContents.ipc');
  }

  async loadURL(url: string, options: Electron.LoadURLOptions = {}): Promise<void> {
    if (options.postData || options.extraHeaders)
      throw new NotInTheStandIn('webContents.loadURL with postData or extraHeaders');
    if (options.userAgent) this.setUserAgent(options.userAgent);
    if (!URL.canParse(url)) throw createLoadError(toLoadFailure('net::ERR_INVALID_URL'), url);
    const { session } = await this.linked;
    const loaded = this.whenLoaded();
    const referrer = typeof options.httpReferrer === 'string' ? options.httpReferrer : undefined;
    const reply = await session.send('Page.navigate', {
      url,
      transitionType: 'typed',
      ...(referrer ? { referrer } : {}),
    });
    if (reply.errorText) {
      const failure = toLoadFailure(reply.errorText);
      const frame = this.frames?.main;
      if (failure.description === 'ERR_ABORTED') {
        this.emit(
          'did-fail-provisional-load',
          createEvent({}),
          failure.code,
          failure.description,
          url,
          true,
          frame?.processId ?? 0,
          frame?.routingId ?? 0,
        );
      }
      throw createLoadError(failure, url);
    }
    if (reply.loaderId) await loaded;
  }

  loadFile(filePath: string, options: Electron.LoadFileOptions = {}): Promise<void> {
    const url = pathToFileURL(filePath);
    if (options.query) url.search = new URLSearchParams(options.query).toString();
    if (options.search) url.search = options.search;
    if (options.hash) url.hash = options.hash;
    return this.loadURL(url.href);
  }

  private whenLoaded(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.off('did-finish-load', done);
        this.off('did-fail-load', done);
        this.off('destroyed', done);
        resolve();
      };
      this.on('did-finish-load', done);
      this.on('did-fail-load', done);
      this.on('destroyed', done);
    });
  }

  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    const packed = toText(args);
    const main = this.frames?.mainToken;
    if (main) this.link?.sendToPreload(main, channel, packed);
  }

  private async evaluate(link: PageLink, frameId: string, code: string, userGesture: boolean): Promise<unknown> {
    const contextId = link.mainWorldOf(frameId);
    const { result, exceptionDetails } = await link.session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
      ...(contextId === undefined ? {} : { contextId }),
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const link = await this.linked;
    if (this.getURL() === '' || this.isLoading()) {
      await new Promise<void>((resolve) => {
        this.once('did-stop-loading', () => resolve());
        this.once('destroyed', () => resolve());
      });
    }
    return this.evaluate(link, this.frames?.mainToken ?? '', code, userGesture);
  }

  async insertCSS(css: string, _options?: Electron.InsertCSSOptions): Promise<string> {
    const code = `{ const style = document.createElement('style'); style.textContent = ${JSON.stringify(css)}; document.head.append(style); }`;
    await this.executeJavaScript(code);
    return '';
  }

  async capturePage(rect?: Electron.Rectangle, _options?: Electron.Opts): Promise<Electron.NativeImage> {
    const { session } = await this.linked;
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'png',
      ...(rect ? { clip: { ...rect, scale: 1 } } : {}),
    });
    return asElectron<Electron.NativeImage>(
      NativeImageDouble.fromPng(Buffer.from(data, 'base64'), this.options.scaleFactor),
    );
  }

  private async decidePermission({ kind, permission }: PermissionMessage, frameId: string): Promise<boolean> {
    const self = asElectron<Electron.WebContents>(this);
    const frame = this.frames?.find(frameId);
    const origin = frame?.origin ?? 'null';
    if (kind === 'check') return this.mySession.decideCheck(self, permission, origin);
    const granted = await this.mySession.decideRequest(self, permission, frame?.url ?? '');
    standIn.permissions.push({ permission, origin, granted });
    if (granted)
      await browser.grant(await this.mySession.contextId(), CHROMIUM_NAMES[permission] ?? permission, origin);
    return granted;
  }

  /** Whether the page lets itself be closed: runs its `beforeunload` listeners, if a person has touched it, as Chromium does. */
  async mayClose(): Promise<boolean> {
    const { link } = this;
    if (!link || this.destroyed) return true;
    const answer = this.evaluate(link, this.frames?.mainToken ?? '', ASK_BEFORE_UNLOAD, false).catch(() => true);
    const patience = new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(true), BEFORE_UNLOAD_PATIENCE).unref();
    });
    if ((await Promise.race([answer, patience])) !== false) return true;
    const event = createEvent({});
    this.emit('will-prevent-unload', event);
    return event.defaultPrevented;
  }

  private learnTitle(title: string): void {
    this.title = title;
    this.emit('page-title-updated', createEvent({}), title, true);
  }

  getURL(): string {
    return this.navigation?.url ?? '';
  }

  getTitle(): string {
    return this.title;
  }

  getType(): 'window' {
    return 'window';
  }

  getProcessId(): number {
    return this.id;
  }

  getOSProcessId(): number {
    return 0;
  }

  isLoading(): boolean {
    return this.navigation?.isLoading ?? false;
  }

  isLoadingMainFrame(): boolean {
    return this.isLoading();
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  isCrashed(): boolean {
    return false;
  }

  isOffscreen(): boolean {
    return false;
  }

  isFocused(): boolean {
    return this.owner.isFocused();
  }

  focus(): void {
    this.owner.focus();
  }

  reload(): void {
    this.command((link) => link.session.send('Page.reload'));
  }

  reloadIgnoringCache(): void {
    this.command((link) => link.session.send('Page.reload', { ignoreCache: true }));
  }

  stop(): void {
    this.command((link) => link.session.send('Page.stopLoading'));
  }

  setUserAgent(userAgent: string): void {
    this.userAgent = userAgent;
    this.refreshEmulation();
  }

  getUserAgent(): string {
    return this.userAgent ?? this.mySession.getUserAgent();
  }

  setZoomFactor(factor: number): void {
    this.zoom = factor;
    this.command((link) => link.session.send('Emulation.setPageScaleFactor', { pageScaleFactor: factor }));
  }

  getZoomFactor(): number {
    return this.zoom;
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }

  getZoomLevel(): number {
    return Math.log(this.zoom) / Math.log(1.2);
  }

  setVisualZoomLevelLimits(_minimum: number, _maximum: number): Promise<void> {
    return Promise.resolve();
  }

  setBackgroundThrottling(_allowed: boolean): void {}

  openDevTools(_options?: Electron.OpenDevToolsOptions): void {}

  closeDevTools(): void {}

  isDevToolsOpened(): boolean {
    return false;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }

  close(options?: Electron.CloseOpts): void {
    this.owner.requestClose(options?.waitForBeforeUnload ?? false);
  }

  private command(run: (link: PageLink) => Promise<unknown>): void {
    this.linked.then(run).catch(() => {});
  }

  /** Closes the page in Chromium; resolves when it is gone. */
  async closePage(): Promise<void> {
    const link = await this.linked.catch(() => undefined);
    if (link) await browser.closePage(link.page.targetId);
  }

  /** Called by the window when it goes. */
  markDestroyed(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.mySession.pages.delete(this);
    all.delete(this.id);
    this.emit('destroyed');
  }

  /** Called when Chromium says the page is gone. */
  pageGone(): void {
    this.owner.pageGone();
  }
}
