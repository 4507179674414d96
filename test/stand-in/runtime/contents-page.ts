import type { EventEmitter } from 'node:events';
import { browser, type Page } from './chromium/browser';
import { hasDisplay, type Placement, place } from './chromium/display';
import { WEB_RTC_POLICY } from './chromium/launch';
import { FrameTree, type WebFrameMainDouble } from './frames';
import { emulatedMedia } from './native-theme';
import { Navigation } from './navigation';
import type { PermissionMessage } from './page/messages';
import { PageLink, type PreloadCall } from './page-link';
import { asElectron } from './refusal';
import { RequestGate } from './requests';
import type { SessionDouble } from './session';
import { standIn } from './stand-in';

/** The web contents that a page belongs to. */
export interface PageHost extends EventEmitter {
  readonly id: number;
  readonly mySession: SessionDouble;
  send(channel: string, ...args: unknown[]): void;
  preloadCalled(frame: WebFrameMainDouble, call: PreloadCall): void;
  titleChanged(title: string): void;
  popupAsked(request: OpenRequest): void;
}

/** What `window.open` asked for. */
export interface OpenRequest {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
}

/** How the page is to look. */
export interface Appearance {
  readonly placement: Placement;
  readonly scaleFactor: number;
  /** 1 is as it comes. */
  readonly zoomFactor: number;
  readonly transparent: boolean;
  readonly userAgent: string | undefined;
  readonly webRtcPolicy: string;
}

/** What a page has of WebRTC whose policy Chromium was not started with. */
const NO_WEB_RTC = `for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection'])
  Object.defineProperty(globalThis, name, { value: class { constructor() { throw new Error('WebRTC with this policy is not in the stand-in'); } } });`;

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

/** A page of Chromium with all that Electron would know of it: its frames, navigations, requests, worlds. */
export class ContentsPage {
  readonly frames: FrameTree;
  readonly navigation: Navigation;
  private readonly link: PageLink;
  private readonly gate: RequestGate;
  private isRunning = false;

