import * as v from 'valibot';
import { durationSchema, epochMsSchema, lifetimeSchema, record, text, whole } from './schema';
import { signInLimitSchema } from './validity';

/** Who can end it: time; the partner user, by signing in; or somebody, by changing a setting. */
export type FailureKind = 'transient' | 'person' | 'setup';

/** The words on the one button of a failure or a notification, in the panel and on the desktop. */
export const REMEDY_LABELS = {
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
} as const;

/** What the button of a notification does: what ends the failure, or the list of the connection's exported tokens. */
export type NotificationRemedy = keyof typeof REMEDY_LABELS;

/** The one button that fixes it. `wait`: none does. */
export type Remedy = Exclude<NotificationRemedy, 'show-exported-tokens'>;

/** What the portal calls each page of an application's registration. */
export const REGISTRATION_PAGE_NAMES = {
  overview: 'Overview',
  authentication: 'Authentication',
  credentials: 'Certificates & secrets',
  'api-permissions': 'API permissions',
} as const;

export type RegistrationPage = keyof typeof REGISTRATION_PAGE_NAMES;

/** Of the server's own sentence this much is kept. */
export const LONGEST_SENTENCE = 400;

/** Hexadecimal, so that nothing else can travel in this field. */
const supportId = v.pipe(v.string(), v.regex(/^[0-9a-f-]{8,64}$/i));

/** What a failure's sentences name that neither its code nor the connection tells. */
const detailSchema = v.variant('kind', [
  /** Who signed in, where somebody else should have. */
  record({ kind: v.literal('account'), username: text(100) }),
  /** When the token expired, by the server. */
  record({ kind: v.literal('expired'), at: epochMsSchema }),
  /** The cloud that the tenant is in, as Entra ID calls it. */
  record({ kind: v.literal('cloud'), name: text(60) }),
  /** What is wrong with a value that a person entered, as the validation says it. */
  record({ kind: v.literal('value'), problem: text(500) }),
  /** How a connections file that was bad is kept, and how much of it had to come from the keychain. */
  record({ kind: v.literal('file'), setAsideAs: text(260), recovered: v.picklist(['from-keychain', 'in-part']) }),
  /** Which process has the folder. */
  record({ kind: v.literal('holder'), processId: whole(0, Number.MAX_SAFE_INTEGER), since: epochMsSchema }),
  /** A new refresh token could not be written, and is held in memory only. */
  record({ kind: v.literal('in-memory') }),
  /** The new refresh token of a reply that is not fit otherwise was kept. */
  record({ kind: v.literal('kept') }),
]);

export type FailureDetail = v.InferOutput<typeof detailSchema>;

/** Its form and bounds, in a file and in a message. */
export const failureSchema = record({
  /** The key of the catalogue: `AADSTS700082`, `oauth/invalid_grant`, or one of our own such as `network/refused`. Also a code of Entra ID's that the catalogue does not know. */
  code: text(80),
  at: epochMsSchema,
  /** The server's own sentence, without secrets and IDs. */
  sentence: v.exactOptional(text(LONGEST_SENTENCE)),
  /** Entra's `trace_id` and `correlation_id`, for support. */
  traceId: v.exactOptional(supportId),
  correlationId: v.exactOptional(supportId),
  /** How long the server asked us to wait. */
  retryAfter: v.exactOptional(durationSchema),
  /** The tenant's true lifetime of refresh tokens, when the server's sentence names it. */
  learnedLifetime: v.exactOptional(lifetimeSchema),
  /** How long tokens live from the sign-in, when the server's sentence names it. */
  learnedSignInLimit: v.exactOptional(signInLimitSchema),
  detail: v.exactOptional(detailSchema),
});

/** What went wrong, as it is stored and returned. The words are the catalogue's, looked up when they are shown. Nothing in it is secret. */
export type Failure = v.InferOutput<typeof failureSchema>;

/** Success with a value, or a classified failure. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** What Entra ID said of a request it refused, read where it was seen. */
export type EntraError = Omit<Failure, 'at' | 'retryAfter'>;

/** What an adapter saw when a call to the token endpoint did not give usable tokens; `classify` turns it into a {@link Failure}. */
export type RawFailure =
  /** No reply came. `code` is Node's or Chromium's name: `ENOTFOUND`, `ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `CERT_…`, `ERR_…`. */
  | { readonly kind: 'network'; readonly code: string }
  /** A reply came, and it was not tokens. */
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly retryAfter: string | null;
      /** The reply's `Date` header. */
      readonly date: string | null;
      /** `null`: this is no error of Entra ID's, and something else may have answered. */
      readonly error: EntraError | null;
    }
  /** What happened has a code already: one of ours, or the one that the sign-in page or its redirect named. */
  | { readonly kind: 'known'; readonly failure: Omit<Failure, 'at'> };

/** Why the OS keychain cannot be used, or the encrypted files in its place. */
export type KeychainProblem =
  | 'missing'
  | 'no-session'
  | 'locked'
  | 'refused'
  | 'full'
  | 'hanging'
  | 'mismatch'
  | 'key-gone'
  | 'key-exposed'
  | 'key-short'
  | 'key-other'
  | 'key-vault'
  | 'file-unreadable'
  | 'file-unwritable'
  /** The secrets of this data folder are in the other store. */
  | 'in-file'
  | 'not-in-file';
