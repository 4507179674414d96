import { join } from 'node:path';
import { app, nativeTheme, net, powerMonitor } from 'electron';
import { Keeper } from '../core/keeper/keeper';
import type { AppNotification } from '../core/keeper/keeper-api';
import type { KeeperEvent } from '../core/model/event';
import type { Failure } from '../core/model/failure';
import { HOUR } from '../core/model/time';
import type { PanelEvents, PanelState, Reply } from '../ipc/contract';
import { writePrivateFile } from '../platform/files/private-file';
import { createAdapters } from './adapters';
import { ClipboardLease } from './clipboard/clipboard-lease';
import { CopyShortcut } from './clipboard/copy-shortcut';
import { systemClipboard } from './clipboard/system-clipboard';
import { copyAccessToken } from './clipboard/token-copier';
import { learnExpiry, mayTellExpiry } from './handlers/credential-expiry';
import { panelHandlers } from './handlers/panel-handlers';
import { applyRemedy } from './handlers/remedies';
import { sayOnDesktop, showOnDesktop } from './notifications/desktop-notifications';
import { NotificationBoard } from './notifications/notification-board';
import { PanelFeed } from './panel/panel-feed';
import { servePanel } from './panel/panel-ipc';
import { PanelWindow } from './panel/panel-window';
import { PracticeCloudHost } from './practice/practice-cloud';
import { signInFlows } from './sign-in/flows';
import { SignIns } from './sign-in/sign-ins';
import { FileDialogs } from './system/file-dialogs';
import { type Log, nameOf } from './system/log';
import { OnlineWatch } from './system/online-watch';
import { coalesce, settledWithin, systemTimers as timers } from './system/timers';
import type { TrayIcon } from './tray/tray';
import { trayFaceOf } from './tray/tray-face';
import type { TrayCommand } from './tray/tray-menu';
import { ChosenCertificates } from './trust/chosen-certificates';
import { askForClientCertificates } from './trust/client-certificates';
import { trustExtraAuthorities } from './trust/custom-trust';
import { notificationView, skewView, troubleView, viewsOf } from './wording/views';

export interface AppOptions {
  readonly dataFolder: string;
  readonly preload: string;
  readonly panelUrl: string;
  readonly tray: TrayIcon;
  readonly log: Log;
  /** Started at login: the panel does not open by itself. */
  readonly hidden: boolean;
  readonly practice: { readonly controlPort?: number };
  /** The panel stays although another window has the focus; for development and tests. */
  readonly panelStays: boolean;
}

/** The app while it runs. */
export interface RunningApp {
  openPanel(): void;
  /** Another process has changed something in the data folder: shows it. */
  catchUp(): void;
  /** Clears the clipboard, finishes what is being written, and closes everything. A few seconds, unless the keychain takes longer. */
  shutDown(): Promise<void>;
}

/** Longest wait at quitting for the clipboard, and for a refresh that is being written. */
const CLIPBOARD_PATIENCE = 2000;
const KEEPER_PATIENCE = 8000;

