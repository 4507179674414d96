import { endpointsOf } from '../model/clouds';
import type { ConnectionSettings } from '../model/connection';
import type { FailureKind, RegistrationPage, Remedy } from '../model/failure';
import { isExchangeClient, methodsFor } from '../validation/sign-in-methods';

/** What a failure says: one sentence of what happened, what to do, and the one button that does it. */
export interface Words {
  readonly what: string;
  readonly advice: string;
  readonly remedy: Remedy;
  /** The page of the app registration where the cause can be seen; absent when it is not to be found there. */
  readonly registrationPage?: RegistrationPage;
  /** Whether the keychain has other settings to restore, which ends it as well. */
  readonly isRestorable?: true;
  /** Whether who signed in can have a connection of their own. */
  readonly isAddable?: true;
}

type Holds = (connection: ConnectionSettings) => boolean;

/** What a failure's sentences or its button can depend on, each by the words that the docs use for it. */
export const CIRCUMSTANCES = {
  certificate: ({ application }) => application.kind === 'certificate',
  'public client': ({ application }) => application.kind === 'public',
  "Exchange Online's own application": ({ clientId }) => isExchangeClient(clientId),
  'Exchange Online': ({ resource }) => resource.kind === 'exchange-online',
  'Microsoft Graph': ({ resource }) => resource.kind === 'graph',
  'other scopes': ({ resource }) => resource.kind === 'custom',
  'device code': ({ signInMethod }) => signInMethod === 'device-code',
  'no other browser': (connection) =>
    connection.signInMethod === 'system-browser' || !methodsFor(connection).includes('system-browser'),
  'redirect URI not on localhost': (connection) => {
    const methods = methodsFor(connection);
    return methods.includes('app-window') && !methods.includes('system-browser');
  },
  'custom cloud': ({ cloud }) => cloud === 'custom',
  // There is none that a person can change something on.
  'no portal page': (connection) => endpointsOf(connection).portal === null || isExchangeClient(connection.clientId),
} as const satisfies Readonly<Record<string, Holds>>;

export type Circumstance = keyof typeof CIRCUMSTANCES;

/** What differs when all of `when` holds of the connection. What is absent is as in the row. */
export interface Variant extends Partial<Words> {
  readonly when: readonly Circumstance[];
}

/** In the way of the app's own work, of what a person asked for, or of a refresh token that they brought. */
export type Occasion = 'refresh' | 'request' | 'import';

/** Everything that is known of a failure's code. In words for an application with a secret, for Partner Center. */
export interface Row extends Words {
  readonly kind: FailureKind;
  /** Whether an admin, the user or time may end it without this app, so that the token that is held works again. */
  readonly endsElsewhere?: true;
  /** That the refresh token is of no use anymore: its lifetime, or what its sign-in is good for, is over; or somebody ended it. */
  readonly endsToken?: 'expired' | 'revoked';
  /** Later ones win over earlier ones. */
  readonly variants?: readonly Variant[];
  readonly on?: Readonly<Partial<Record<Exclude<Occasion, 'refresh'>, Partial<Words>>>>;
  /** Other meanings of the code, told apart by the server's sentence, each with the key of its own row. */
  readonly meanings?: ReadonlyArray<{ readonly says: RegExp; readonly code: string }>;
}

/** Rows by their codes; codes that mean the same share a row: `AADSTS50076, AADSTS50074`. */
export type Rows = Readonly<Record<string, Row>>;

type Common = Pick<Row, 'kind' | 'remedy'> & Partial<Row>;

/** Makes rows that have `common` in common, from what happened and what to do: to sign in again, unless told otherwise. */
export function rowsWith({ variants = [], ...common }: Common) {
  return (what: string, advice = 'Sign in again.', rest: Partial<Row> = {}): Row => {
    return { ...common, what, advice, ...rest, variants: [...variants, ...(rest.variants ?? [])] };
  };
}

const SIGN_IN: Common = { kind: 'person', remedy: 'sign-in' };
const EDIT: Common = { kind: 'setup', remedy: 'edit-connection' };
const NONE: Common = { kind: 'setup', remedy: 'wait' };
export const ELSEWHERE = { endsElsewhere: true } as const;

/** For what the partner user ends by signing in; without `OrElsewhere`, by nothing else. */
export const signIn = rowsWith(SIGN_IN);
export const signInOrElsewhere = rowsWith({ ...SIGN_IN, ...ELSEWHERE });
/** For what ends when the connection's settings are changed. */
export const edit = rowsWith(EDIT);
export const editOrElsewhere = rowsWith({ ...EDIT, ...ELSEWHERE });
/** For what no button of this app ends. */
export const noButton = rowsWith(NONE);
export const onlyElsewhere = rowsWith({ ...NONE, ...ELSEWHERE });
export const replaceSecret = rowsWith({ kind: 'setup', remedy: 'replace-secret', registrationPage: 'credentials' });
export const replaceCertificate = rowsWith({
  kind: 'setup',
  remedy: 'replace-certificate',
  registrationPage: 'credentials',
});

/** For what is changed on a page of the app registration. Where there is none that could be opened, the button is `byHand`. */
export function changeOn(registrationPage: RegistrationPage, byHand: Remedy) {
  const variants: readonly Variant[] = [{ when: ['no portal page'], remedy: byHand }];
  return rowsWith({ kind: 'setup', remedy: 'open-app-registration', registrationPage, variants });
}

/** For what consent ends. A device code has no way to ask for it; the page asks by itself where it is missing. */
export const consent = rowsWith({
  kind: 'person',
  remedy: 'sign-in-with-consent',
  ...ELSEWHERE,
  registrationPage: 'api-permissions',
  variants: [
    {
      when: ['device code'],
      advice: 'Sign in again and accept the permissions, or ask an admin to grant them.',
      remedy: 'sign-in',
    },
  ],
});

/** For what passes. `check`: a sentence of what may be looked at meanwhile. */
export function passing(what: string, check?: string, rest: Partial<Row> = {}): Row {
  const [retried, requested] =
    check === undefined
      ? ['No action needed. The app retries automatically.', 'Try again later.']
      : [`${check} The app retries automatically.`, `${check} Then try again.`];
  return { kind: 'transient', what, advice: retried, remedy: 'wait', on: { request: { advice: requested } }, ...rest };
}

export const NEW_CODE = 'Sign in again to get a new code.';
export const CONSENT = 'Sign in with consent, or ask an admin to grant it.';
