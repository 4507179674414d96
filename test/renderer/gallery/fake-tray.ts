import type { CertificateChoice } from '../../../src/ipc/certificates';
import type {
  ConnectionHistory,
  ConnectionView,
  CredentialLookup,
  Drafts,
  Export,
  PanelEvents,
  PanelPatch,
  PanelState,
  PracticeStart,
  Reply,
  StartsAtLogin,
  Tested,
  VaultView,
} from '../../../src/ipc/contract';
import type { PanelBridge, PanelMethod } from '../../../src/ipc/panel-api';
import type { ApplicationDraft } from '../../../src/ipc/schemas';
import type { ApiCheck, ExportedTokenView } from '../../../src/ipc/vocabulary';

export type Failing = Partial<Record<PanelMethod, Extract<Reply, { ok: false }> | 'throws' | 'hangs'>>;

const A_CERTIFICATE: Extract<CertificateChoice, { kind: 'chosen' }> = {
  kind: 'chosen',
  id: '4f0c2a1e-9d4f-4b43-8a9a-1f6f3b1f4a10',
  fileName: 'contoso-automation.pfx',
  subject: 'CN=contoso-automation, O=Contoso Ltd',
  thumbprint: '3a'.repeat(32),
  thumbprintSha1: '7f'.repeat(20),
  expiresAt: Date.UTC(2027, 4, 31),
};
const A_CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const CURRENT = { text: 'Key Vault is up to date', behind: 0, trouble: null, details: null, retryAt: null } as const;

/** A key vault that is up to date. */
export const VAULT: VaultView = {
  ...CURRENT,
  settings: {
    url: 'https://contoso.vault.azure.net',
    secretName: 'partner-token',
    credential: { kind: 'application' },
    names: { applicationId: null, applicationSecret: null, tenantId: null },
    disableOldVersions: true,
  },
  isSyncing: false,
  writtenAt: Date.now() - 3 * 3_600_000,
};

/** What may be remembered of it. */
function withoutSecret(application: ApplicationDraft | { readonly kind: 'same-as' }): unknown {
  const { kind } = application;
  return kind === 'secret' ? { kind, expiresAt: application.expiresAt } : application;
}

const DONE = { ok: true, value: null } as const;

const EXPORTED = {
  takenAt: Date.UTC(2026, 8, 3),
  expiresAt: Date.UTC(2026, 11, 2),
  mark: 'k7q',
  label: '',
  place: null,
};
const FILE = '/home/alex/automation/partner center/refresh token.txt';
const EXPORTED_TOKENS: readonly ExportedTokenView[] = [
  {
    ...EXPORTED,
    id: '1',
    to: 'file',
    place: FILE,
    state: 'expired',
    superseded: true,
    expiresAt: Date.UTC(2026, 9, 1),
  },
  { ...EXPORTED, id: '2', to: 'clipboard', state: 'replaced', superseded: true, mark: 'm2x' },
  { ...EXPORTED, id: '3', to: 'file', place: FILE, label: 'Billing', state: 'in-use', superseded: true, mark: 'p9c' },
  { ...EXPORTED, id: '4', to: 'clipboard', state: 'in-use', superseded: false, mark: 'w4d' },
  {
    ...EXPORTED,
    ...{ id: '5', to: 'key-vault', state: 'in-use', superseded: false, renews: true, mark: 'w4d' },
  },
];

const CHECK: ApiCheck = {
  ok: false,
  headline: 'Partner Center refuses this user: an agent role is missing.',
  facts: [
    { label: 'Organization', value: 'Contoso Europe' },
    { label: 'Partner ID (MPN)', value: '4390934' },
    { label: 'MFA', value: 'yes' },
    { label: 'Customers', value: 'not allowed' },
  ],
  remedy: null,
  advice: 'Give the user the role Admin agent, Sales agent or Helpdesk agent in Partner Center.',
  details: [{ label: 'MS-CorrelationId', value: 'b12dc9d4-35ad-47f2-8f25-0e5d1f5ad9a5' }],
};

const NO_MFA: ApiCheck = {
  ...CHECK,
  headline: 'Partner Center refused the token, because it carries no MFA.',
  advice: 'Sign in again and complete MFA.',
  facts: [{ label: 'MFA', value: 'no' }],
  remedy: 'sign-in',
};

