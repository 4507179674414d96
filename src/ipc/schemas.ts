import * as v from 'valibot';
import type { ArgumentOf, PanelMethod } from './channels';
import { DAY, MAX_SCHEDULE_INTERVAL, MIN_SCHEDULE_INTERVAL, SECOND, TOKEN_FORMS } from './vocabulary';

/** The furthest the practice clock moves in one step, in milliseconds. */
export const MAX_PRACTICE_STEP = 400 * DAY;
/** Bounds of the clipboard clearing delay, in milliseconds. */
const MIN_CLEARING_DELAY = 5 * SECOND;
const MAX_CLEARING_DELAY = 600 * SECOND;

/** Bounded so that no message is costly to look at; what is *sensible* in a field is for core's validators to say. */
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const connectionId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const exportId = connectionId;
const notificationId = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const cloud = v.picklist(['global', 'us-government', 'china', 'practice', 'custom']);
const accelerator = v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[\x21-\x7e]+$/));
const schedule = v.variant('kind', [
  v.strictObject({ kind: v.literal('every'), interval: whole(MIN_SCHEDULE_INTERVAL, MAX_SCHEDULE_INTERVAL) }),
  v.strictObject({ kind: v.literal('remind-only') }),
]);

const resource = v.variant('kind', [
  v.strictObject({ kind: v.literal('partner-center') }),
  v.strictObject({ kind: v.literal('exchange-online') }),
  v.strictObject({ kind: v.literal('graph') }),
  v.strictObject({ kind: v.literal('custom'), scopes: v.pipe(v.array(text(500)), v.maxLength(60), v.readonly()) }),
]);
const importSource = v.variant('kind', [
  v.strictObject({ kind: v.literal('text'), text: text(20_000) }),
  v.strictObject({ kind: v.literal('file') }),
  v.strictObject({ kind: v.literal('key-vault'), identifier: text(2000) }),
]);

const nothing = v.undefined();
const oneConnection = v.strictObject({ id: connectionId });
const oneNotification = v.strictObject({ id: notificationId });

const name = text(200);
const tenant = text(300);
const clientId = text(100);
const secret = text(4000);
const redirectUri = text(2000);
const signInMethod = v.picklist(['app-window', 'system-browser', 'device-code']);
const customCloud = v.strictObject({
  authority: text(300),
  partnerCenter: text(300),
  scope: text(500),
  extraCa: v.nullable(text(20_000)),
});
const certificateId = v.pipe(v.string(), v.uuid());
/** To the year 2100: further than any secret lives. */
const expiresAt = v.nullable(whole(0, Date.UTC(2100)));
const application = v.variant('kind', [
  v.strictObject({ kind: v.literal('secret'), secret, expiresAt }),
  v.strictObject({ kind: v.literal('certificate'), certificateId }),
  v.strictObject({ kind: v.literal('public') }),
]);

/** A schema for the argument of every method; strict: an unknown property is refused. */
export const ARGUMENT_SCHEMAS = {
  getState: nothing,
  addConnection: v.strictObject({
    name,
    cloud,
    customCloud: v.nullable(customCloud),
    tenant,
    clientId,
    application,
    resource,
    redirectUri,
    signInMethod,
  }),
  updateConnection: v.strictObject({
    id: connectionId,
    name: v.exactOptional(name),
    customCloud: v.exactOptional(v.nullable(customCloud)),
    tenant: v.exactOptional(tenant),
    clientId: v.exactOptional(clientId),
    resource: v.exactOptional(resource),
    redirectUri: v.exactOptional(redirectUri),
    signInMethod: v.exactOptional(signInMethod),
    schedule: v.exactOptional(schedule),
  }),
  replaceCredential: v.strictObject({ id: connectionId, application }),
  setCredentialExpiry: v.strictObject({ id: connectionId, expiresAt }),
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
    application: v.picklist(['secret', 'certificate', 'public']),
    certificateId: v.nullable(certificateId),
    resource,
    redirectUri,
  }),
  removeConnection: oneConnection,
  signIn: v.strictObject({
    id: connectionId,
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
  copyAccessTokenAs: v.strictObject({
    id: connectionId,
    form: v.picklist(TOKEN_FORMS),
    resource: v.exactOptional(resource),
  }),
  importToken: v.strictObject({ id: connectionId, from: importSource }),
  exportRefreshToken: v.strictObject({
    id: connectionId,
    to: v.picklist(['clipboard', 'file']),
    confirmed: v.literal(true),
  }),
  exportedTokens: oneConnection,
  markExportReplaced: v.strictObject({ id: connectionId, exportId }),
  copyRedirectUri: oneConnection,
  copyDetails: v.strictObject({ text: text(8000), id: v.nullable(connectionId) }),
  openAppRegistration: v.strictObject({
    id: connectionId,
    page: v.exactOptional(v.picklist(['overview', 'authentication', 'credentials', 'api-permissions'])),
  }),
  actOnNotification: oneNotification,
  dismissNotification: oneNotification,
  updateSettings: v.strictObject({
    clearClipboardAfter: v.exactOptional(whole(MIN_CLEARING_DELAY, MAX_CLEARING_DELAY)),
    copyShortcut: v.exactOptional(v.nullable(v.strictObject({ accelerator, connectionId }))),
    theme: v.exactOptional(v.picklist(['system', 'light', 'dark'])),
  }),
  retryKeychain: nothing,
  startPractice: nothing,
  advancePracticeClock: v.strictObject({ by: whole(1, MAX_PRACTICE_STEP) }),
  setPracticeNetwork: v.strictObject({ up: v.boolean() }),
  closePanel: nothing,
} satisfies { readonly [M in PanelMethod]: v.GenericSchema<unknown, ArgumentOf<M>> };

const schemas: { readonly [M in PanelMethod]: v.GenericSchema<unknown, ArgumentOf<M>> } = ARGUMENT_SCHEMAS;

export type Checked<M extends PanelMethod> =
  | { readonly ok: true; readonly value: ArgumentOf<M> }
  /** `where` names the property that is wrong, never its value. */
  | { readonly ok: false; readonly where: string };

/** Checks what the panel sent before main believes a word of it. Never throws, and never repeats what was sent. */
export function checkArgument<M extends PanelMethod>(method: M, argument: unknown): Checked<M> {
  const result = v.safeParse(schemas[method], argument, { abortEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const [issue] = result.issues;
  return { ok: false, where: v.getDotPath(issue) ?? 'argument' };
}
