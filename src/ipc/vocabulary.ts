/** The words of core that cross the bridge. Types, and pure functions a form needs; nothing that touches the world. */

export type { ApiCheck } from '../core/api-check/api-check';
export { DEFAULT_INTERVAL } from '../core/expiry/lifetime';
export { compareNames, findConnections, sortByUrgency } from '../core/expiry/order';
export type { Worry } from '../core/expiry/standing';
export { lookOf, STATUS_LOOKS, type StatusLook } from '../core/expiry/status';
export type { Explanation } from '../core/failures/explain';
export { CLOUDS, type CloudName, type CustomCloud } from '../core/model/clouds';
export type { ConnectionSettings, Resource, Schedule, SignInMethod } from '../core/model/connection';
export { DEFAULT_REDIRECT_URI } from '../core/model/connection';
export type { ClientAuthentication } from '../core/model/credential';
export type { ExportedTokenView } from '../core/model/exported-token';
export { REGISTRATION_PAGE_NAMES, REMEDY_LABELS, type RegistrationPage, type Remedy } from '../core/model/failure';
export { resourceKey, resourceLabel, scopesProblem } from '../core/model/resource';
export { type AppSettings, NOTIFICATION_DAYS, type QuietHours, type TokenGrant } from '../core/model/settings';
export type { Status } from '../core/model/status';
export { counted, DAY, everyInWords, HOUR, MINUTE, measured, SECOND } from '../core/model/time';
export { COMMAND_FORMS, type CommandForm, commandFormsFor, commandIn } from '../core/setup/commands';
export { TOKEN_FORMS, type TokenForm } from '../core/setup/snippets';
export { secretProblem, secretWarning } from '../core/validation/client-secret';
export { readSecretIdentifier } from '../core/validation/key-vault';
export { permissionOf } from '../core/validation/permission';
export { readRefreshToken } from '../core/validation/refresh-token';
export { type SettingsField, settingsProblems } from '../core/validation/settings';
export { EXCHANGE_CLIENT_ID, isExchangeClient, methodsFor, platformOf } from '../core/validation/sign-in-methods';
export { type Reading, readPaste, readSnippet, type Snippet } from '../core/validation/snippet';
export { type MainButton, mainButtonOf } from '../core/wording/main-button';
export { isCutOff, offlineInWords, retryInWords } from '../core/wording/retry-words';
