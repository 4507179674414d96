import * as v from 'valibot';
import { cloudNameSchema, customCloudSchema } from '../core/model/clouds';
import { connectionSettingsSchema, settingsChangeEntries, signInMethodSchema } from '../core/model/connection';
import { clientAuthenticationSchema, credentialFactsSchema } from '../core/model/credential';
import { exportLabelSchema } from '../core/model/exported-token';
import { idSchema } from '../core/model/new-id';
import { text, whole } from '../core/model/schema';
import { appSettingsSchema, tokenGrantSchema } from '../core/model/settings';
import { vaultSettingsSchema } from '../core/model/vault';
import { COMMAND_FORMS, DAY, TOKEN_FORMS } from './vocabulary';

/** The furthest the practice clock moves in one step, in milliseconds. */
export const MAX_PRACTICE_STEP = 400 * DAY;
const notificationId = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const certificateId = v.pipe(v.string(), v.uuid());
const { expiresAt } = credentialFactsSchema.entries;

const applicationDraft = v.variant('kind', [
  v.strictObject({ kind: v.literal('secret'), secret: text(4000), expiresAt }),
  v.strictObject({ kind: v.literal('certificate'), certificateId }),
  v.strictObject({ kind: v.literal('public') }),
]);

/** How the application is to authenticate. Of a certificate only main has the file; the panel knows it by a name of main's. */
export type ApplicationDraft = v.InferOutput<typeof applicationDraft>;

/** What a new connection has it from: the form, or the connection that it is to be like. Of that only main reads the secret. */
const newApplication = v.variant('kind', [
  ...applicationDraft.options,
  v.strictObject({ kind: v.literal('same-as'), id: idSchema }),
]);

const importSource = v.variant('kind', [
  v.strictObject({ kind: v.literal('text'), text: text(20_000) }),
  v.strictObject({ kind: v.literal('file') }),
  /** `identifier` is the secret's: `https://VAULT.vault.azure.net/secrets/NAME`. */
  v.strictObject({ kind: v.literal('key-vault'), identifier: text(2000) }),
]);

/** Where a refresh token is brought from. */
export type ImportSource = v.InferOutput<typeof importSource>;

const { authority, partnerCenter, scope, extraCa } = customCloudSchema.entries;
const draft = v.strictObject({
  name: v.exactOptional(text(200)),
  cloud: v.exactOptional(cloudNameSchema),
  authority: v.exactOptional(authority),
  partnerCenter: v.exactOptional(partnerCenter),
  scope: v.exactOptional(scope),
  extraCa: v.exactOptional(extraCa),
  tenant: v.exactOptional(text(300)),
  clientId: v.exactOptional(text(100)),
  application: v.exactOptional(clientAuthenticationSchema.entries.kind),
  resource: v.exactOptional(v.picklist(['partner-center', 'exchange-online', 'graph', 'custom'])),
  /** As typed, one a line. */
  scopes: v.exactOptional(text(5000)),
  redirectUri: v.exactOptional(text(2000)),
  signInMethod: v.exactOptional(v.nullable(signInMethodSchema)),
  /** The day on which the credential expires, as a date field has it. */
  expiresOn: v.exactOptional(text(20)),
  /** The chosen rhythm of refreshes, by its key. */
  schedule: v.exactOptional(text(40)),
});

/** What was entered in a form, where it differs from what the form began with. It has no place for a secret. */
export type Draft = v.InferOutput<typeof draft>;

const isFormName = (name: unknown) => typeof name === 'string' && /^(?:add|(?:edit|like)\/[\da-f]{32})$/.test(name);
const formName = v.custom<'add' | `edit/${string}` | `like/${string}`>(isFormName);

/** The form of a new connection, of one that there is, or of one like it. */
export type FormName = v.InferOutput<typeof formName>;

const nothing = v.undefined();
const oneConnection = v.strictObject({ id: idSchema });
const oneExport = v.strictObject({ id: idSchema, exportId: idSchema });
const oneNotification = v.strictObject({ id: notificationId });

const { application: _, schedule: __, ...settings } = connectionSettingsSchema.entries;
const { name, cloud, tenant, resource, redirectUri, signInMethod } = settings;
const kind = clientAuthenticationSchema.entries.kind;
const { entries: app } = appSettingsSchema;

