import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { serialize } from 'node:v8';
import fc from 'fast-check';
import { Keeper } from '../../../src/core/keeper/keeper';
import { SECOND } from '../../../src/core/model/time';
import { channelOf, PANEL_METHODS, type PanelMethod } from '../../../src/ipc/panel-api';
import { Batch } from '../../../src/main/batch/batch';
import { batchJobs } from '../../../src/main/batch/batch-jobs';
import { ClipboardLease } from '../../../src/main/clipboard/clipboard-lease';
import { CopyShortcut } from '../../../src/main/clipboard/copy-shortcut';
import { systemClipboard } from '../../../src/main/clipboard/system-clipboard';
import { panelHandlers } from '../../../src/main/handlers/panel-handlers';
import { NotificationBoard } from '../../../src/main/notifications/notification-board';
import { KeptDrafts } from '../../../src/main/panel/drafts';
import { servePanel } from '../../../src/main/panel/panel-ipc';
import { panelState } from '../../../src/main/panel/panel-state';
import { PracticeCloudHost } from '../../../src/main/practice/practice-cloud';
import { SignIns } from '../../../src/main/sign-in/sign-ins';
import { AppEvents } from '../../../src/main/system/app-events';
import { Dialogs } from '../../../src/main/system/dialogs';
import { desktopEntry } from '../../../src/main/system/login-items';
import { SettingsStore } from '../../../src/main/system/settings-store';
import { ChosenCertificates } from '../../../src/main/trust/chosen-certificates';
import { createAdapters } from '../../../src/platform/adapters';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { systemClock, systemTimers } from '../../../src/platform/system/timers';
import { World } from '../../core/world';
import { CONTOSO } from '../../support/contoso';
import { desktop } from '../electron';
import { hostileValue, mutated } from '../mutate';
import { goodReply, inFolder, shownOf } from '../support';
import { check, SECRETS, type Target } from '../target';

const FILES = join(import.meta.dirname, '../../platform/certificate/files');
const { refreshToken, clientSecret, passphrase, accessToken } = SECRETS;
/** Stand for what the app names anew at each run, such as the id of the connection that is there. */
const [ID, CERTIFICATE, EXPORT] = ['$id', '$certificate', '$export'];

const { schedule, application: _, ...settings } = CONTOSO;
const draft = { ...settings, name: 'Fabrikam', application: { kind: 'secret', secret: clientSecret, expiresAt: null } };
const customCloud = {
  ...{ authority: 'https://login.lab.example', partnerCenter: 'https://api.lab.example', scope: 'https://a/b' },
  extraCa: null,
};
const one = { id: ID };

/** What a good panel sends. Nothing stands for `undefined`. */
const ARGUMENTS: Readonly<Partial<Record<PanelMethod, readonly [unknown, ...unknown[]]>>> = {
  addConnection: [
    draft,
    { ...draft, cloud: 'custom', customCloud },
    { ...draft, cloud: 'practice' },
    { ...draft, application: { kind: 'certificate', certificateId: CERTIFICATE } },
    { ...draft, application: { kind: 'public' }, signInMethod: 'device-code' },
    { ...draft, application: { kind: 'same-as', id: ID } },
  ],
  updateConnection: [
    { id: ID, name: 'New', schedule },
    { id: ID, customCloud, tenant: 'fabrikam.example', resource: { kind: 'custom', scopes: ['https://a/.default'] } },
    { id: ID, clientId: CONTOSO.clientId, redirectUri: 'https://a.example/', signInMethod: 'system-browser' },
  ],
  replaceCredential: [
    { id: ID, application: draft.application },
    { id: ID, application: { ...draft.application, secret: `${clientSecret} and more` } },
    { id: ID, application: { kind: 'certificate', certificateId: CERTIFICATE } },
    { id: ID, application: { kind: 'public' } },
  ],
  setCredentialExpiry: [{ id: ID, expiresAt: 1_800_000_000_000 }],
  unlockCertificate: [
    { id: CERTIFICATE, passphrase: 'open-sesame' },
    { id: CERTIFICATE, passphrase },
  ],
  copyRegistrationScript: [
    {
      ...{ kind: 'azure-cli', name: 'a', cloud: 'global', tenant: CONTOSO.tenant, application: 'secret' },
      ...{ certificateId: null, resource: { kind: 'graph' }, redirectUri: CONTOSO.redirectUri },
    },
  ],
  signIn: [one, { id: ID, consent: true }, { id: ID, method: 'system-browser' }],
  copyAccessTokenAs: [
    { id: ID, form: 'curl' },
    { id: ID, form: 'powershell', resource: { kind: 'graph' } },
  ],
  importToken: [
    { id: ID, from: { kind: 'text', text: refreshToken } },
    { id: ID, from: { kind: 'text', text: `the token: ${refreshToken}` } },
    { id: ID, from: { kind: 'file' } },
    { id: ID, from: { kind: 'key-vault', identifier: 'https://mine.vault.azure.net/secrets/x' } },
  ],
  exportRefreshToken: [
    { id: ID, to: 'clipboard', confirmed: true },
    { id: ID, to: 'file', confirmed: true },
  ],
  copyCommand: [
    { id: ID, form: 'shell' },
    { id: ID, form: 'exchange-online' },
  ],
  withdrawTokenGrant: [{ connectionId: ID, program: '/usr/bin/pwsh', parent: '' }],
  markExportReplaced: [{ id: ID, exportId: EXPORT }],
  setKeyVault: [
    {
      id: ID,
      settings: {
        ...{ url: 'https://mine.vault.azure.net', secretName: 'x', disableOldVersions: true },
        credential: { kind: 'application' },
        names: { applicationId: 'a', applicationSecret: null, tenantId: null },
      },
    },
  ],
  syncKeyVault: [{ id: ID, replace: true }],
  copyDetails: [
    { text: 'Code: AADSTS50173', id: ID },
    { text: 'x', id: null },
  ],
  openNewRegistration: [{ cloud: 'global', tenant: CONTOSO.tenant }],
  keepDraft: [
    { form: 'add', draft: { name: 'Fabrikam', scopes: 'https://a/.default' }, isOpen: true },
    { form: 'add', draft: null, isOpen: false },
  ],
  openErrorPage: [{ code: 50_173 }],
  openAppRegistration: [one, { id: ID, page: 'credentials' }],
  updateSettings: [
    { clearClipboardAfter: 15_000, theme: 'dark', copyShortcut: null, agentSocket: false },
    { copyShortcut: { accelerator: 'CommandOrControl+Alt+T', connectionId: ID } },
    { tokenRequests: 'ask' },
    { tokenRequests: 'allow' },
    { zoom: 150, panelPinned: true, refreshEvery: 86_400_000 },
  ],
  setStartAtLogin: [{ on: true }, { on: false }],
  advancePracticeClock: [{ by: 86_400_000 }],
  setPracticeNetwork: [{ up: false }],
};
const NOTHING: ReadonlySet<PanelMethod> = new Set([
  'getState',
  'retryKeychain',
  'closePanel',
  'startPractice',
  'removePractice',
  'readAppFacts',
  'applyInterval',
  'openDataFolder',
  'openLicense',
  'copyDiagnostics',
  'chooseCertificate',
  'chooseExtraCa',
  'readDrafts',
]);

