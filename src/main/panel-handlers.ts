import { shell } from 'electron';
import type { Connection } from '../core/connection';
import type { KeeperApi, Notice } from '../core/keeper-api';
import type { AppSettings } from '../core/ports';
import type { DraftProblems } from '../core/validation';
import {
  clientIdProblem,
  draftProblems,
  nameProblem,
  redirectUriProblem,
  secretProblem,
  tenantProblem,
} from '../core/validation';
import { DEFAULT_INTERVAL } from '../core/window';
import type { ConnectionChange, PanelState, Reply } from '../ipc/contract';
import { registrationUrl } from './app-registration';
import type { ClipboardLease } from './clipboard-lease';
import type { CopyShortcut } from './copy-shortcut';
import type { NoticeBoard } from './notice-board';
import type { PanelHandlers } from './panel-ipc';
import type { Plugs } from './plugs';
import type { PracticeRoom } from './practice-room';
import { addPracticeConnection } from './practice-start';
import { answer, DONE, done, failed, refuse } from './replies';
import type { SignIns } from './sign-ins';
import { copyAccessToken, copyPlain } from './token-copier';
import { tokenHandlers } from './token-handlers';
import { troubleDetails } from './views';

/** The rooms that a request of the panel may lead to. */
export interface PanelHouse {
  readonly keeper: KeeperApi;
  readonly lease: ClipboardLease;
  readonly notices: NoticeBoard;
  readonly practice: PracticeRoom;
  readonly shortcut: CopyShortcut;
  readonly signIns: SignIns;
  readonly probe: Plugs['probe'];
  /** A panel begins: the whole state, which patches follow. */
  readonly beginPanel: () => PanelState;
  readonly closePanel: () => void;
  /** Something outside the keeper changed that the panel shows. */
  readonly changed: () => void;
  /** Does what the notice's button says. */
  readonly act: (notice: Notice) => Promise<Reply>;
}

const GONE = refuse('This connection no longer exists.', 'Close the panel and open it again.');
const NO_PRACTICE = refuse(
  'The practice cloud could not be started.',
  'Another program may keep this app from listening on 127.0.0.1; check the firewall.',
);

