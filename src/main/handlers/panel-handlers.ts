import { addPracticeConnection } from '../../agent/handlers/practice';
import { ownFailure } from '../../core/failures/classify';
import type { Connection } from '../../core/model/connection';
import type { TokenGrant } from '../../core/model/settings';
import { commandIn } from '../../core/setup/commands';
import type { Reply } from '../../ipc/contract';
import type { SettingsChange } from '../../ipc/schemas';
import { pageFor } from '../actions/app-registration';
import { applyRemedy } from '../actions/apply-remedy';
import { openErrorPage, openNewRegistration, openRegistration } from '../actions/open-page';
import { copyPlain } from '../clipboard/system-clipboard';
import { copyAccessToken } from '../clipboard/token-copier';
import type { PanelHandlers } from '../panel/panel-ipc';
import { NO_PRACTICE, startedPractice } from '../practice/practice-start';
import type { Question } from '../wording/questions';
import { answer, DONE, done, failed, GONE, refuse } from '../wording/replies';
import { withPlace } from '../wording/support-details';
import { appHandlers } from './app-handlers';
import { expiryHandlers } from './credential-expiry';
import { credentialHandlers } from './credentials';
import { exportHandlers } from './exports';
import { historyHandlers } from './history';
import { keyVaultHandlers } from './key-vault';
import type { PanelParts } from './panel-parts';
import { registrationHandlers } from './registration';
import { removalHandlers } from './removal';
import { KEPT, settingsHandlers } from './settings';
import { tokenHandlers } from './token-handlers';

/** What main does for each request of the panel. */
export function panelHandlers(parts: PanelParts): PanelHandlers {
  const { keeper, adapters, dialogs, drafts, events, lease, log, notifications, panel, practice, settings } = parts;
  const withConnection = async <T>(
    id: string,
    job: (connection: Connection) => Promise<Reply<T>>,
  ): Promise<Reply<T>> => {
    const connection = keeper.find(id);
    return connection ? job(connection) : GONE;
  };
  const copyText = async (text: string): Promise<Reply> => {
    const reply = await copyPlain(text);
    void lease.endIfReplaced();
    return reply;
  };
  return {
    getState: async () => panel.begin(),

    ...settingsHandlers({ ...parts, confirm: (question) => dialogs.confirm(question) }),
    ...credentialHandlers({ ...parts, files: dialogs }),
    ...expiryHandlers(parts),
    ...registrationHandlers(parts, copyText),
    ...keyVaultHandlers(keeper, (question) => dialogs.confirmInPerson(question)),

    readDrafts: async () => answer(drafts.all()),
    keepDraft: async (kept) => {
      drafts.keep(kept);
      return DONE;
    },

    ...removalHandlers(parts),
    ...appHandlers(parts),
    ...signInHandlers(parts, copyText),
    refresh: async ({ id }) => done(await keeper.refresh(id), keeper.find(id)),

    copyAccessToken: ({ id }) => copyAccessToken(keeper, lease, id),
    ...tokenHandlers(keeper, lease, adapters, dialogs),
    ...exportHandlers({ keeper, lease, dialogs, log }),
    ...historyHandlers({ keeper, dialogs, log }),

    copyCommand: ({ id, form }) =>
      withConnection(id, (connection) => {
        const username = connection.token?.account.username ?? null;
        return copyText(commandIn(form, { ...connection, username }));
      }),
    copyRedirectUri: ({ id }) => withConnection(id, ({ redirectUri }) => copyText(redirectUri)),
    copyDetails: ({ text, id }) => copyText(withPlace(text, id === null ? null : keeper.find(id))),
    openNewRegistration: (place) => openNewRegistration(place),
    openErrorPage: ({ code }) => openErrorPage(code),
    openAppRegistration: ({ id, page }) =>
      withConnection(id, (connection) =>
        openRegistration(connection, page ?? pageFor(connection, keeper.nowFor(connection))),
      ),

    actOnNotification: async ({ id }) => {
      const notification = notifications.find(id);
      if (!notification) return DONE;
      notifications.actedOn(notification);
      return applyRemedy(parts, notification);
    },
    dismissNotification: async ({ id }) => {
      const notification = notifications.find(id);
      if (notification) notifications.dismiss(notification);
      return DONE;
    },
    dismissAllNotifications: async () => {
      notifications.dismissAll();
      return DONE;
    },

    updateSettings: (change) => changeSettings(parts, change),
    withdrawTokenGrant: async ({ connectionId, program, parent }) => {
      const isOther = (grant: TokenGrant) =>
        grant.connectionId !== connectionId || grant.program !== program || grant.parent !== parent;
      return saved(settings.change({ tokenGrants: settings.current().tokenGrants.filter(isOther) }));
    },
    retryKeychain: async () => done(await keeper.retryStorage()),

    startPractice: async () => {
      const cloud = await startedPractice(practice);
      if (!cloud) return NO_PRACTICE;
      events.emit('changed');
      const added = await addPracticeConnection(keeper, cloud.partner);
      if (!added.ok) return failed(added.failure, null);
      const { username, password, mfaCode } = cloud.partner;
      return answer({ id: added.value.id, username, password, mfaCode });
    },
    advancePracticeClock: async ({ by }) =>
      (await startedPractice(practice)) ? practice.advance(by).then(() => DONE) : NO_PRACTICE,
    setPracticeNetwork: async ({ up }) =>
      (await startedPractice(practice)) ? practice.setNetwork(up).then(() => DONE) : NO_PRACTICE,

    startBatch: async ({ kind }) => {
      void parts.batch.start(kind);
      return DONE;
    },
    endBatch: async () => {
      parts.batch.end();
      return DONE;
    },
    clearClipboard: async () => {
      await lease.end();
      return DONE;
    },
    closePanel: async () => {
      panel.hide();
      return DONE;
    },
  };
}