interface Call {
  readonly method: PanelMethod;
  readonly argument: unknown;
  /** The file that a person chooses, where one is asked for. */
  readonly file: string | null;
}

function argumentsOf(method: PanelMethod): fc.Arbitrary<unknown> {
  const good = ARGUMENTS[method] ?? (NOTHING.has(method) ? ([undefined] as const) : ([one] as const));
  const ofNobody = good.map((argument) => named(argument, new Map([[ID, '0'.repeat(32)]])));
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<unknown>(...good) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...ofNobody) },
    { weight: 5, arbitrary: mutated(good, 2) },
    { weight: 1, arbitrary: hostileValue },
  );
}

const calls = fc.array(
  fc.constantFrom(...PANEL_METHODS).chain((method) =>
    fc.record<Call>({
      method: fc.constant(method),
      argument: argumentsOf(method),
      file: fc.constantFrom(null, 'openssl-3.pfx', 'leaf.cer', 'ca.pem', 'README.md', '3des.key', 'missing'),
    }),
  ),
  { minLength: 1, maxLength: 8 },
);

/** The world outside: every service says yes. */
async function everythingIsFine(url: RequestInfo | URL): Promise<Response> {
  const address = String(url instanceof Request ? url.url : url);
  if (address.includes('/token')) return Response.json({ ...goodReply(CONTOSO.clientId), access_token: accessToken });
  return Response.json({ companyName: 'Contoso', value: `1.${'br0ught'.repeat(20)}`, tenantId: 'x' });
}

