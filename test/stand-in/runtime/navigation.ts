import type { EventEmitter } from 'node:events';
import type { Session } from './chromium/connection';
import { createEvent } from './events';
import type { FrameTree, WebFrameMainDouble } from './frames';
import { toLoadFailure } from './load-errors';
import { asElectron } from './refusal';

interface NavigationParams {
  url: string;
  isSameDocument: boolean;
  isMainFrame: boolean;
  frame: Electron.WebFrameMain | null;
  initiator: Electron.WebFrameMain | null;
}

interface Response {
  readonly status: number;
  readonly statusText: string;
}

/** Turns the page's DevTools events into the navigation events of webContents. */
export class Navigation {
  url = '';
  isLoading = false;

  private readonly asked = new Map<string, string>();
  private readonly announced = new Set<string>();
  private readonly responses = new Map<string, Response>();
  private readonly failures = new Map<string, string>();
  private failedLoader: string | undefined;

  constructor(
    private readonly contents: EventEmitter,
    private readonly frames: FrameTree,
    session: Session,
  ) {
    // Sent for what the page or its reader began, not for loadURL, reload or the history.
    session.on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
      if (disposition === 'currentTab') this.asked.set(frameId, url);
    });
    session.on('Page.frameStartedNavigating', ({ frameId, url, loaderId, navigationType }) => {
      const isSameDocument = navigationType === 'sameDocument' || navigationType === 'historySameDocument';
      if (isSameDocument || !/^(https?|file|data):/i.test(url)) this.announce(frameId, url, loaderId, isSameDocument);
    });
    session.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId !== frames.mainToken || this.isLoading) return;
      this.isLoading = true;
      contents.emit('did-start-loading');
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId !== frames.mainToken || !this.isLoading) return;
      this.isLoading = false;
      contents.emit('did-stop-loading');
    });
    session.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Document')
        this.responses.set(requestId, { status: response.status, statusText: response.statusText });
    });
    session.on('Network.loadingFailed', ({ requestId, type, errorText }) => {
      if (type === 'Document') this.failures.set(requestId, errorText);
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      const isMainFrame = frame.id === frames.mainToken;
      if (frame.unreachableUrl) this.failed(frame.unreachableUrl, frame.loaderId, isMainFrame);
      else this.committed(frame.id, frame.url + (frame.urlFragment ?? ''), frame.loaderId, isMainFrame);
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const isMainFrame = frameId === frames.mainToken;
      if (isMainFrame) this.url = url;
      const node = frames.find(frameId);
      contents.emit(
        'did-navigate-in-page',
        createEvent({}),
        url,
        isMainFrame,
        node?.processId ?? 0,
        node?.routingId ?? 0,
      );
    });
    session.on('Page.domContentEventFired', () => contents.emit('dom-ready', createEvent({})));
    session.on('Page.loadEventFired', () => {
      if (this.failedLoader === undefined && this.url !== '') contents.emit('did-finish-load');
    });
    session.on('Inspector.targetCrashed', () => {
      contents.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 });
    });
  }

  /** Asks the guards about a document request; false cancels it. */
  allows({
    url,
    frameId,
    loaderId,
    isRedirect,
  }: {
    url: string;
    frameId: string;
    loaderId: string | undefined;
    isRedirect: boolean;
  }): boolean {
    const isMainFrame = frameId === this.frames.mainToken;
    const byPage = this.asked.has(frameId);
    this.asked.delete(frameId);
    if (isRedirect) {
      const allowed = this.emitPreventable('will-redirect', frameId, url);
      if (allowed) this.emitNavigation('did-redirect-navigation', frameId, url, false);
      return allowed;
    }
    if (byPage && !this.emitPreventable('will-frame-navigate', frameId, url)) return false;
    if (byPage && isMainFrame && !this.emitPreventable('will-navigate', frameId, url)) return false;
    this.announce(frameId, url, loaderId, false);
    return true;
  }

  private announce(frameId: string, url: string, loaderId: string | undefined, isSameDocument: boolean): void {
    if (loaderId !== undefined && !isSameDocument) {
      if (this.announced.has(loaderId)) return;
      this.announced.add(loaderId);
    }
    this.emitNavigation('did-start-navigation', frameId, url, isSameDocument);
  }

  private committed(frameId: string, url: string, loaderId: string, isMainFrame: boolean): void {
    const { status, statusText } = this.responses.get(loaderId) ?? { status: -1, statusText: '' };
    this.responses.delete(loaderId);
    const node = this.frames.find(frameId);
    if (isMainFrame) {
      this.url = url;
      this.failedLoader = undefined;
      this.contents.emit('did-navigate', createEvent({}), url, status, statusText);
    }
    this.contents.emit(
      'did-frame-navigate',
      createEvent({}),
      url,
      status,
      statusText,
      isMainFrame,
      node?.processId ?? 0,
      node?.routingId ?? 0,
    );
  }

  private failed(url: string, loaderId: string, isMainFrame: boolean): void {
    if (isMainFrame) {
      this.url = url;
      this.failedLoader = loaderId;
    }
    const { code, description } = toLoadFailure(this.failures.get(loaderId) ?? 'net::ERR_FAILED');
    this.failures.delete(loaderId);
    const frame = this.frames.main;
    this.contents.emit(
      'did-fail-load',
      createEvent({}),
      code,
      description,
      url,
      isMainFrame,
      frame?.processId ?? 0,
      frame?.routingId ?? 0,
    );
  }

  private emitPreventable(name: string, frameId: string, url: string): boolean {
    return !this.emitNavigation(name, frameId, url, false).defaultPrevented;
  }

  private emitNavigation(
    name: string,
    frameId: string,
    url: string,
    isSameDocument: boolean,
  ): Electron.Event<NavigationParams> {
    const node = this.frames.find(frameId);
    const isMainFrame = frameId === this.frames.mainToken;
    const frame = asFrame(node);
    const event = createEvent({ url, isSameDocument, isMainFrame, frame, initiator: frame });
    this.contents.emit(name, event, url, isSameDocument, isMainFrame, node?.processId ?? 0, node?.routingId ?? 0);
    return event;
  }
}

function asFrame(node: WebFrameMainDouble | undefined): Electron.WebFrameMain | null {
  return node ? asElectron<Electron.WebFrameMain>(node) : null;
}