  constructor(
    readonly page: Page,
    private readonly host: PageHost,
    preload: string | undefined,
  ) {
    const { session } = page;
    this.link = new PageLink(page, {
      preload,
      onPreloadCall: (call) => {
        const frame = this.frames.find(call.frameId);
        if (frame) host.preloadCalled(frame, call);
      },
      onTitle: (title) => host.titleChanged(title),
      onPermission: (message, frameId) => this.decidePermission(message, frameId),
    });
    this.frames = new FrameTree(
      {
        processId: host.id,
        evaluate: (frameId, code, userGesture) => this.evaluate(frameId, code, userGesture),
        send: (channel, args) => host.send(channel, ...args),
      },
      page.targetId,
    );
    this.frames.follow(session);
    this.navigation = new Navigation(host, this.frames, session);
    this.gate = new RequestGate(session, {
      frames: this.frames,
      webContents: this.asWebContents(),
      webRequest: host.mySession.requests,
      certificates: host.mySession.certificates,
      protocols: host.mySession.protocols,
      allowsNavigation: (asked) => this.navigation.allows(asked),
    });
    session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      // Chromium adds the features that are on unless refused; only what was asked for has a value.
      const features = windowFeatures.filter((feature) => feature.includes('=')).join(',');
      host.popupAsked({ url, frameName: windowName === '_blank' ? '' : windowName, features });
    });
  }

  /** Lets the page run, with everything in place before its first script. Commands take effect in the order they are sent. */
  async start(appearance: Appearance): Promise<void> {
    const { session } = this.page;
    await Promise.all([
      ...this.link.prepare(),
      session.send('Network.enable'),
      this.gate.enable(),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      ...this.emulate(appearance),
      ...(appearance.webRtcPolicy === WEB_RTC_POLICY
        ? []
        : [session.send('Page.addScriptToEvaluateOnNewDocument', { source: NO_WEB_RTC })]),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    this.isRunning = true;
    if (hasDisplay()) await place(this.page.session, appearance.placement);
  }

  /** Applies the window's size, the theme and the user agent again. */
  async refresh(appearance: Appearance): Promise<void> {
    await Promise.all(this.emulate(appearance));
    if (hasDisplay() && this.isRunning) await place(this.page.session, appearance.placement);
  }

  private emulate({ placement, scaleFactor, zoomFactor, transparent, userAgent }: Appearance): Promise<unknown>[] {
    const { session } = this.page;
    // A page that is enlarged has fewer pixels of its own, each of them larger.
    const width = Math.round(placement.width / zoomFactor);
    const height = Math.round(placement.height / zoomFactor);
    const screen = { screenWidth: 1920, screenHeight: 1080 };
    const metrics = { width, height, deviceScaleFactor: scaleFactor * zoomFactor, mobile: false, ...screen };
    const color = { r: 0, g: 0, b: 0, a: 0 };
    return [
      session.send('Emulation.setEmulatedMedia', { features: emulatedMedia() }),
      // Where somebody looks at the window, the page is as large as the window is.
      ...(hasDisplay() ? [] : [session.send('Emulation.setDeviceMetricsOverride', metrics)]),
      ...(transparent ? [session.send('Emulation.setDefaultBackgroundColorOverride', { color })] : []),
      ...(userAgent ? [session.send('Emulation.setUserAgentOverride', { userAgent })] : []),
    ];
  }

  /** Asks Chromium again to show what the session's listeners want to see. */
  refreshRequests(): void {
    this.gate.enable().catch(() => {});
  }

  sendToPreload(channel: string, packedArgs: string): void {
    this.link.sendToPreload(this.frames.mainToken, channel, packedArgs);
  }

  async evaluate(frameId: string, code: string, userGesture: boolean): Promise<unknown> {
    return this.evaluateIn(this.link.mainWorldOf(frameId), code, userGesture);
  }

  /** Runs in a world that shares the document with the page and none of its JavaScript; it lasts as long as the document. */
  async evaluateInWorld(worldId: number, code: string, userGesture: boolean): Promise<unknown> {
    const { executionContextId } = await this.page.session.send('Page.createIsolatedWorld', {
      frameId: this.frames.mainToken,
      worldName: `isolated world ${worldId}`,
    });
    return this.evaluateIn(executionContextId, code, userGesture);
  }

  private async evaluateIn(contextId: number | undefined, code: string, userGesture: boolean): Promise<unknown> {
    const { result, exceptionDetails } = await this.page.session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
      ...(contextId === undefined ? {} : { contextId }),
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Runs the page's `beforeunload` listeners, if a person has touched it, as Chromium does. False: it wants to stay. */
  async agreesToClose(): Promise<boolean> {
    const answer = this.evaluate(this.frames.mainToken, ASK_BEFORE_UNLOAD, false).catch(() => true);
    const patience = new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(true), BEFORE_UNLOAD_PATIENCE).unref();
    });
    return (await Promise.race([answer, patience])) !== false;
  }

  async clearStorage(): Promise<void> {
    const { session } = this.page;
    const origin = this.frames.main?.origin;
    await session.send('Network.clearBrowserCookies');
    if (!origin || origin === 'null') return;
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }

  private async decidePermission({ kind, permission }: PermissionMessage, frameId: string): Promise<boolean> {
    const { mySession } = this.host;
    const frame = this.frames.find(frameId);
    const origin = frame?.origin ?? 'null';
    if (kind === 'check') return mySession.decideCheck(this.asWebContents(), permission, origin);
    const granted = await mySession.decideRequest(this.asWebContents(), permission, frame?.url ?? '');
    standIn.permissions.push({ permission, origin, granted });
    if (granted) await browser.grant(await mySession.contextId(), CHROMIUM_NAMES[permission] ?? permission, origin);
    return granted;
  }

  private asWebContents(): Electron.WebContents {
    return asElectron<Electron.WebContents>(this.host);
  }
}
