import { join } from 'node:path';
import { nativeTheme, net } from 'electron';
import { thresholdsAt } from '../core/expiry/notifications';
import { HOUR } from '../core/model/time';
import { programOf } from '../platform/system/process-name';
import { coalesce, settledWithin, systemClock, systemTimers as timers } from '../platform/system/timers';
import { DesktopRequests, obeyTray } from './actions/desktop-requests';
import { agentHandlers } from './agent/agent-handlers';
import { keeperAgent } from './agent/keeper-agent';
import { TokenPermits } from './agent/token-permits';
import { askForToken } from './agent/token-questions';
import { Batch } from './batch/batch';
import { batchJobs } from './batch/batch-jobs';
import { ClipboardLease } from './clipboard/clipboard-lease';
import { CopyShortcut } from './clipboard/copy-shortcut';
import { systemClipboard } from './clipboard/system-clipboard';
import { panelHandlers } from './handlers/panel-handlers';
import { createKeeper } from './keeper/create-keeper';
import { followKeeper, startKeeper } from './keeper/start-keeper';
import { Announcer } from './notifications/announcer';
import { DesktopBoard } from './notifications/desktop-board';
import { DesktopItems } from './notifications/desktop-items';
import { showOnDesktop } from './notifications/desktop-notifications';
import { NotificationBoard } from './notifications/notification-board';
import { KeptDrafts } from './panel/drafts';
import { servePanel } from './panel/panel-ipc';
import { panelState } from './panel/panel-state';
import { PanelWindow } from './panel/panel-window';
import { PracticeCloudHost } from './practice/practice-cloud';
import { signInFlows } from './sign-in/flows';
import { SignIns } from './sign-in/sign-ins';
import type { StartOptions } from './start-options';
import { AppEvents } from './system/app-events';
import { AppMemory } from './system/app-memory';
import { Dialogs } from './system/dialogs';
import type { Log } from './system/log';
import { OnlineWatch } from './system/online-watch';
import { SettingsStore } from './system/settings-store';
import { startAtLogin, wasStartedAtLogin } from './system/start-at-login';
import type { TrayIcon } from './tray/tray';
import { trayFaceOf } from './tray/tray-menu';
import { ChosenCertificates } from './trust/chosen-certificates';
import { askForClientCertificates } from './trust/client-certificates';
import { watchSystem } from './watch-system';

export interface AppOptions extends Pick<StartOptions, 'hidden' | 'panelStays' | 'practice'> {
  readonly dataFolder: string;
  /** The one that the start named; `null`: none. */
  readonly askedDataFolder: string | null;
  readonly preload: string;
  readonly pages: string;
  readonly panelUrl: string;
  readonly tray: TrayIcon;
  readonly log: Log;
}

/** The app while it runs. */
export interface RunningApp {
  openPanel(): void;
  /** Clears the clipboard, finishes what is being written, and closes everything. A few seconds, unless the keychain takes longer. */
  shutDown(): Promise<void>;
}

/** Longest wait at quitting for the clipboard, and for a refresh that is being written. */
const CLIPBOARD_PATIENCE = 2000;
const KEEPER_PATIENCE = 8000;

