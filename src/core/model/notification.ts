import type { NotificationRemedy } from './failure';
import type { RegistrationPage } from './registration-page';
import type { EpochMs } from './time';

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