const testedWith = (check: ApiCheck): Tested => ({ check, details: { code: null, text: `What: ${check.headline}` } });

/** A tray in memory. It remembers what it was asked, without the secrets, and answers as told. */
export class FakeTray {
  readonly calls: Array<{ readonly method: PanelMethod; readonly argument: unknown }> = [];
  readonly #listeners: { [E in keyof PanelEvents]: Set<(payload: PanelEvents[E]) => void> } = {
    patch: new Set(),
    show: new Set(),
  };
  readonly bridge: PanelBridge;
  /** How long an answer takes, in milliseconds. */
  delay = 20;
  /** What choosing a certificate comes to. */
  nextCertificate: CertificateChoice = A_CERTIFICATE;
  /** What the system says about starting the app at login. */
  startsAtLogin: StartsAtLogin | null = { on: false, note: null };
  /** What looking up the end of a secret finds. */
  nextLookup: CredentialLookup = { kind: 'found', expiresAt: new Date(2027, 4, 31).getTime() };

  exportedTokens = EXPORTED_TOKENS;
  /** What main keeps of the forms. */
  drafts: Drafts = { drafts: {}, open: null };

  constructor(
    public state: PanelState,
    public failing: Failing,
    private readonly historyOf: (view: ConnectionView) => ConnectionHistory = () => ({ entries: [], spans: [] }),
  ) {
    this.bridge = this.#makeBridge();
  }

  push(patch: PanelPatch): void {
    const views = new Map(this.state.connections.map((view) => [view.id, view]));
    for (const view of patch.changed) views.set(view.id, view);
    const order = patch.order ?? [...views.keys()];
    this.state = { ...this.state, ...patch.rest, connections: order.flatMap((id) => views.get(id) ?? []) };
    // As over the real bridge, what arrives is a copy.
    for (const listener of this.#listeners.patch) listener(structuredClone(patch));
  }

  show(payload: PanelEvents['show']): void {
    for (const listener of this.#listeners.show) listener(payload);
  }

  change(id: string, change: Partial<ConnectionView>): void {
    const view = this.state.connections.find((candidate) => candidate.id === id);
    if (view !== undefined) this.push({ changed: [{ ...view, ...change }] });
  }

  rest(change: Partial<Omit<PanelState, 'connections'>>): void {
    const { connections: _, ...rest } = this.state;
    this.push({ changed: [], rest: { ...rest, ...change } });
  }

  async #answer<T>(method: PanelMethod, argument: unknown, value: () => Reply<T>): Promise<Reply<T>> {
    this.calls.push({ method, argument });
    const failing = this.failing[method];
    if (failing === 'throws') throw new Error(`Error invoking remote method 'panel:${method}': ENOENT /home/somebody`);
    if (failing === 'hangs') return new Promise(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, this.delay));
    return failing ?? value();
  }

  #makeBridge(): PanelBridge {
    const done = (method: PanelMethod) => (argument?: unknown) => this.#answer(method, argument, () => DONE);
    return {
      getState: async () => structuredClone(this.state),
      addConnection: ({ application, ...draft }) =>
        this.#answer('addConnection', { ...draft, application: withoutSecret(application) }, () => {
          const id = newId(0x5000 + this.state.connections.length);
          const like = this.state.connections.find(
            (view) => application.kind === 'same-as' && view.id === application.id,
          );
          const kind = application.kind === 'same-as' ? (like?.application ?? 'secret') : application.kind;
          const view = {
            ...NEW_VIEW,
            ...draft,
            application: kind,
            id,
            cloudLabel: draft.cloud === 'global' ? 'Global' : draft.cloud,
          };
          // As main does: it answers first.
          setTimeout(
            () => this.push({ changed: [view], order: [...this.state.connections.map((other) => other.id), id] }),
            30,
          );
          return { ok: true, value: { id } };
        }),
      updateConnection: (change) =>
        this.#answer('updateConnection', change, () => {
          const { id, ...rest } = change;
          this.change(id, rest);
          return DONE;
        }),
      replaceCredential: ({ id, application }) =>
        this.#answer('replaceCredential', { id, application: withoutSecret(application) }, () => DONE),
      setCredentialExpiry: ({ id, expiresAt }) =>
        this.#answer('setCredentialExpiry', { id, expiresAt }, () => {
          this.change(id, { credential: { expiresAt, thumbprint: null } });
          return DONE;
        }),
      readCredentialExpiry: ({ id }) =>
        this.#answer('readCredentialExpiry', { id }, () => {
          const found = this.nextLookup;
          if (found.kind === 'found') this.change(id, { credential: { expiresAt: found.expiresAt, thumbprint: null } });
          return { ok: true, value: found };
        }),
      chooseCertificate: () =>
        this.#answer('chooseCertificate', undefined, () => ({ ok: true, value: this.nextCertificate })),
      readThumbprints: ({ id }) =>
        this.#answer('readThumbprints', { id }, () => ({
          ok: true,
          value: { sha1: A_CERTIFICATE.thumbprintSha1, sha256: A_CERTIFICATE.thumbprint },
        })),
      unlockCertificate: ({ id }) =>
        this.#answer('unlockCertificate', { id }, () => ({ ok: true, value: { ...A_CERTIFICATE, id } })),
      chooseExtraCa: () => this.#answer('chooseExtraCa', undefined, () => ({ ok: true, value: { pem: A_CA } })),
      restoreSettings: done('restoreSettings'),
      removeConnection: ({ id }) =>
        this.#answer('removeConnection', { id }, () => {
          this.push({ changed: [], order: this.state.connections.flatMap((view) => (view.id === id ? [] : view.id)) });
          return DONE;
        }),
      signIn: (request) => {
        const begin = () => this.change(request.id, { busy: 'sign-in', status: 'working', statusText: 'Signing in…' });
        if (this.state.connections.some(({ id }) => id === request.id)) begin();
        else setTimeout(begin, 60);
        return this.#answer('signIn', request, () => ({ ok: true, value: { signedIn: true } }));
      },
      showSignIn: done('showSignIn'),
      copyDeviceCode: done('copyDeviceCode'),
      copySignInAddress: done('copySignInAddress'),
      cancelSignIn: ({ id }) =>
        this.#answer('cancelSignIn', { id }, () => {
          this.rest({ signIns: this.state.signIns.filter(({ connectionId }) => connectionId !== id) });
          this.change(id, { busy: null, status: 'new', statusText: 'Sign in to get a refresh token' });
          return DONE;
        }),
      refresh: done('refresh'),
      copyAccessToken: ({ id }) =>
        this.#answer('copyAccessToken', { id }, () => {
          const clearsAt = Date.now() + this.state.settings.clearClipboardAfter;
          this.rest({ copied: { connectionId: id, clearsAt, what: 'access-token' } });
          return { ok: true, value: { clearsAt } };
        }),
      testConnection: ({ id }) =>
        this.#answer('testConnection', { id }, () => ({
          ok: true,
          value: testedWith(this.state.connections.find((view) => view.id === id)?.hasMfa === false ? NO_MFA : CHECK),
        })),
      copyAccessTokenAs: ({ id, ...how }) =>
        this.#answer('copyAccessTokenAs', { id, ...how }, () => {
          const clearsAt = Date.now() + this.state.settings.clearClipboardAfter;
          this.rest({ copied: { connectionId: id, clearsAt, what: 'access-token' } });
          return { ok: true, value: { clearsAt } };
        }),
      importToken: ({ id, from }) =>
        this.#answer('importToken', { id, from: from.kind }, () => ({
          ok: true,
          value: { imported: true, note: from.kind === 'text' ? null : 'Only the refresh token in this text is used.' },
        })),
      exportRefreshToken: ({ id, to }) =>
        this.#answer<Export>('exportRefreshToken', { id, to }, () => {
          const expiresAt = Date.now() + 90 * 24 * 3_600_000;
          if (to === 'file') return { ok: true, value: { kind: 'saved', path: '/somewhere/token.txt', expiresAt } };
          const clearsAt = Date.now() + this.state.settings.clearClipboardAfter;
          this.rest({ copied: { connectionId: id, clearsAt, what: 'refresh-token' } });
          return { ok: true, value: { kind: 'copied', clearsAt, expiresAt } };
        }),
      exportedTokens: ({ id }) =>
        this.#answer('exportedTokens', { id }, () => ({ ok: true, value: this.exportedTokens })),
      markExportReplaced: ({ id, exportId }) =>
        this.#answer('markExportReplaced', { id, exportId }, () => this.#changeExport(exportId, { state: 'replaced' })),
      unmarkExport: ({ id, exportId }) =>
        this.#answer('unmarkExport', { id, exportId }, () => this.#changeExport(exportId, { state: 'in-use' })),
      labelExport: ({ id, exportId, label }) =>
        this.#answer('labelExport', { id, exportId, label }, () => this.#changeExport(exportId, { label })),
      history: ({ id }) =>
        this.#answer<ConnectionHistory>('history', { id }, () => {
          const view = this.state.connections.find((one) => one.id === id);
          return { ok: true, value: view ? this.historyOf(view) : { entries: [], spans: [] } };
        }),
      saveHistory: ({ id }) => this.#answer('saveHistory', { id }, () => ({ ok: true, value: { saved: true } })),
      setKeyVault: ({ id, settings }) =>
        this.#answer('setKeyVault', { id, settings }, () => {
          this.change(id, { vault: { ...VAULT, settings } });
          return { ok: true, value: { done: true } };
        }),
      syncKeyVault: ({ id, replace }) =>
        this.#answer('syncKeyVault', { id, replace }, () => {
          const vault = this.state.connections.find((view) => view.id === id)?.vault;
          if (vault) this.change(id, { vault: { ...vault, ...CURRENT } });
          return { ok: true, value: { done: true } };
        }),
      removeKeyVault: ({ id }) =>
        this.#answer('removeKeyVault', { id }, () => {
          this.change(id, { vault: null });
          return DONE;
        }),
      copyCommand: done('copyCommand'),
      copyRedirectUri: done('copyRedirectUri'),
      copyRegistrationScript: done('copyRegistrationScript'),
      openNewRegistration: done('openNewRegistration'),
      // Not among the calls: it comes by itself, with each change.
      keepDraft: async ({ form, draft, isOpen }) => {
        const { [form]: _, ...others } = this.drafts.drafts;
        const open = isOpen ? form : this.drafts.open === form ? null : this.drafts.open;
        this.drafts = { drafts: draft === null ? others : { ...others, [form]: draft }, open };
        return DONE;
      },
      readDrafts: async () => ({ ok: true, value: this.drafts }),
      copyDetails: done('copyDetails'),
      openErrorPage: done('openErrorPage'),
      openAppRegistration: done('openAppRegistration'),
      actOnNotification: ({ id }) => this.#dropNotification('actOnNotification', id),
      dismissNotification: ({ id }) => this.#dropNotification('dismissNotification', id),
      dismissAllNotifications: () =>
        this.#answer('dismissAllNotifications', undefined, () => {
          this.rest({ notifications: [], moreNotifications: 0 });
          return DONE;
        }),
      updateSettings: (change) =>
        this.#answer('updateSettings', change, () => {
          this.rest({ settings: { ...this.state.settings, ...change } });
          return DONE;
        }),
      readAppFacts: () =>
        this.#answer('readAppFacts', undefined, () => ({
          ok: true,
          value: { startsAtLogin: this.startsAtLogin, dataFolder: '/home/alex/.config/Partner Token Tray' },
        })),
      setStartAtLogin: ({ on }) =>
        this.#answer('setStartAtLogin', { on }, () => {
          this.startsAtLogin = { on, note: null };
          return { ok: true, value: this.startsAtLogin };
        }),
      applyInterval: () =>
        this.#answer('applyInterval', undefined, () => ({
          ok: true,
          value: { changed: this.state.connections.length },
        })),
      openDataFolder: done('openDataFolder'),
      openLicense: done('openLicense'),
      copyDiagnostics: done('copyDiagnostics'),
      withdrawTokenGrant: (grant) =>
        this.#answer('withdrawTokenGrant', grant, () => {
          const { settings } = this.state;
          const key = JSON.stringify(grant);
          const tokenGrants = settings.tokenGrants.filter((other) => JSON.stringify(other) !== key);
          this.rest({ settings: { ...settings, tokenGrants } });
          return DONE;
        }),
      retryKeychain: done('retryKeychain'),
      startPractice: () =>
        this.#answer('startPractice', undefined, () => {
          const waiting = this.state.connections.find((view) => view.cloud === 'practice' && view.account === null);
          if (waiting !== undefined) return { ok: true, value: { ...CREDENTIALS, id: waiting.id } };
          const id = newId(0x5000 + this.state.connections.length);
          const view: ConnectionView = {
            ...NEW_VIEW,
            id,
            name: 'Practice partner',
            cloud: 'practice',
            cloudLabel: 'Practice',
          };
          const { connections: _, ...rest } = this.state;
          this.push({ changed: [view], rest: { ...rest, practice: { offset: 0, networkUp: true } } });
          return { ok: true, value: { ...CREDENTIALS, id } };
        }),
      removePractice: () =>
        this.#answer('removePractice', undefined, () => {
          const order = this.state.connections.flatMap(({ id, cloud }) => (cloud === 'practice' ? [] : id));
          const { connections: _, ...rest } = this.state;
          this.push({ changed: [], order, rest: { ...rest, practice: null } });
          return { ok: true, value: { removed: true } };
        }),
      advancePracticeClock: ({ by }) =>
        this.#answer('advancePracticeClock', { by }, () => {
          const { practice } = this.state;
          if (practice !== null) this.rest({ practice: { ...practice, offset: practice.offset + by } });
          return DONE;
        }),
      setPracticeNetwork: ({ up }) =>
        this.#answer('setPracticeNetwork', { up }, () => {
          const { practice } = this.state;
          if (practice !== null) this.rest({ practice: { ...practice, networkUp: up } });
          return DONE;
        }),
      startBatch: ({ kind }) =>
        this.#answer('startBatch', { kind }, () => {
          const total = this.state.connections.length;
          this.rest({ batch: { kind, state: 'running', total, good: 0, waiting: 0, needingYou: 0, named: [] } });
          return DONE;
        }),
      endBatch: () =>
        this.#answer('endBatch', undefined, () => {
          const { batch } = this.state;
          this.rest({ batch: batch?.state === 'running' ? { ...batch, state: 'canceling' } : null });
          return DONE;
        }),
      clearClipboard: () =>
        this.#answer('clearClipboard', undefined, () => {
          this.rest({ copied: null });
          return DONE;
        }),
      closePanel: done('closePanel'),
      on: (event, listener) => {
        this.#listeners[event].add(listener);
        return () => this.#listeners[event].delete(listener);
      },
    };
  }

  #changeExport(exportId: string, change: Partial<ExportedTokenView>): Reply {
    this.exportedTokens = this.exportedTokens.map((one) => (one.id === exportId ? { ...one, ...change } : one));
    return DONE;
  }

  #dropNotification(method: 'actOnNotification' | 'dismissNotification', id: string): Promise<Reply> {
    return this.#answer(method, { id }, () => {
      this.rest({ notifications: this.state.notifications.filter((notification) => notification.id !== id) });
      return DONE;
    });
  }
}

