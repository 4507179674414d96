import { pathToFileURL } from 'node:url';
import { browser, type Page } from './chromium/browser';
import type { Placement } from './chromium/display';
import { ContentsFacts } from './contents-facts';
import { type Appearance, ContentsPage, type OpenRequest, type PageHost } from './contents-page';
import { createEvent } from './events';
import type { WebFrameMainDouble } from './frames';
import { dispatchPreloadCall } from './ipc-main';
import { createLoadError, toLoadFailure } from './load-errors';
import { NativeImageDouble } from './native-image';
import type { PreloadCall } from './page-link';
import { asElectron, NotInTheStandIn } from './refusal';
import type { SessionDouble } from './session';
import { toText } from './structured-text';
import { defaultUserAgent } from './user-agent';

type Supported =
  | 'capturePage'
  | 'close'
  | 'executeJavaScript'
  | 'executeJavaScriptInIsolatedWorld'
  | 'focus'
  | 'getProcessId'
  | 'getTitle'
  | 'getURL'
  | 'getUserAgent'
  | 'getZoomFactor'
  | 'id'
  | 'ipc'
  | 'isDestroyed'
  | 'isFocused'
  | 'isLoading'
  | 'isLoadingMainFrame'
  | 'loadFile'
  | 'loadURL'
  | 'mainFrame'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'send'
  | 'session'
  | 'setUserAgent'
  | 'setWebRTCIPHandlingPolicy'
  | 'setWindowOpenHandler'
  | 'setZoomFactor'
  | 'stop';

type WebRtcPolicy = Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0];
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

export interface ContentsOptions {
  readonly session: SessionDouble;
  readonly preload: string | undefined;
  /** A popup's page, when Chromium made it already. */
  readonly page: Page | undefined;
  readonly scaleFactor: number;
  readonly zoomFactor: number;
}

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

export class WebContentsDouble extends ContentsFacts implements Pick<Electron.WebContents, Supported>, PageHost {
  readonly id: number;
  readonly session: Electron.Session;
  readonly mySession: SessionDouble;
  windowOpenHandler: WindowOpenHandler | undefined;
  /** What `window.open` asked for, oldest first; the popups themselves come separately. */
  readonly openRequests: OpenRequest[] = [];

  /** Resolves when the page runs. */
  private readonly opened: Promise<ContentsPage>;
  private page: ContentsPage | undefined;
  private destroyed = false;
  private title = '';
  private userAgent: string | undefined;
  private webRtcPolicy: WebRtcPolicy = 'default';
  private zoomFactor: number;

  constructor(
    private readonly owner: ContentsOwner,
    private readonly options: ContentsOptions,
  ) {
    super();
    this.zoomFactor = options.zoomFactor;
    lastId += 1;
    this.id = lastId;
    this.mySession = options.session;
    this.session = asElectron<Electron.Session>(options.session);
    all.set(this.id, this);
    this.opened = this.open();
    this.opened.catch((error: unknown) => {
      if (!this.destroyed) console.error(`The stand-in could not open a page: ${String(error)}`);
    });
  }

  private async open(): Promise<ContentsPage> {
    const { session, page: given, preload } = this.options;
    // A popup waits as well, for what its window's listeners set.
    const made = (await given) ?? (await browser.createPage(await session.contextId(), this.owner.placement()));
    if (this.destroyed) {
      void browser.closePage(made.targetId);
      throw new Error('The window is gone');
    }
    const page = new ContentsPage(made, this, preload);
    this.page = page;
    session.pages.add(this);
    await page.start(this.appearance());
    return page;
  }

  private appearance(): Appearance {
    return {
      placement: this.owner.placement(),
      scaleFactor: this.options.scaleFactor,
      zoomFactor: this.zoomFactor,
      transparent: this.owner.isTransparent(),
      userAgent: this.getUserAgent(),
      webRtcPolicy: this.webRtcPolicy,
    };
  }

  get targetId(): string | undefined {
    return this.page?.page.targetId;
  }

  /** Whether it shows nothing yet, not even a blank page that was asked for. A popup is a page as soon as it is there. */
  get isEmpty(): boolean {
    return this.options.page === undefined && this.getURL() === '';
  }

  hasFrame(frameId: string): boolean {
    return this.page?.frames.find(frameId) !== undefined;
  }

  preloadCalled(frame: WebFrameMainDouble, call: PreloadCall): void {
    dispatchPreloadCall(this, frame, call);
  }

  titleChanged(title: string): void {
    this.title = title;
    this.emit('page-title-updated', createEvent({}), title, true);
  }

  popupAsked(request: OpenRequest): void {
    this.openRequests.push(request);
  }

  /** Applies the window's size, the theme and the user agent to the page again. */
  refreshEmulation(): void {
    if (!this.destroyed) this.page?.refresh(this.appearance()).catch(() => {});
  }