/** What main does for each request of the panel. */
export function panelHandlers(house: PanelHouse): PanelHandlers {
  const { keeper, lease, notices, practice, signIns } = house;
  const withConnection = async <T>(
    id: string,
    job: (connection: Connection) => Promise<Reply<T>>,
  ): Promise<Reply<T>> => {
    const connection = keeper.find(id);
    return connection ? job(connection) : GONE;
  };
  const withNotice = async (id: string, job: (notice: Notice) => Promise<Reply>): Promise<Reply> => {
    const notice = notices.find(id);
    return notice ? job(notice) : DONE;
  };
  return {
    getState: async () => house.beginPanel(),

    addConnection: async (draft) => {
      const problem = firstProblem(draftProblems(draft, namesOf(keeper)));
      if (problem) return problem;
      const { name, cloud, tenant, clientId, redirectUri, secret } = draft;
      const settings = {
        name: name.trim(),
        cloud,
        customCloud: null,
        tenant: tenant.trim(),
        clientId: clientId.trim(),
        redirectUri,
        application: { kind: 'secret' },
        resource: { kind: 'partner-center' },
        signInMethod: 'app-window',
        schedule: { kind: 'every', interval: DEFAULT_INTERVAL },
      } as const;
      if (cloud === 'practice' && !(await started(practice))) return NO_PRACTICE;
      const added = await keeper.add(settings, { kind: 'secret', clientSecret: secret.trim() });
      return added.ok ? answer({ id: added.value.id }) : failed(added.failure);
    },

    updateConnection: async ({ id, ...change }) => {
      const problem = firstProblem(changeProblems(change, namesOf(keeper, id)));
      return problem ?? done(await keeper.change(id, trimmed(change)));
    },

    forgetLearnedWindow: async ({ id }) => done(await keeper.forgetLearnedWindow(id)),

    replaceSecret: async ({ id, secret }) => {
      const problem = secretProblem(secret);
      if (problem !== null) return refuse(problem, '', 'secret');
      return done(await keeper.replaceCredential(id, { kind: 'secret', clientSecret: secret.trim() }));
    },

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

    signIn: async ({ id, consent }) => {
      const result = await signIns.signIn(id, consent ?? false);
      return result.ok ? answer(result.value) : failed(result.failure);
    },
    cancelSignIn: async ({ id }) => {
      signIns.cancel(id);
      return DONE;
    },
    refresh: async ({ id }) => done(await keeper.refresh(id)),

    copyAccessToken: ({ id }) => copyAccessToken(keeper, lease, id),
    ...tokenHandlers(keeper, lease, house.probe),
    copyRedirectUri: ({ id }) => withConnection(id, ({ redirectUri }) => copyPlain(redirectUri)),
    copyTroubleDetails: ({ id }) =>
      withConnection(id, async (connection) => {
        const details = troubleDetails(connection);
        return details === null ? refuse('Nothing is wrong with this connection.', '') : copyPlain(details);
      }),
    openAppRegistration: ({ id }) => withConnection(id, openRegistration),

    actOnNotice: ({ id }) =>
      withNotice(id, async (notice) => {
        notices.dismiss(id);
        return house.act(notice);
      }),
    dismissNotice: async ({ id }) => {
      notices.dismiss(id);
      return DONE;
    },

    updateSettings: (change) => changeSettings(house, change),
    retryKeychain: async () => done(await keeper.retryStorage()),

    startPractice: async () => {
      const cloud = await started(practice);
      if (!cloud) return NO_PRACTICE;
      house.changed();
      const added = await addPracticeConnection(keeper, cloud.partner);
      if (!added.ok) return failed(added.failure);
      const { username, password, mfaCode } = cloud.partner;
      return answer({ id: added.value.id, username, password, mfaCode });
    },
    advancePracticeClock: async ({ by }) =>
      (await started(practice)) ? practice.advance(by).then(() => DONE) : NO_PRACTICE,
    setPracticeNetwork: async ({ up }) =>
      (await started(practice)) ? practice.setNetwork(up).then(() => DONE) : NO_PRACTICE,

    closePanel: async () => {
      house.closePanel();
      return DONE;
    },
  };
}

/** Opens the portal's page of a connection's application in the person's own browser. */
export async function openRegistration(connection: Connection): Promise<Reply> {
  const url = registrationUrl(connection);
  if (url === null) return refuse('The practice cloud has no portal.', 'Its application is registered already.');
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

async function started(practice: PracticeRoom): Promise<Awaited<ReturnType<PracticeRoom['start']>> | null> {
  try {
    return await practice.start();
  } catch {
    return null;
  }
}

function namesOf(keeper: KeeperApi, except?: string): string[] {
  return keeper
    .connections()
    .filter(({ id }) => id !== except)
    .map(({ name }) => name);
}

type Change = Omit<ConnectionChange, 'id'>;

function changeProblems(change: Change, otherNames: readonly string[]): DraftProblems {
  const { name, tenant, clientId, redirectUri } = change;
  const found: [keyof DraftProblems, string | null][] = [
    ['name', name === undefined ? null : nameProblem(name, otherNames)],
    ['tenant', tenant === undefined ? null : tenantProblem(tenant)],
    ['clientId', clientId === undefined ? null : clientIdProblem(clientId)],
    ['redirectUri', redirectUri === undefined ? null : redirectUriProblem(redirectUri)],
  ];
  return Object.fromEntries(found.filter(([, problem]) => problem !== null));
}

function trimmed(change: Change): Change {
  const { name, tenant, clientId } = change;
  return {
    ...change,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(tenant === undefined ? {} : { tenant: tenant.trim() }),
    ...(clientId === undefined ? {} : { clientId: clientId.trim() }),
  };
}

function firstProblem(problems: DraftProblems): Reply<never> | null {
  const [first] = Object.entries(problems);
  return first ? refuse(first[1], '', first[0]) : null;
}