/** An id as main makes them. */
export function newId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

const CREDENTIALS: Omit<PracticeStart, 'id'> = {
  username: 'alex@fabrikam.practice.invalid',
  password: 'practice-makes-perfect',
  mfaCode: '123456',
};

/** A connection that nobody has signed in to. */
export const NEW_VIEW: ConnectionView = {
  id: newId(0),
  name: 'Contoso',
  cloud: 'global',
  cloudLabel: 'Global',
  tenant: 'contoso.onmicrosoft.com',
  customCloud: null,
  clientId: '11111111-2222-3333-4444-555555555555',
  application: 'secret',
  credential: { expiresAt: null, thumbprint: null },
  credentialText: null,
  resource: { kind: 'partner-center' },
  resourceLabel: 'Partner Center',
  redirectUri: 'http://localhost:8400/',
  signInMethod: 'app-window',
  signInMethods: ['app-window', 'system-browser'],
  schedule: { kind: 'every', interval: 24 * 3_600_000 },
  status: 'new',
  statusText: 'Sign in to get a refresh token',
  account: null,
  hasMfa: null,
  issuedAt: null,
  isTokenDead: false,
  expiresAt: null,
  endsWith: null,
  lifetime: null,
  learnedText: null,
  refreshAt: null,
  trouble: null,
  troubleDetails: null,
  exportsInUse: 0,
  vault: null,
  busy: null,
};