  applyUserAgent(): void {
    this.refreshEmulation();
  }

  refreshRequests(): void {
    this.page?.refreshRequests();
  }

  async clearStorage(): Promise<void> {
    const page = await this.opened;
    await page.clearStorage();
  }

  /** Whether the window may go: the page agrees, or the app overrules it. */
  async mayClose(): Promise<boolean> {
    if (!this.page || this.destroyed || (await this.page.agreesToClose())) return true;
    const event = createEvent({});
    this.emit('will-prevent-unload', event);
    return event.defaultPrevented;
  }

  get mainFrame(): Electron.WebFrameMain {
    const main = this.page?.frames.main;
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
    const { session } = (await this.opened).page;
    const loaded = this.whenLoaded();
    const referrer = typeof options.httpReferrer === 'string' ? options.httpReferrer : undefined;
    const reply = await session.send('Page.navigate', {
      url,
      transitionType: 'typed',
      ...(referrer ? { referrer } : {}),
    });
    if (reply.errorText) {
      const failure = toLoadFailure(reply.errorText);
      const frame = this.page?.frames.main;
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
    this.page?.sendToPreload(channel, toText(args));
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const page = await this.loaded();
    return page.evaluate(page.frames.mainToken, code, userGesture);
  }

  async executeJavaScriptInIsolatedWorld(
    worldId: number,
    scripts: Electron.WebSource[],
    userGesture = false,
  ): Promise<unknown> {
    const [script] = scripts;
    // 999 is where Electron runs preloads.
    const isKnown = Number.isSafeInteger(worldId) && worldId > 0 && worldId !== 999;
    if (script === undefined || scripts.length > 1 || script.url !== undefined || !isKnown)
      throw new NotInTheStandIn(
        'webContents.executeJavaScriptInIsolatedWorld but with one script in a world of its own',
      );
    const page = await this.loaded();
    return page.evaluateInWorld(worldId, script.code, userGesture);
  }

  /** Scripts wait until the page no longer loads, as Electron's do. */
  private async loaded(): Promise<ContentsPage> {
    const page = await this.opened;
    if (this.getURL() === '' || this.isLoading()) {
      await new Promise<void>((resolve) => {
        this.once('did-stop-loading', () => resolve());
        this.once('destroyed', () => resolve());
      });
    }
    return page;
  }

  async capturePage(rect?: Electron.Rectangle, _options?: Electron.Opts): Promise<Electron.NativeImage> {
    const { session } = (await this.opened).page;
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'png',
      ...(rect ? { clip: { ...rect, scale: 1 } } : {}),
    });
    return asElectron<Electron.NativeImage>(
      NativeImageDouble.fromPng(Buffer.from(data, 'base64'), this.options.scaleFactor),
    );
  }

  getURL(): string {
    return this.page?.navigation.url ?? '';
  }

  getTitle(): string {
    return this.title;
  }

  getProcessId(): number {
    return this.id;
  }

  isLoading(): boolean {
    return this.page?.navigation.isLoading ?? false;
  }

  isLoadingMainFrame(): boolean {
    return this.isLoading();
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  isFocused(): boolean {
    return this.owner.isFocused();
  }

  focus(): void {
    this.owner.focus();
  }

  reload(): void {
    this.command(({ page }) => page.session.send('Page.reload'));
  }

  reloadIgnoringCache(): void {
    this.command(({ page }) => page.session.send('Page.reload', { ignoreCache: true }));
  }

  stop(): void {
    this.command(({ page }) => page.session.send('Page.stopLoading'));
  }

  setUserAgent(userAgent: string): void {
    this.userAgent = userAgent;
    this.refreshEmulation();
  }

  getUserAgent(): string {
    return this.userAgent ?? this.mySession.ownUserAgent ?? defaultUserAgent();
  }

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.zoomFactor = factor;
    this.refreshEmulation();
  }

  getZoomFactor(): number {
    return this.zoomFactor;
  }

  setWebRTCIPHandlingPolicy(policy: WebRtcPolicy): void {
    if (this.page) throw new NotInTheStandIn('webContents.setWebRTCIPHandlingPolicy once the page is there');
    this.webRtcPolicy = policy;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }

  close(options?: Electron.CloseOpts): void {
    this.owner.requestClose(options?.waitForBeforeUnload ?? false);
  }

  private command(run: (page: ContentsPage) => Promise<unknown>): void {
    this.opened.then(run).catch(() => {});
  }

  /** Closes the page in Chromium; resolves when it is gone. */
  async closePage(): Promise<void> {
    const opened = await this.opened.catch(() => undefined);
    if (opened) await browser.closePage(opened.page.targetId);
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
