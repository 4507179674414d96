import type { Protocol } from 'devtools-protocol';
import { Connection, type Session } from './connection';
import { hasDisplay } from './display';
import { launchChromium, type RunningChromium } from './launch';

/** A page of Chromium, attached and still paused: nothing of it has run yet. */
export interface Page {
  readonly targetId: string;
  readonly session: Session;
  /** Chromium's name for the group of pages that share cookies. */
  readonly contextId: string | undefined;
}

export interface Popup extends Page {
  readonly openerTargetId: string;
}

/** What pages of a context reach the network through. */
export type ContextProxy = Pick<Protocol.Target.CreateBrowserContextRequest, 'proxyServer' | 'proxyBypassList'>;

const CLOSE_PATIENCE = 3000;
const REFUSAL_PATIENCE = 1000;

/** The one Chromium of this process, started when the first page is needed. */
class Browser {
  private starting: Promise<Connection> | undefined;
  private running: RunningChromium | undefined;
  private closing = false;
  /** Chromium's own; empty until it runs. */
  userAgent = '';
  private readonly attached = new Map<string, Page>();
  private readonly targetsOfSessions = new Map<string, string>();

  private readonly helpers = new Map<string, (page: Page) => void>();

  /** Set by the windows' side. */
  onPopup: (popup: Popup) => void = () => {};
  onPageGone: (targetId: string) => void = () => {};
  onCrash: () => void = () => {};
  onDownload: (download: Protocol.Browser.DownloadWillBeginEvent) => void = () => {};
  /** Switches of the app that Chromium should get too. */
  extraArguments: () => readonly string[] = () => [];

  connection(): Promise<Connection> {
    this.starting ??= this.start();
    return this.starting;
  }

  private async start(): Promise<Connection> {
    const running = launchChromium(this.extraArguments());
    this.running = running;
    const connection = new Connection(running.input, running.output);
    void running.ended.then(() => this.ended(running));
    const { root } = connection;
    root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      // A session that the DevTools endpoint asked for.
      if (targetInfo.type === 'browser') return;
      const session = connection.session(sessionId);
      if (targetInfo.type !== 'page') {
        session.send('Runtime.runIfWaitingForDebugger').catch(() => {});
        return;
      }
      const page: Page = { targetId: targetInfo.targetId, session, contextId: targetInfo.browserContextId };
      this.targetsOfSessions.set(sessionId, page.targetId);
      const { openerId } = targetInfo;
      const waiting = openerId && this.helpers.get(openerId);
      if (waiting) waiting(page);
      else if (openerId) this.onPopup({ ...page, openerTargetId: openerId });
      else this.attached.set(page.targetId, page);
    });
    root.on('Target.detachedFromTarget', ({ sessionId }) => {
      connection.forget(sessionId);
      const targetId = this.targetsOfSessions.get(sessionId);
      this.targetsOfSessions.delete(sessionId);
      if (targetId) this.onPageGone(targetId);
    });
    root.on('Browser.downloadWillBegin', (download) => this.onDownload(download));
    const [{ userAgent }] = await Promise.all([
      root.send('Browser.getVersion'),
      root.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      root.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true }),
    ]);
    this.userAgent = userAgent;
    return connection;
  }

  private ended(running: RunningChromium): void {
    running.removeProfile();
    if (this.running !== running) return;
    this.running = undefined;
    if (!this.closing) this.onCrash();
  }

  async createPage(contextId: string | undefined, bounds: Electron.Rectangle): Promise<Page> {
    if (!hasDisplay()) return this.createTarget(contextId, { width: bounds.width, height: bounds.height });
    // Only a page can open a window without tabs and as narrow as it likes; it may go as soon as it has.
    const helper = await this.createTarget(contextId, { windowState: 'minimized' });
    const opened = new Promise<Page>((resolve) => this.helpers.set(helper.targetId, resolve));
    const features = `popup,noopener,left=${bounds.x},top=${bounds.y},width=${bounds.width},height=${bounds.height}`;
    const expression = `void window.open('about:blank', '_blank', ${JSON.stringify(features)})`;
    helper.session.send('Runtime.runIfWaitingForDebugger').catch(() => {});
    helper.session.send('Runtime.evaluate', { expression, userGesture: true }).catch(() => {});
    const page = await opened;
    this.helpers.delete(helper.targetId);
    void this.closePage(helper.targetId);
    return page;
  }

  private async createTarget(
    contextId: string | undefined,
    shape: { width: number; height: number } | { windowState: 'minimized' },
  ): Promise<Page> {
    const { root } = await this.connection();
    const { targetId } = await root.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...shape,
      ...(contextId ? { browserContextId: contextId } : {}),
    });
    const page = this.attached.get(targetId);
    if (!page) throw new Error('Chromium made a page and did not attach it');
    this.attached.delete(targetId);
    return page;
  }

  async closePage(targetId: string): Promise<void> {
    const { root } = await this.connection();
    await root.send('Target.closeTarget', { targetId }).catch(() => {});
  }

  /**
   * Closes a popup that must not load anything. It has to run on first, because its opener waits inside `window.open` until it does;
   * and its request has to fail before the page goes, because Chromium would let go of it when nobody watches any more.
   */
  async refusePopup({ session, targetId }: Popup, loadsSomething: boolean): Promise<void> {
    const refused = new Promise<void>((resolve) => {
      session.on('Fetch.requestPaused', ({ requestId }) => {
        session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).then(
          () => resolve(),
          () => resolve(),
        );
      });
      setTimeout(resolve, loadsSomething ? REFUSAL_PATIENCE : 0);
    });
    await Promise.allSettled([
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      session.send('Runtime.runIfWaitingForDebugger'),
      refused,
    ]);
    await this.closePage(targetId);
  }

  async createContext(proxy: ContextProxy = {}): Promise<string> {
    const { root } = await this.connection();
    const { browserContextId } = await root.send('Target.createBrowserContext', { disposeOnDetach: true, ...proxy });
    await root.send('Browser.setDownloadBehavior', { behavior: 'deny', browserContextId, eventsEnabled: true });
    return browserContextId;
  }

  /** Tells Chromium that pages of an origin have a permission. */
  async grant(browserContextId: string | undefined, name: string, origin: string): Promise<void> {
    const { root } = await this.connection();
    const context = browserContextId ? { browserContextId } : {};
    // Names Chromium does not know need no grant.
    await root
      .send('Browser.setPermission', { permission: { name }, setting: 'granted', origin, ...context })
      .catch(() => {});
  }

  async disposeContext(browserContextId: string): Promise<void> {
    const { root } = await this.connection();
    await root.send('Target.disposeBrowserContext', { browserContextId }).catch(() => {});
  }

  /** Ends Chromium and removes its profile. */
  async close(): Promise<void> {
    this.closing = true;
    const { running } = this;
    if (!running) return;
    const connection = await this.connection();
    connection.root.send('Browser.close').catch(() => {});
    const timer = setTimeout(() => running.kill(), CLOSE_PATIENCE);
    await running.ended;
    clearTimeout(timer);
    running.removeProfile();
  }
}

export const browser = new Browser();
