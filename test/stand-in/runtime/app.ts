import { AppPaths } from './app-paths';
import { browser } from './chromium/browser';
import { commandLine } from './command-line';
import { createEvent } from './events';
import { asElectron, Double } from './refusal';
import { SingleInstanceLock } from './single-instance';
import { standIn } from './stand-in';

type Supported =
  | 'accessibilitySupportEnabled'
  | 'addRecentDocument'
  | 'applicationMenu'
  | 'badgeCount'
  | 'clearRecentDocuments'
  | 'commandLine'
  | 'disableHardwareAcceleration'
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppMetrics'
  | 'getAppPath'
  | 'getLocale'
  | 'getLocaleCountryCode'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getSystemLocale'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'hide'
  | 'isAccessibilitySupportEnabled'
  | 'isHardwareAccelerationEnabled'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'relaunch'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAppLogsPath'
  | 'setAppUserModelId'
  | 'setBadgeCount'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'show'
  | 'userAgentFallback'
  | 'whenReady';

interface AppWindow {
  close(): void;
  isDestroyed(): boolean;
}

export interface AppFacts {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly isPackaged: boolean;
  readonly executable: string;
}

class AppDouble extends Double implements Pick<Electron.App, Supported> {
  readonly commandLine = asElectron<Electron.CommandLine>(commandLine);
  readonly dock = undefined;
  accessibilitySupportEnabled = false;
  applicationMenu: Electron.Menu | null = null;
  badgeCount = 0;
  userAgentFallback = '';
  /** Set by the windows' module. */
  windows: { all(): AppWindow[] } = { all: () => [] };

  private facts: AppFacts = { name: 'Electron', version: '0.0.0', path: '', isPackaged: false, executable: '' };
  private readonly paths = new AppPaths();
  private readonly lock = new SingleInstanceLock();
  private ready = false;
  private quitting = false;
  private exiting = false;
  private loginItem: Electron.Settings = {};
  private resolveReady: () => void = () => {};
  private readonly readyPromise = new Promise<void>((resolve) => {
    this.resolveReady = resolve;
  });

  constructor() {
    super('App', 'app');
  }

  /** Called once by the launcher. */
  introduce(facts: AppFacts): void {
    this.facts = facts;
    const userData = commandLine.getSwitchValue('user-data-dir');
    if (userData) this.paths.name('userData', userData);
  }

  /** Called by the launcher once the app's entry has been run. */
  becomeReady(): void {
    if (this.exiting || this.quitting) return;
    this.ready = true;
    this.emit('will-finish-launching', createEvent({}));
    this.emit('ready', createEvent({}), {});
    this.resolveReady();
  }

  /** Unlike `isReady`, never overridden by test drivers. */
  isElectronReady(): boolean {
    return this.ready;
  }

  isReady(): boolean {
    return this.ready;
  }

  whenReady(): Promise<void> {
    return this.readyPromise;
  }

  get isPackaged(): boolean {
    return this.facts.isPackaged;
  }

  get name(): string {
    return this.facts.name;
  }

  set name(name: string) {
    this.setName(name);
  }

  getName(): string {
    return this.facts.name;
  }

  setName(name: string): void {
    this.facts = { ...this.facts, name };
  }

  getVersion(): string {
    return this.facts.version;
  }

  getAppPath(): string {
    return this.facts.path;
  }

  getLocale(): string {
    return commandLine.getSwitchValue('lang') || 'en-US';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getLocaleCountryCode(): string {
    return 'US';
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  getPath(name: string): string {
    return this.paths.get(name, this.facts);
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    this.setPath('logs', path ?? this.getPath('logs'));
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    const me = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    return this.lock.acquire(this.getPath('userData'), me, (other) => {
      void this.readyPromise.then(() => {
        this.emit('second-instance', createEvent({}), other.argv, other.workingDirectory, other.additionalData);
      });
    });
  }

  hasSingleInstanceLock(): boolean {
    return this.lock.holds(this.getPath('userData'));
  }

  releaseSingleInstanceLock(): void {
    this.lock.release();
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.loginItem = settings;
    standIn.loginItem = settings;
  }

  getLoginItemSettings(_options?: Electron.LoginItemSettingsOptions): Electron.LoginItemSettings {
    const openAtLogin = this.loginItem.openAtLogin ?? false;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    };
  }

  setAppUserModelId(id: string): void {
    standIn.appUserModelId = id;
  }

  relaunch(options: Electron.RelaunchOptions = {}): void {
    standIn.relaunches.push(options);
  }

  disableHardwareAcceleration(): void {
    this.refuseOnceReady('disableHardwareAcceleration');
  }

  isHardwareAccelerationEnabled(): boolean {
    return false;
  }

  enableSandbox(): void {
    this.refuseOnceReady('enableSandbox');
  }

  private refuseOnceReady(name: string): void {
    if (this.ready) throw new Error(`app.${name}() can only be called before app is ready`);
  }

  isAccessibilitySupportEnabled(): boolean {
    return this.accessibilitySupportEnabled;
  }

  setBadgeCount(count = 0): boolean {
    this.badgeCount = count;
    return false;
  }

  addRecentDocument(_path: string): void {}

  clearRecentDocuments(): void {}

  getAppMetrics(): Electron.ProcessMetric[] {
    return [];
  }

  focus(_options?: Electron.FocusOptions): void {}

  hide(): void {}

  show(): void {}

  quit(): void {
    if (this.quitting || this.exiting) return;
    const event = createEvent({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.quitting = true;
    const open = this.windows.all();
    for (const window of open) window.close();
    if (this.quitting && this.windows.all().length === 0) this.finishQuitting();
  }

  /** A window's `close` was prevented: a quit that was under way is off. */
  closeWasPrevented(): void {
    this.quitting = false;
  }

  windowClosed(left: number): void {
    if (left > 0 || this.exiting) return;
    if (this.quitting) {
      this.finishQuitting();
      return;
    }
    if (!this.emit('window-all-closed')) this.quit();
  }

  private finishQuitting(): void {
    // In its own turn, so that whoever closed the last window finishes first.
    setImmediate(() => {
      if (this.exiting) return;
      const event = createEvent({});
      this.emit('will-quit', event);
      if (event.defaultPrevented) {
        this.quitting = false;
        return;
      }
      this.exit(0);
    });
  }

  exit(exitCode = 0): void {
    if (this.exiting) return;
    this.exiting = true;
    this.emit('quit', createEvent({}), exitCode);
    this.lock.release();
    void browser.close().finally(() => process.exit(exitCode));
  }
}

export const app = new AppDouble();