/** Puts the app together, by hand and from the bottom up, and starts the keeper. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { dataFolder, tray, log } = options;
  const events = new AppEvents();
  const changed = () => void events.emit('changed');
  const settings = await SettingsStore.open(dataFolder);
  const memory = await AppMemory.open(dataFolder, timers);

  const practice = new PracticeCloudHost({ stateFile: join(dataFolder, 'practice.json'), ...options.practice }, events);
  const { keeper, adapters } = createKeeper(
    dataFolder,
    () => practice.running?.origin ?? null,
    (cloud) => (cloud === 'practice' ? practice.clock : systemClock),
    { notifyAt: () => thresholdsAt(settings.current().notifyAt) },
  );

  const lease = new ClipboardLease(
    systemClipboard,
    systemClock,
    timers,
    () => settings.current().clearClipboardAfter,
    changed,
  );
  const dialogs = new Dialogs();
  const certificates = new ChosenCertificates(timers);
  const signIns = new SignIns({
    keeper,
    flows: signInFlows(adapters, () => settings.current().zoom / 100),
    practiceOriginFor: async ({ cloud }) => (cloud === 'practice' ? (await practice.start()).origin : null),
    changed,
    needsPanel: (id) => events.emit('show', { view: 'connections', connectionId: id }),
  });

  const announcer = new Announcer(keeper, settings, events);
  const requests = new DesktopRequests({ keeper, lease, signIns, announcer, events, log });
  const shortcut = new CopyShortcut((id) => void requests.copy(id));
  const notifications = new NotificationBoard(keeper, memory, changed);
  const items = new DesktopItems({
    ...{ keeper, board: notifications, log },
    act: (clicked) => void requests.act(clicked),
    openPanel: () => events.emit('show', { view: 'notifications' }),
  });
  const desktop = new DesktopBoard({
    items: () => items.list(),
    shown: (shown) => items.shown(shown),
    showToast: showOnDesktop,
    openPanel: () => events.emit('show', { view: 'notifications' }),
    quietHours: () => settings.current().quietHours,
    now: () => new Date(),
    timers,
  });

  const drafts = new KeptDrafts();
  keeper.listen((event) => event.type === 'removed' && drafts.forget(event.id));
  const batch = new Batch({ keeper, jobs: batchJobs(keeper, adapters), changed });
  const panel = new PanelWindow({
    preload: options.preload,
    pages: options.pages,
    url: options.panelUrl,
    trayBounds: () => tray.bounds(),
    settings,
    stays: () => options.panelStays || signIns.anyOpen || dialogs.anyOpen || drafts.isOpen,
    state: () => panelState({ batch, keeper, lease, notifications, practice, settings, signIns }),
    timers,
    log,
  });
  const parts = {
    batch,
    keeper,
    adapters,
    certificates,
    dialogs,
    drafts,
    events,
    lease,
    log,
    notifications,
    panel,
    settings,
  };
  const login = startAtLogin(options.askedDataFolder);
  const handlers = panelHandlers({ ...parts, dataFolder, practice, shortcut, signIns, startAtLogin: login });
  servePanel(handlers, (frame) => panel.isOwn(frame), log);
  tray.obey((command) => obeyTray(command, panel, requests));

  const online = new OnlineWatch(
    () => net.isOnline(),
    timers,
    () => events.emit('system', 'online'),
  );
  const updateTray = () => {
    tray.show(trayFaceOf(keeper, memory.current().lastCopied));
    online.watch(keeper.connections().some(({ trouble }) => trouble?.failure.code.startsWith('network/')));
  };
  const trayUpdate = coalesce(timers, 100, updateTray);

  events.on('system', (cause) => {
    keeper.systemEvent(cause);
    desktop.changed();
  });
  events.on('show', (show) => panel.open(show));
  events.on('changed', () => {
    panel.changed();
    trayUpdate.ask();
    desktop.changed();
  });
  const permits = new TokenPermits({
    settings,
    programOf,
    ask: (request, program, signal) => askForToken(dialogs, request, program, signal),
    timers,
  });
  const agent = keeperAgent({
    dataFolder,
    keeper,
    handlers: agentHandlers({
      ...{ keeper, adapters, practice, signIns },
      mayHave: (request, signal) => permits.decide(request, signal),
    }),
    isWanted: () => settings.current().agentSocket,
    log,
  });
  applySettings(settings, permits, () => {
    void agent.follow();
    // Other thresholds may make something due.
    events.emit('system', 'clock');
    changed();
  });
  const stopFollowing = followKeeper({
    ...{ keeper, adapters, agent, permits },
    notifications,
    memory,
    events,
  });
  watchSystem(events, lease);
  askForClientCertificates();
  // Days go by without any event.
  const hourly = setInterval(changed, HOUR);

  await startKeeper(keeper, practice, log);
  notifications.begin();
  void agent.follow();
  const problem = shortcut.set(settings.current().copyShortcut);
  if (problem !== null) announcer.shortcutFailed(problem);
  if (settings.setAside.length > 0) announcer.settingsSetAside();
  updateTray();
  panel.changed();
  const isHidden = options.hidden || wasStartedAtLogin();
  if (!isHidden && keeper.connections().length === 0) panel.open();

  return {
    openPanel: () => panel.open(),
    shutDown: async () => {
      stopFollowing();
      clearInterval(hourly);
      // Whatever ends now is nothing that the tray or the panel still has to show.
      events.removeAllListeners();
      trayUpdate.stop();
      desktop.stop();
      memory.end();
      online.stop();
      shortcut.release();
      signIns.cancelAll();
      batch.end();
      permits.end();
      panel.destroy();
      await lease.end(CLIPBOARD_PATIENCE);
      await settledWithin(KEEPER_PATIENCE, agent.close());
      await settledWithin(KEEPER_PATIENCE, keeper.stop());
      await settledWithin(CLIPBOARD_PATIENCE, practice.stop());
      tray.destroy();
    },
  };
}

function applySettings(settings: SettingsStore, permits: TokenPermits, changed: () => void): void {
  nativeTheme.themeSource = settings.current().theme;
  settings.on('changed', () => {
    nativeTheme.themeSource = settings.current().theme;
    permits.settingsChanged();
    changed();
  });
}
