/** The words of core that cross the bridge. Types, and pure functions a form needs; nothing that touches the world. */

export type { ApiCheck } from '../core/api-check/api-check';
export { DEFAULT_INTERVAL } from '../core/expiry/lifetime';
export { STATUSES_BY_WORRY, type Status } from '../core/expiry/status';
export type { Explanation } from '../core/failures/explain';
export { CLOUDS, type CloudName, type CustomCloud } from '../core/model/clouds';
export type { ConnectionSettings, Resource, Schedule, SignInMethod } from '../core/model/connection';
export { DEFAULT_REDIRECT_URI } from '../core/model/connection';
export type { ClientAuthentication } from '../core/model/credential';
export type { ExportedTokenView } from '../core/model/exported-token';
export { REMEDY_LABELS, type Remedy } from '../core/model/failure';
export { REGISTRATION_PAGE_NAMES, type RegistrationPage } from '../core/model/registration-page';
export { resourceKey, resourceLabel, scopesProblem } from '../core/model/resource';
export type { AppSettings } from '../core/model/settings';
export { DAY, HOUR, MINUTE, SECOND } from '../core/model/time';
export { counted, everyInWords, measured } from '../core/model/time-words';
export { TOKEN_FORMS, type TokenForm } from '../core/setup/snippets';
export { readSecretIdentifier } from '../core/validation/key-vault';
export { permissionOf } from '../core/validation/permission';
export { importProblem } from '../core/validation/refresh-token';
export { type SettingsField, secretProblem, settingsProblems } from '../core/validation/settings';
export { EXCHANGE_CLIENT_ID, isExchangeClient, methodsFor, platformOf } from '../core/validation/sign-in-methods';
