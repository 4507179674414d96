/** The words of core that cross the bridge. Types, and pure functions a form needs; nothing that touches the world. */
export type { CloudName, CustomCloud } from '../core/clouds';
export { CLOUDS } from '../core/clouds';
export type { ConnectionSettings, Resource, Schedule, SignInMethod } from '../core/connection';
export { DEFAULT_REDIRECT_URI } from '../core/connection';
export type { CopyView } from '../core/copies';
export type { ApplicationProof } from '../core/credential';
export type { Failure, Remedy } from '../core/failure';
export { readSecretIdentifier } from '../core/key-vault';
export { permissionOf } from '../core/permission';
export type { AppSettings } from '../core/ports';
export type { Proof } from '../core/proof';
export { REGISTRATION_PAGE_NAMES, type RegistrationPage } from '../core/registration-page';
export { resourceKey, resourceLabel, scopesProblem } from '../core/resource';
export { EXCHANGE_CLIENT_ID, isExchangeClient, methodsFor, platformOf } from '../core/sign-in-methods';
export { TOKEN_FORMS, type TokenForm } from '../core/snippets';
export { STATUSES_BY_WORRY, type Status } from '../core/status';
export { DAY, HOUR, MINUTE, SECOND } from '../core/time';
export { importProblem } from '../core/token-import';
export {
  MAX_SCHEDULE_INTERVAL,
  MIN_SCHEDULE_INTERVAL,
  type SettingsField,
  secretProblem,
  settingsProblems,
} from '../core/validation';
export { DEFAULT_INTERVAL } from '../core/window';
