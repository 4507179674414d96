import { app } from './app';
import { verifiedFetch } from './certificates/verified-fetch';
import { CertificateVerifier } from './certificates/verifier';
import { browser, type ContextProxy } from './chromium/browser';
import { electronFetch } from './electron-fetch';
import { ProtocolDouble } from './protocol';
import { asElectron, Double, NotInTheStandIn, refuseOtherStatics, refuseTheRest } from './refusal';
import { standIn } from './stand-in';
import { WebRequestDouble } from './web-request';

type Supported =
  | 'clearAuthCache'
  | 'clearCache'
  | 'clearData'
  | 'clearHostResolverCache'
  | 'clearStorageData'
  | 'closeAllConnections'
  | 'fetch'
  | 'flushStorageData'
  | 'getStoragePath'
  | 'getUserAgent'
  | 'isPersistent'
  | 'isSpellCheckerEnabled'
  | 'protocol'
  | 'resolveProxy'
  | 'setCertificateVerifyProc'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setProxy'
  | 'setSpellCheckerEnabled'
  | 'setUserAgent'
  | 'spellCheckerEnabled'
  | 'storagePath'
  | 'webRequest';

type PermissionRequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DevicePermissionHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type DisplayMediaHandler = Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
type CertificateVerifyProc = Parameters<Electron.Session['setCertificateVerifyProc']>[0];

/** The pages of a session, as far as the session needs them. */
export interface SessionPage {
  refreshRequests(): void;
  clearStorage(): Promise<void>;
  applyUserAgent(userAgent: string): void;
}

/** A partition: a browser context of its own in Chromium. Nothing outlives the process, not even `persist:` ones. */
export class SessionDouble extends Double implements Pick<Electron.Session, Supported> {
  readonly webRequest: Electron.WebRequest;
  readonly requests: WebRequestDouble;
  readonly certificates: CertificateVerifier;
  readonly protocol: Electron.Protocol;
  readonly protocols = ProtocolDouble.create();
  readonly storagePath = null;
  readonly pages = new Set<SessionPage>();
  spellCheckerEnabled = true;

  permissionRequestHandler: PermissionRequestHandler = null;
  permissionCheckHandler: PermissionCheckHandler = null;
  devicePermissionHandler: DevicePermissionHandler = null;

  private proxy: ContextProxy | undefined;
  private context: Promise<string> | undefined;
  private userAgent: string | undefined;

  constructor(readonly partition: string) {
    super('Session', 'session');
    const refreshRequests = () => {
      for (const page of this.pages) page.refreshRequests();
    };
    this.requests = WebRequestDouble.create(refreshRequests);
    this.certificates = new CertificateVerifier(refreshRequests);
    this.protocol = asElectron<Electron.Protocol>(this.protocols);
    this.webRequest = asElectron<Electron.WebRequest>(this.requests);
  }

  /** Chromium's context of this partition; `undefined` is its default one. */
  contextId(): Promise<string | undefined> {
    if (this.partition === '') return Promise.resolve(undefined);
    this.context ??= browser.createContext(this.proxy);
    return this.context;
  }

  async knowsContext(contextId: string): Promise<boolean> {
    return (await this.context) === contextId;
  }

  get ownUserAgent(): string | undefined {
    return this.userAgent;
  }

  isPersistent(): boolean {
    return this.partition === '' || this.partition.startsWith('persist:');
  }

