import type { FailureKind, Remedy } from '../model/failure';
import type { RegistrationPage } from '../model/registration-page';
import type { Circumstance } from './circumstances';

/** What a failure says: one sentence of what happened, what to do, and the one button that does it. */
export interface Words {
  readonly what: string;
  readonly advice: string;
  readonly remedy: Remedy;
  /** The page of the app registration where the cause can be seen; absent when it is not to be found there. */
  readonly registrationPage?: RegistrationPage;
}

/** What differs when all of `when` holds of the connection. What is absent is as in the row. */
export interface Variant extends Partial<Words> {
  readonly when: readonly Circumstance[];
  /** The same in a few words, for the documentation; absent where the row says enough. */
  readonly inShort?: string;
}

/**
 * What a failure got in the way of. `refresh`: the app's own work, which it tries again; `request`: what a person asked for, once;
 * `import`: a refresh token that a person brought.
 */
export type Occasion = 'refresh' | 'request' | 'import';

/** Who can end a failure that needs somebody without touching this app, so that the next try may succeed. */
export type Elsewhere = 'an admin' | 'the user' | 'time';

/** Everything that is known of a failure's code. In words for an application with a secret, for Partner Center. */
export interface Row extends Words {
  readonly kind: FailureKind;
  /** Asked of the token that is held: a new one does not help it. `null`: nobody. */
  readonly elsewhere: Elsewhere | null;
  /** Whether it says that the refresh token's lifetime, or what its sign-in is good for, is over. */
  readonly isExpiry?: true;
  /** Later ones win over earlier ones. */
  readonly variants?: readonly Variant[];
  readonly on?: Readonly<Partial<Record<Exclude<Occasion, 'refresh'>, Partial<Words>>>>;
  /** Other meanings of the code, told apart by the server's sentence, each with the key of its own row. */
  readonly meanings?: ReadonlyArray<{ readonly says: RegExp; readonly code: string }>;
}

/** Rows that belong together. */
export interface Family {
  readonly title: string;
  /** Where the codes are from; `null`: they are this app's own. */
  readonly source: { readonly title: string; readonly url: string } | null;
  readonly rows: Readonly<Record<string, Row>>;
}

type Rest = Partial<Omit<Row, 'kind' | 'what' | 'advice' | 'elsewhere'>>;

/** A row for what the partner user can end, by signing in unless `rest` says otherwise. */
export function person(elsewhere: Elsewhere | null, what: string, advice: string, rest: Rest = {}): Row {
  return { kind: 'person', what, advice, elsewhere, remedy: 'sign-in', ...rest };
}

/** A row for what ends only when somebody changes a setting. */
export function setup(elsewhere: Elsewhere | null, what: string, advice: string, remedy: Remedy, rest: Rest = {}): Row {
  return { kind: 'setup', what, advice, elsewhere, remedy, ...rest };
}

/** A row for what passes. `check`: a sentence of what may be looked at meanwhile. */
export function passing(what: string, check?: string): Row {
  const [retried, requested] =
    check === undefined
      ? ['No action needed. The app retries automatically.', 'Try again later.']
      : [`${check} The app retries automatically.`, `${check} Then try again.`];
  return {
    kind: 'transient',
    what,
    advice: retried,
    elsewhere: null,
    remedy: 'wait',
    on: { request: { advice: requested } },
  };
}

/** What is to be done elsewhere by hand leads on to this button, where there is no page that could be opened for it. */
export function byHandThen(remedy: Words['remedy']): Variant {
  return { when: ['no portal page'], remedy };
}
