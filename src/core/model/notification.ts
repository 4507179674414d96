import type { Remedy } from './failure';
import type { RegistrationPage } from './registration-page';
import type { EpochMs } from './time';

/** What the button of a notice does: what ends the failure, or the list of the connection's copies. */
export type NoticeRemedy = Remedy | 'show-copies';

/** A desktop notification with one clear action. Raised once per issued token, or per sign-in where that sets the end. */
export interface Notice {
  /** Unique: connection, date of issue or of the sign-in, and reason. */
  readonly id: string;
  readonly connectionId: string;
  readonly title: string;
  readonly body: string;
  readonly remedy: NoticeRemedy;
  /** Where its button leads, when that is the app registration. */
  readonly registrationPage?: RegistrationPage;
  readonly at: EpochMs;
}

/** What a notice is about: the refresh token and what it meets, the sign-in that it came from, copies of it, or how the application proves itself. */
export type NoticeSubject = 'token' | 'sign-in' | 'copies' | 'credential';
