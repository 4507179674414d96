import type { Remedy } from './failure';
import type { RegistrationPage } from './registration-page';
import type { EpochMs } from './time';

/** What the button of a notification does: what ends the failure, or the list of the connection's exported tokens. */
export type NotificationRemedy = Remedy | 'show-exported-tokens';

/** The words on the one button of a failure or a notification, in the panel and on the desktop. */
export const REMEDY_LABELS: Readonly<Record<NotificationRemedy, string>> = {
  'sign-in': 'Sign in',
  'sign-in-with-consent': 'Sign in with consent',
  'sign-in-in-browser': 'Sign in with browser',
  'replace-secret': 'Replace secret',
  'replace-certificate': 'Replace certificate',
  'edit-connection': 'Edit connection',
  'add-connection': 'Add connection',
  'open-app-registration': 'Open app registration',
  'copy-redirect-uri': 'Copy redirect URI',
  'retry-keychain': 'Try again',
  refresh: 'Refresh now',
  wait: 'Show',
  'show-exported-tokens': 'Show exported tokens',
};

/** A desktop notification with one clear action. Raised once per issued token, or per sign-in where that sets the end. */
export interface AppNotification {
  /** Unique: connection, date of issue or of the sign-in, and reason. */
  readonly id: string;
  readonly connectionId: string;
  readonly title: string;
  /** Whole sentences, in order. */
  readonly body: readonly string[];
  readonly remedy: NotificationRemedy;
  /** Where its button leads, when that is the app registration. */
  readonly registrationPage?: RegistrationPage;
  readonly at: EpochMs;
}

/** What a notification is about: the refresh token, the sign-in that it came from, exported tokens, or the application's credential. */
export type NotificationSubject = 'token' | 'sign-in' | 'exportedTokens' | 'credential';