async function changeSettings(
  { dialogs, keeper, settings, shortcut }: PanelParts,
  change: SettingsChange,
): Promise<Reply> {
  const isWider = change.tokenRequests === 'allow' && settings.current().tokenRequests !== 'allow';
  if (isWider && !(await dialogs.confirm(WIDER))) return KEPT;
  const wanted = change.copyShortcut;
  if (wanted && !keeper.find(wanted.connectionId)) return GONE;
  const problem = wanted === undefined ? null : shortcut.set(wanted);
  if (problem !== null) return refuse(problem, '', 'copyShortcut');
  return saved(settings.change(change));
}

function saved(isWritten: boolean): Reply {
  return isWritten ? DONE : failed(ownFailure('file/unwritable', Date.now()), null);
}

/** Asked by main: the panel may have been taken over. */
const WIDER: Question = {
  message: 'Let other programs have access tokens without asking you?',
  detail: 'Every program that runs as you can then act as the partner user of each connection.',
  yes: 'Allow',
};

const OVER = refuse('This sign-in has ended.', 'Sign in again.');

function signInHandlers({ keeper, signIns }: PanelParts, copyText: typeof copyPlain) {
  return {
    signIn: async ({ id, ...request }) => {
      const result = await signIns.signIn(id, request);
      return result.ok ? answer(result.value) : failed(result.failure, keeper.find(id));
    },
    showSignIn: async ({ id }) => {
      if (await signIns.show(id)) return DONE;
      const hint = signIns.hintOf(id);
      if (hint.kind !== 'code') return refuse("Couldn't open a browser.", 'Copy the address and open it in a browser.');
      return refuse("Couldn't open a browser.", `Open ${hint.code.verificationUri} on any device.`);
    },
    copyDeviceCode: async ({ id }) => {
      const hint = signIns.hintOf(id);
      return hint.kind === 'code' ? copyText(hint.code.userCode) : OVER;
    },
    copySignInAddress: async ({ id }) => {
      const hint = signIns.hintOf(id);
      return hint.kind === 'address' ? copyText(hint.address) : OVER;
    },
    cancelSignIn: async ({ id }) => {
      signIns.cancel(id);
      return DONE;
    },
  } satisfies Partial<PanelHandlers>;
}
