import { shell } from 'electron';
import type { AppNotification, KeeperApi } from '../../core/keeper/keeper-api';
import type { Connection } from '../../core/model/connection';
import type { RegistrationPage } from '../../core/model/registration-page';
import type { AppSettings } from '../../core/model/settings';
import { isExchangeClient } from '../../core/validation/sign-in-methods';
import type { PanelState, Reply } from '../../ipc/contract';
import type { Adapters } from '../adapters';
import type { ClipboardLease } from '../clipboard/clipboard-lease';
import type { CopyShortcut } from '../clipboard/copy-shortcut';
import { copyAccessToken, copyPlain } from '../clipboard/token-copier';
import { type ExportHouse, exportToClipboard, exportToFile } from '../clipboard/token-exporter';
import type { NotificationBoard } from '../notifications/notification-board';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { PracticeCloudHost } from '../practice/practice-cloud';
import { addPracticeConnection, NO_PRACTICE, startedPractice } from '../practice/practice-start';
import type { SignIns } from '../sign-in/sign-ins';
import type { FileDialogs } from '../system/file-dialogs';
import type { ChosenCertificates } from '../trust/chosen-certificates';
import { answer, DONE, done, failed, refuse } from '../wording/replies';
import { withPlace } from '../wording/support-details';
import { pageFor, registrationUrl } from './app-registration';
import { expiryHandlers } from './credential-expiry';
import { credentialHandlers } from './credentials';
import { noRegistrationPage } from './no-registration-page';
import { registrationHandlers } from './registration';
import { settingsHandlers } from './settings';
import { signInHandlers } from './sign-in';
import { tokenHandlers } from './token-handlers';

/** The rooms that a request of the panel may lead to. */
export interface PanelHouse {
  readonly keeper: KeeperApi;
  readonly certificates: ChosenCertificates;
  readonly files: FileDialogs;
  readonly lease: ClipboardLease;
  readonly notifications: NotificationBoard;
  readonly practice: PracticeCloudHost;
  readonly shortcut: CopyShortcut;
  readonly signIns: SignIns;
  readonly adapters: Adapters;
  readonly exports: ExportHouse;
  /** A panel begins: the whole state, which patches follow. */
  readonly beginPanel: () => PanelState;
  readonly closePanel: () => void;
  /** Something outside the keeper changed that the panel shows. */
  readonly changed: () => void;
  /** Does what the notification's button says. */
  readonly act: (notification: AppNotification) => Promise<Reply>;
}

const GONE = refuse('This connection no longer exists.', 'Close the panel and open it again.');
/** What main does for each request of the panel. */
export function panelHandlers(house: PanelHouse): PanelHandlers {
  const { keeper, lease, notifications, practice, signIns } = house;
  const withConnection = async <T>(
    id: string,
    job: (connection: Connection) => Promise<Reply<T>>,
  ): Promise<Reply<T>> => {
    const connection = keeper.find(id);
    return connection ? job(connection) : GONE;
  };
  const withNotification = async (
    id: string,
    job: (notification: AppNotification) => Promise<Reply>,
  ): Promise<Reply> => {
    const notification = notifications.find(id);
    return notification ? job(notification) : DONE;
  };
  return {
    getState: async () => house.beginPanel(),

    ...settingsHandlers(house),
    ...credentialHandlers(house),
    ...expiryHandlers(house),
    ...registrationHandlers(house, copyPlain),

    removeConnection: async ({ id }) => {
      signIns.cancel(id);
      const removed = await keeper.remove(id);
      if (!keeper.connections().some(({ cloud }) => cloud === 'practice')) await practice.leave();
      if (removed.ok && keeper.settings().copyShortcut?.connectionId === id) {
        house.shortcut.set(null);
        await keeper.changeSettings({ copyShortcut: null });
      }
      house.changed();
      return done(removed);
    },

    ...signInHandlers(signIns),
    refresh: async ({ id }) => done(await keeper.refresh(id)),

    copyAccessToken: ({ id }) => copyAccessToken(keeper, lease, id),
    ...tokenHandlers(keeper, lease, house.adapters, house.files),
    exportRefreshToken: ({ id, to }) =>
      withConnection(id, () =>
        to === 'clipboard' ? exportToClipboard(house.exports, id) : exportToFile(house.exports, id),
      ),
    exportedTokens: ({ id }) => withConnection(id, async () => answer(keeper.exportedTokens(id))),
    markExportReplaced: async ({ id, exportId }) => done(await keeper.markExportReplaced(id, exportId)),

    copyRedirectUri: ({ id }) => withConnection(id, ({ redirectUri }) => copyPlain(redirectUri)),
    copyDetails: ({ text, id }) => copyPlain(withPlace(text, id === null ? null : keeper.find(id))),
    openAppRegistration: ({ id, page }) =>
      withConnection(id, (connection) =>
        openRegistration(connection, page ?? pageFor(connection, keeper.nowFor(connection))),
      ),

    actOnNotification: ({ id }) =>
      withNotification(id, async (notification) => {
        notifications.dismiss(id);
        return house.act(notification);
      }),
    dismissNotification: async ({ id }) => {
      notifications.dismiss(id);
      return DONE;
    },

    updateSettings: (change) => changeSettings(house, change),
    retryKeychain: async () => done(await keeper.retryStorage()),

    startPractice: async () => {
      const cloud = await startedPractice(practice);
      if (!cloud) return NO_PRACTICE;
      house.changed();
      const added = await addPracticeConnection(keeper, cloud.partner);
      if (!added.ok) return failed(added.failure);
      const { username, password, mfaCode } = cloud.partner;
      return answer({ id: added.value.id, username, password, mfaCode });
    },
    advancePracticeClock: async ({ by }) =>
      (await startedPractice(practice)) ? practice.advance(by).then(() => DONE) : NO_PRACTICE,
    setPracticeNetwork: async ({ up }) =>
      (await startedPractice(practice)) ? practice.setNetwork(up).then(() => DONE) : NO_PRACTICE,

    closePanel: async () => {
      house.closePanel();
      return DONE;
    },
  };
}

/** Opens a page of a connection's application in the portal, in the person's own browser. */
export async function openRegistration(connection: Connection, page: RegistrationPage): Promise<Reply> {
  const url = registrationUrl(connection, page);
  if (url === null || isExchangeClient(connection.clientId)) return noRegistrationPage(connection);
  try {
    await shell.openExternal(url);
    return DONE;
  } catch {
    return refuse(
      'No browser could be opened.',
      `Open the Azure portal and look for application ${connection.clientId}.`,
    );
  }
}

async function changeSettings({ keeper, shortcut }: PanelHouse, change: Partial<AppSettings>): Promise<Reply> {
  const wanted = change.copyShortcut;
  if (wanted && !keeper.find(wanted.connectionId)) return GONE;
  const problem = wanted === undefined ? null : shortcut.set(wanted);
  if (problem !== null) return refuse(problem, '', 'copyShortcut');
  return done(await keeper.changeSettings(change));
}