/** A schema for the argument of every method; strict: an unknown property is refused. */
export const ARGUMENT_SCHEMAS = {
  getState: nothing,
  addConnection: v.strictObject({ ...settings, application: newApplication }),
  updateConnection: v.strictObject({ id: idSchema, ...settingsChangeEntries }),
  replaceCredential: v.strictObject({ id: idSchema, application: applicationDraft }),
  setCredentialExpiry: v.strictObject({ id: idSchema, expiresAt }),
  readCredentialExpiry: oneConnection,
  chooseCertificate: nothing,
  readThumbprints: oneConnection,
  unlockCertificate: v.strictObject({ id: certificateId, passphrase: text(1000) }),
  chooseExtraCa: nothing,
  copyRegistrationScript: v.strictObject({
    kind: v.picklist(['azure-cli', 'graph-powershell']),
    name,
    cloud,
    tenant,
    application: kind,
    certificateId: v.nullable(certificateId),
    resource,
    redirectUri,
  }),
  restoreSettings: oneConnection,
  removeConnection: oneConnection,
  signIn: v.strictObject({
    id: idSchema,
    consent: v.exactOptional(v.boolean()),
    method: v.exactOptional(signInMethod),
  }),
  showSignIn: oneConnection,
  copyDeviceCode: oneConnection,
  copySignInAddress: oneConnection,
  cancelSignIn: oneConnection,
  refresh: oneConnection,
  copyAccessToken: oneConnection,
  testConnection: oneConnection,
  startBatch: v.strictObject({ kind: v.picklist(['refresh', 'test']) }),
  endBatch: nothing,
  copyAccessTokenAs: v.strictObject({
    id: idSchema,
    form: v.picklist(TOKEN_FORMS),
    resource: v.exactOptional(resource),
  }),
  copyCommand: v.strictObject({ id: idSchema, form: v.picklist(COMMAND_FORMS) }),
  importToken: v.strictObject({ id: idSchema, from: importSource }),
  exportRefreshToken: v.strictObject({
    id: idSchema,
    to: v.picklist(['clipboard', 'file']),
    label: v.exactOptional(exportLabelSchema),
  }),
  exportedTokens: oneConnection,
  markExportReplaced: oneExport,
  unmarkExport: oneExport,
  labelExport: v.strictObject({ ...oneExport.entries, label: exportLabelSchema }),
  history: oneConnection,
  saveHistory: oneConnection,
  setKeyVault: v.strictObject({ id: idSchema, settings: vaultSettingsSchema }),
  /** With `replace`, whatever the vault holds is replaced. */
  syncKeyVault: v.strictObject({ id: idSchema, replace: v.boolean() }),
  removeKeyVault: oneConnection,
  copyRedirectUri: oneConnection,
  copyDetails: v.strictObject({ text: text(8000), id: v.nullable(idSchema) }),
  openNewRegistration: v.strictObject({ cloud, tenant }),
  readDrafts: nothing,
  keepDraft: v.strictObject({ form: formName, draft: v.nullable(draft), isOpen: v.boolean() }),
  openErrorPage: v.strictObject({ code: whole(1, 999_999_999) }),
  openAppRegistration: v.strictObject({
    id: idSchema,
    page: v.exactOptional(v.picklist(['overview', 'authentication', 'credentials', 'api-permissions'])),
  }),
  actOnNotification: oneNotification,
  dismissNotification: oneNotification,
  dismissAllNotifications: nothing,
  updateSettings: v.strictObject({
    clearClipboardAfter: v.exactOptional(app.clearClipboardAfter),
    copyShortcut: v.exactOptional(app.copyShortcut),
    theme: v.exactOptional(app.theme),
    zoom: v.exactOptional(app.zoom),
    panelPinned: v.exactOptional(app.panelPinned),
    refreshEvery: v.exactOptional(app.refreshEvery),
    agentSocket: v.exactOptional(app.agentSocket),
    tokenRequests: v.exactOptional(app.tokenRequests),
    notifyAt: v.exactOptional(app.notifyAt),
    quietHours: v.exactOptional(app.quietHours),
  }),
  readAppFacts: nothing,
  setStartAtLogin: v.strictObject({ on: v.boolean() }),
  applyInterval: nothing,
  openDataFolder: nothing,
  openLicense: nothing,
  copyDiagnostics: nothing,
  withdrawTokenGrant: v.strictObject(tokenGrantSchema.entries),
  retryKeychain: nothing,
  startPractice: nothing,
  removePractice: nothing,
  advancePracticeClock: v.strictObject({ by: whole(1, MAX_PRACTICE_STEP) }),
  setPracticeNetwork: v.strictObject({ up: v.boolean() }),
  clearClipboard: nothing,
  closePanel: nothing,
};

type Method = keyof typeof ARGUMENT_SCHEMAS;

/** What a method takes; `undefined` for one that takes nothing. */
export type ArgumentOf<M extends Method> = v.InferOutput<(typeof ARGUMENT_SCHEMAS)[M]>;

export type ConnectionChange = ArgumentOf<'updateConnection'>;
/** What the panel may set of the whole app. */
export type SettingsChange = ArgumentOf<'updateSettings'>;

const schemas: { readonly [M in Method]: v.GenericSchema<unknown, ArgumentOf<M>> } = ARGUMENT_SCHEMAS;

export type Checked<M extends Method> = { readonly ok: true; readonly value: ArgumentOf<M> } | { readonly ok: false };

/** For valibot every object that lacks what it may lack will do: a Map, a Set, a Date and a list, too. */
function isPlain(argument: unknown): boolean {
  return argument === undefined || Object.getPrototypeOf(argument) === Object.prototype;
}

/** Checks what the panel sent before main believes a word of it. Never throws, and never repeats what was sent. */
export function checkArgument<M extends Method>(method: M, argument: unknown): Checked<M> {
  const result = v.safeParse(schemas[method], argument, { abortEarly: true });
  return result.success && isPlain(argument) ? { ok: true, value: result.output } : { ok: false };
}