interface Panel {
  readonly keeper: Keeper;
  readonly id: string;
  readonly told: string[];
  readonly ask: (method: PanelMethod, argument: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** The app's own handlers, put together as in `main/app.ts`, without windows and with a keychain in memory. */
async function openPanel(folder: string): Promise<Panel> {
  const world = new World();
  const events = new AppEvents();
  const changed = () => undefined;
  const told: string[] = [];
  const log = (event: string, detail = {}) => void told.push(`${event} ${JSON.stringify(detail)}`);
  const practice = new PracticeCloudHost({ stateFile: join(folder, 'practice.json') }, events);
  const adapters = createAdapters(
    folder,
    { fetch: everythingIsFine, practiceOrigin: () => practice.running?.origin ?? null },
    SECOND,
  );
  const keeper = new Keeper({
    ...adapters.ports,
    keychain: world.keychain,
    timers: systemTimers,
    clockOf: (cloud) => (cloud === 'practice' ? practice.clock : systemClock),
    random: Math.random,
  });
  await keeper.start();
  const added = await keeper.add(CONTOSO, { kind: 'secret', clientSecret });
  if (!added.ok) throw new Error(added.failure.code);
  const { id } = added.value;
  const settings = await SettingsStore.open(folder);
  const lease = new ClipboardLease(
    systemClipboard,
    systemClock,
    systemTimers,
    () => settings.current().clearClipboardAfter,
    changed,
  );
  const certificates = new ChosenCertificates(systemTimers);
  const tokens = () => world.issue({ refreshToken, accessToken });
  const flow = () => ({ exchange: Promise.resolve({ ok: true, tokens: tokens() } as const), show: async () => true });
  const signIns = new SignIns({
    ...{ keeper, changed, needsPanel: changed, practiceOriginFor: async () => null },
    flows: { 'app-window': flow, 'system-browser': flow, 'device-code': flow },
  });
  await signIns.signIn(id);
  const memory = { current: () => ({ lastCopied: null, notifications: [] }), change: changed };
  const notifications = new NotificationBoard(keeper, memory, changed);
  keeper.listen((event) => event.type === 'notification' && notifications.raise(event.notification));
  const batch = new Batch({ keeper, jobs: batchJobs(keeper, adapters), changed });
  const shown = { batch, keeper, lease, notifications, practice, settings, signIns };
  const panel = { begin: () => panelState(shown), hide: changed, changed, open: changed };
  const parts = { ...shown, adapters, certificates, events, dialogs: new Dialogs(), log };
  const shortcut = new CopyShortcut(changed);
  const login = desktopEntry(join(folder, 'autostart'), ['partner-token-tray', '--hidden']);
  const more = { drafts: new KeptDrafts(), dataFolder: folder, startAtLogin: login, shortcut };
  desktop.handlers.clear();
  servePanel(panelHandlers({ ...parts, ...more, panel: panel as never }), () => true, log);
  return {
    ...{ keeper, id, told },
    ask: async (method, argument) => desktop.handlers.get(channelOf(method))?.({ senderFrame: null }, argument),
    close: async () => {
      await lease.end();
      await keeper.stop();
      await practice.stop();
    },
  };
}

/** Everything that a page in the panel can ask of the main process, one thing after the other or all at once. */
const panel: Target<{ readonly calls: readonly Call[]; readonly atOnce: boolean }> = {
  name: 'panel-channels',
  share: 4,
  input: fc.record({ calls, atOnce: fc.boolean() }),
  feed: ({ calls, atOnce }) =>
    inFolder(async (folder) => {
      const { keeper, id, told, ask, close } = await openPanel(folder);
      desktop.opened.length = 0;
      desktop.savesAs = join(folder, 'exported.txt');
      writeFileSync(join(folder, 'token.txt'), refreshToken);
      const names = new Map([
        [ID, id],
        [CERTIFICATE, randomUUID()],
        [EXPORT, '0'.repeat(32)],
      ]);
      const answers: unknown[] = [];
      const say = async ({ method, argument, file }: Call) => {
        desktop.chosen = file === null ? [] : [join(FILES, file)];
        const sent = named(argument, names);
        const nobody: unknown = Reflect.get(Object(sent), 'id');
        const isOfNobody = method !== 'unlockCertificate' && typeof nobody === 'string' && keeper.find(nobody) === null;
        desktop.dialogs = 0;
        const reply = await ask(method, sent).catch((error) => error);
        check(atOnce || !isOfNobody || desktop.dialogs === 0, 'a dialog for a connection that does not exist');
        serialize(reply);
        // What leaves for the clipboard or a file is a token, and is for nobody else.
        checkReply(method, reply);
        note(reply, names);
        for (const exported of keeper.exportedTokens(id)) names.set(EXPORT, exported.id);
        answers.push(reply);
      };
      if (atOnce) await Promise.all(calls.map(say));
      else for (const call of calls) await say(call);
      for (const address of desktop.opened) check(/^https:\/\/[a-z.]+\.com\//.test(address), `opens ${address}`);
      const shown = shownOf(keeper);
      await ask('getState', undefined);
      await close();
      check(!told.some((line) => line.startsWith('panel-fault')), `a fault: ${told}`);
      const { kind } = await createConnectionsFile(folder).load();
      check(kind === 'loaded' || kind === 'missing', `the file is ${kind}`);
      return [answers, told, shown, desktop.opened];
    }),
};

function checkReply(method: PanelMethod, reply: unknown): void {
  const { ok, what }: { ok?: unknown; what?: unknown } = Object(reply);
  const isRefusal = ok === false && typeof what === 'string' && /^[A-Z].*[.?]$/s.test(what);
  const isState = method === 'getState' && (reply instanceof Error ? reply.message === 'refused' : true);
  check(ok === true || isRefusal || isState, `${method} replies ${inspect(reply)}`);
}

/** The argument with the names of this run. */
function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((part) => named(part, names));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part, names)]));
}

function note(reply: unknown, names: Map<string, string>): void {
  const value: unknown = Reflect.get(Object(reply), 'value');
  const { kind, id }: { kind?: unknown; id?: unknown } = Object(value);
  if (typeof id === 'string' && (kind === 'chosen' || kind === 'passphrase')) names.set(CERTIFICATE, id);
}

export const panelTargets: readonly Target[] = [panel];