  getStoragePath(): null {
    return null;
  }

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.permissionRequestHandler = handler;
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.permissionCheckHandler = handler;
  }

  /** What becomes of a page's request; without a handler Electron grants everything. */
  decideRequest(contents: Electron.WebContents, permission: string, requestingUrl: string): Promise<boolean> {
    const handler = this.permissionRequestHandler;
    if (!handler) return Promise.resolve(true);
    return new Promise((resolve) => {
      Reflect.apply(handler, undefined, [contents, permission, resolve, { requestingUrl, isMainFrame: true }]);
    });
  }

  /** What becomes of a page's question whether it may; without a handler Electron says yes. */
  decideCheck(contents: Electron.WebContents, permission: string, origin: string): boolean {
    const handler = this.permissionCheckHandler;
    if (!handler) return true;
    const details = { requestingUrl: origin, isMainFrame: true };
    return Reflect.apply(handler, undefined, [contents, permission, origin, details]) === true;
  }

  setDevicePermissionHandler(handler: DevicePermissionHandler): void {
    this.devicePermissionHandler = handler;
  }

  setDisplayMediaRequestHandler(handler: DisplayMediaHandler): void {
    if (handler) throw new NotInTheStandIn('session.setDisplayMediaRequestHandler with a handler');
  }

  setCertificateVerifyProc(proc: CertificateVerifyProc): void {
    this.certificates.set(proc);
  }

  setUserAgent(userAgent: string): void {
    this.userAgent = userAgent;
    for (const page of this.pages) page.applyUserAgent(userAgent);
  }

  getUserAgent(): string {
    return this.userAgent ?? '';
  }

  setSpellCheckerEnabled(enable: boolean): void {
    this.spellCheckerEnabled = enable;
  }

  isSpellCheckerEnabled(): boolean {
    return this.spellCheckerEnabled;
  }

  /** Rules of one proxy, before the first page: Chromium's contexts take none later. */
  async setProxy({ proxyRules, proxyBypassRules, ...rest }: Electron.ProxyConfig): Promise<void> {
    const proxy: ContextProxy = {
      ...(proxyRules === undefined ? {} : { proxyServer: proxyRules }),
      ...(proxyBypassRules === undefined ? {} : { proxyBypassList: proxyBypassRules }),
    };
    const isSame = JSON.stringify(proxy) === JSON.stringify(this.proxy);
    if (Object.keys(rest).length > 0 || this.partition === '' || (this.context && !isSame))
      throw new NotInTheStandIn('session.setProxy but with rules, and before the first page of a partition');
    this.proxy = proxy;
  }

  fetch(input: string | GlobalRequest, init?: RequestInit): Promise<GlobalResponse> {
    if (this.proxy) throw new NotInTheStandIn('session.fetch through a proxy');
    return electronFetch(input, init, (...request) => verifiedFetch(this.certificates, ...request));
  }

  resolveProxy(_url: string): Promise<string> {
    return Promise.resolve(standIn.proxy);
  }

  async clearStorageData(_options?: Electron.ClearStorageDataOptions): Promise<void> {
    if (this.pages.size === 0 && this.context) {
      const contextId = await this.context;
      this.context = undefined;
      await browser.disposeContext(contextId);
      return;
    }
    await Promise.all([...this.pages].map((page) => page.clearStorage()));
  }

  async clearData(_options?: Electron.ClearDataOptions): Promise<void> {
    await this.clearStorageData();
  }

  clearCache(): Promise<void> {
    return Promise.resolve();
  }

  clearAuthCache(): Promise<void> {
    return Promise.resolve();
  }

  clearHostResolverCache(): Promise<void> {
    return Promise.resolve();
  }

  closeAllConnections(): Promise<void> {
    return Promise.resolve();
  }

  flushStorageData(): void {}
}

const sessions = new Map<string, SessionDouble>();

export function sessionOf(partition: string): SessionDouble {
  const known = sessions.get(partition);
  if (known) return known;
  const session = new SessionDouble(partition);
  sessions.set(partition, session);
  announce(session);
  return session;
}

let announce: (session: SessionDouble) => void = () => {};

/** Lets `app` emit `session-created`. */
export function onSessionCreated(listener: (session: SessionDouble) => void): void {
  announce = listener;
}

export function allSessions(): readonly SessionDouble[] {
  return [...sessions.values()];
}

/** The double behind a session that code hands back. */
export function toSessionDouble(session: Electron.Session): SessionDouble {
  const own = allSessions().find((candidate) => Object.is(candidate, session));
  if (!own) throw new TypeError('Not a session of the stand-in');
  return own;
}

/** @throws TypeError as Electron does before it is ready. */
function onceReady(partition: string): Electron.Session {
  if (!app.isElectronReady()) throw new TypeError('Session can only be received when app is ready');
  return asElectron<Electron.Session>(sessionOf(partition));
}

type Statics = Pick<typeof Electron.Session, 'fromPartition' | 'defaultSession'>;

export const session: Statics = refuseOtherStatics(
  'Session',
  refuseTheRest(
    'Session',
    {
      fromPartition: (partition: string, _options?: Electron.FromPartitionOptions) => onceReady(partition),
      get defaultSession() {
        return onceReady('');
      },
    },
    'session',
  ),
  'session',
);