/** Puts the app together, by hand, and starts the keeper. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { dataFolder, tray, log } = options;
  const clock = { now: () => Date.now() };

  const practice = new PracticeCloudHost(
    { stateFile: join(dataFolder, 'practice.json'), ...options.practice },
    (what) => {
      if (what !== 'offline') keeper.systemEvent(what);
      somethingChanged();
    },
  );
  // Before the first session is made.
  const customClouds = () => keeper.connections().flatMap(({ customCloud }) => customCloud ?? []);
  trustExtraAuthorities(customClouds);
  const adapters = createAdapters(dataFolder, () => practice.running?.origin ?? null, customClouds);
  const keeper = new Keeper({
    ...adapters.ports,
    clockOf: (cloud) => (cloud === 'practice' ? practice.clock : clock),
    timers,
    random: Math.random,
  });
  const lease = new ClipboardLease(systemClipboard, clock, timers, () => feed.changed());
  const shortcut = new CopyShortcut((id) => void copyAndSay(id));
  const files = new FileDialogs();
  const certificates = new ChosenCertificates(async (chosen, passphrase) => {
    // Loaded with the first certificate that somebody chooses.
    const { readCertificate } = await import('../platform/certificate/certificate');
    const files = chosen.map(({ content }) => content);
    return readCertificate(files, passphrase, clock.now());
  }, timers);
  const signIns = new SignIns({
    keeper,
    flows: signInFlows(adapters),
    practiceOriginFor: async ({ cloud }) => (cloud === 'practice' ? (await practice.start()).origin : null),
    changed: () => feed.changed(),
    needsPanel: (id) => openPanel({ view: 'connections', connectionId: id }),
  });
  const panel = new PanelWindow({
    preload: options.preload,
    url: options.panelUrl,
    trayBounds: () => tray.bounds(),
    stays: () => options.panelStays || signIns.anyOpen || files.anyOpen,
    timers,
    shownOrHidden: (visible) => feed.visible(visible),
    gone: () => feed.end(),
  });
  const feed = new PanelFeed(panelState, (patch) => panel.send('patch', patch), timers);
  const notifications = new NotificationBoard(
    showOnDesktop,
    (notification) => void actAndSay(notification),
    () => feed.changed(),
  );
  const online = new OnlineWatch(
    () => net.isOnline(),
    timers,
    () => keeper.systemEvent('online'),
  );
  const trayUpdate = coalesce(timers, 100, updateTray);

  function panelState(): PanelState {
    const cloud = practice.running;
    return {
      connections: viewsOf(keeper),
      signIns: signIns.views(),
      notifications: notifications.list().map(notificationView),
      settings: keeper.settings(),
      practice: cloud && { offset: cloud.clock.offset, networkUp: practice.networkUp },
      copied: lease.current(),
      appTrouble: troubleView(keeper.appTrouble()),
      clockSkew: skewView(keeper.clockSkew()),
      version: app.getVersion(),
    };
  }

  function updateTray(): void {
    tray.show(trayFaceOf(keeper));
    online.watch(keeper.connections().some(({ trouble }) => trouble?.failure.code.startsWith('network/')));
  }

  function somethingChanged(): void {
    feed.changed();
    trayUpdate.ask();
  }

  function openPanel(show?: PanelEvents['show']): void {
    panel.open(show).catch((error: unknown) => log('panel-not-opened', { code: nameOf(error) }));
  }

  const quitting = new AbortController();
  let toldTrouble: Failure | null = null;
  function onEvent(event: KeeperEvent): void {
    if (event.type === 'notification') notifications.raise(event.notification);
    if (event.type === 'notifications-withdrawn') notifications.dismissAbout(event.connectionId, event.about);
    if (event.type === 'settings') nativeTheme.themeSource = keeper.settings().theme;
    if (event.type === 'app-trouble') {
      const trouble = keeper.appTrouble();
      if (trouble && trouble.code !== toldTrouble?.code) sayOnDesktop(trouble.what, trouble.advice, () => openPanel());
      toldTrouble = trouble;
    }
    if (event.type === 'clock-skew') tellSkew();
    if (mayTellExpiry(event)) void learnExpiry({ keeper, adapters }, event.id, quitting.signal);
    somethingChanged();
  }

  /** Once, however often the servers and the clock change their minds: the panel goes on showing it. */
  let toldSkew = false;
  function tellSkew(): void {
    const view = skewView(keeper.clockSkew());
    if (!view || toldSkew) return;
    toldSkew = true;
    log('clock-is-wrong');
    sayOnDesktop(view.what, view.advice, () => openPanel());
  }

  /** For what was asked outside the panel: a failure is told on the desktop, and the panel has more. */
  function say(id: string, reply: Reply<unknown>): void {
    if (reply.ok) return;
    const name = keeper.find(id)?.name ?? 'Partner Token Tray';
    const show = { view: 'connections', connectionId: id } as const;
    sayOnDesktop(name, `${reply.what} ${reply.advice}`.trim(), () => openPanel(show));
  }

  async function copyAndSay(id: string): Promise<void> {
    const reply = await copyAccessToken(keeper, lease, id);
    if (!reply.ok) return say(id, reply);
    const seconds = Math.round(keeper.settings().clearClipboardAfter / 1000);
    sayOnDesktop(
      keeper.find(id)?.name ?? '',
      `Access token copied. It is cleared in ${seconds} seconds.`,
      () => undefined,
    );
  }

  async function actAndSay(
    notification: Pick<AppNotification, 'connectionId' | 'remedy' | 'registrationPage'>,
  ): Promise<void> {
    try {
      say(notification.connectionId, await applyRemedy({ keeper, signIns, openPanel }, notification));
    } catch (error) {
      log('remedy-fault', { code: nameOf(error), connection: notification.connectionId });
    }
  }

  function obey(command: TrayCommand): void {
    if (command.kind === 'open') openPanel();
    if (command.kind === 'toggle') panel.toggle();
    if (command.kind === 'quit') app.quit();
    if (command.kind === 'show') openPanel({ view: 'connections', connectionId: command.id });
    if (command.kind === 'copy') void copyAndSay(command.id);
    if (command.kind === 'refresh' || command.kind === 'sign-in')
      void actAndSay({ connectionId: command.id, remedy: command.kind });
  }

  const stopListening = keeper.listen(onEvent);
  const handlers = panelHandlers({
    keeper,
    certificates,
    files,
    lease,
    notifications,
    practice,
    shortcut,
    signIns,
    adapters,
    exports: {
      keeper,
      lease,
      askWhere: (suggestion) => files.askWhereToSave(suggestion),
      write: writePrivateFile,
      log,
    },
    beginPanel: () => {
      panel.begun();
      return feed.begin();
    },
    closePanel: () => panel.hide(),
    changed: somethingChanged,
    act: (notification) => applyRemedy({ keeper, signIns, openPanel }, notification),
  });
  servePanel(handlers, { isOwn: (frame) => panel.isOwn(frame), log });
  tray.obey(obey);
  askForClientCertificates();
  powerMonitor.on('resume', () => {
    keeper.systemEvent('wake');
    void lease.clearIfDue();
  });
  powerMonitor.on('unlock-screen', () => {
    keeper.systemEvent('unlock');
    void lease.clearIfDue();
  });
  powerMonitor.on('shutdown', () => app.quit());
  // Days go by without any event.
  const hourly = setInterval(somethingChanged, HOUR);

  await startKeeper();

  async function startKeeper(): Promise<void> {
    const practises = () => keeper.connections().some(({ cloud }) => cloud === 'practice');
    const startPractice = () =>
      practice.start().catch((error: unknown) => log('practice-not-started', { code: nameOf(error) }));
    // The practice clock has to tell the time before the keeper asks what is due.
    if (practice.wasUsed) await startPractice();
    await keeper.start();
    if (practises()) await startPractice();
    else await practice.stop();
    const problem = shortcut.set(keeper.settings().copyShortcut);
    if (problem !== null)
      sayOnDesktop('The shortcut to copy does not work', problem, () => openPanel({ view: 'settings' }));
    updateTray();
    feed.changed();
    if (!options.hidden && keeper.connections().length === 0) openPanel();
  }

  return {
    openPanel: () => openPanel(),
    catchUp: () => void keeper.catchUp(),
    shutDown: async () => {
      quitting.abort();
      stopListening();
      clearInterval(hourly);
      trayUpdate.stop();
      online.stop();
      shortcut.release();
      signIns.cancelAll();
      panel.destroy();
      await settledWithin(CLIPBOARD_PATIENCE, lease.end());
      await settledWithin(KEEPER_PATIENCE, keeper.stop());
      await settledWithin(CLIPBOARD_PATIENCE, practice.stop());
      tray.destroy();
    },
  };
}
