import type { Draft, FormName } from './schemas';
import type {
  ApiCheck,
  AppSettings,
  ClientAuthentication,
  ConnectionSettings,
  Explanation,
  HeldSpan,
  HistoryEntryView,
  RegistrationPage,
  Remedy,
  SignInMethod,
  Status,
  VaultSettings,
  Worry,
} from './vocabulary';

/** What to give to support of something that did not work. Nothing in it is secret. */
export interface SupportDetails {
  /** Short enough to be shown; `null` where there is none. */
  readonly code: string | null;
  /** Code, time and IDs, line by line. */
  readonly text: string;
  /** The number of a code that only Entra ID itself can explain. */
  readonly lookUp?: number;
}

/** What the panel shows of one connection. Nothing in it is secret. */
export interface ConnectionView extends Omit<ConnectionSettings, 'application'> {
  readonly id: string;
  readonly cloudLabel: string;
  readonly application: ClientAuthentication['kind'];
  /** What is known of the held secret or certificate; `null` when there is none, as for a public client. */
  readonly credential: { readonly expiresAt: number | null; readonly thumbprint: string | null } | null;
  /** "Client secret expires in 6 days", when 30 days or less are left; else `null`. */
  readonly credentialText: string | null;
  readonly resourceLabel: string;
  /** The ways to sign in that this application can take, the usual one first. */
  readonly signInMethods: readonly SignInMethod[];
  readonly status: Status;
  /** The state in a few words: "Fine, 88 days left". */
  readonly statusText: string;
  /** User name of the partner user, `null` before the first sign-in. */
  readonly account: string | null;
  /** `null`: unknown. `false` deserves a warning where the token is for Partner Center, which will refuse it; others ask for no MFA of their own. */
  readonly hasMfa: boolean | null;
  readonly issuedAt: number | null;
  /** The refresh token is of no use anymore, whatever is left of its lifetime: nothing shows days for it. */
  readonly isTokenDead: boolean;
  readonly expiresAt: number | null;
  /** Milliseconds, from the issue or from the sign-in to `expiresAt`. */
  readonly lifetime: number | null;
  /** What ends at `expiresAt`: the token's lifetime, which a refresh extends, or the sign-in's, which only another sign-in does. */
  readonly endsWith: 'lifetime' | 'sign-in' | null;
  /** What ends the token before 90 days, once the server has named it, in words: "This tenant requires a sign-in every 7 days". */
  readonly learnedText: string | null;
  /** When the app next exchanges the token automatically: by the schedule, or after a failure the next try. `null`: not until a person acts. */
  readonly refreshAt: number | null;
  readonly trouble: Explanation | null;
  readonly troubleDetails: SupportDetails | null;
  /** How many of its exported tokens are in use: neither expired nor marked as replaced. */
  readonly exportsInUse: number;
  /** The key vault that its refresh token is kept up to date in; `null`: none. */
  readonly vault: VaultView | null;
  readonly busy: 'sign-in' | 'refresh' | null;
}

/** What the panel shows of a connection's key vault. Times are on the connection's clock. */
export interface VaultView {
  readonly settings: VaultSettings;
  /** How it is, in a few words: "Key Vault is 2 refreshes behind". */
  readonly text: string;
  readonly behind: number;
  readonly isSyncing: boolean;
  /** When a token was last written; `null`: never. */
  readonly writtenAt: number | null;
  readonly retryAt: number | null;
  readonly trouble: Explanation | null;
  readonly details: SupportDetails | null;
}

export interface SignInView {
  readonly connectionId: string;
  readonly method: SignInMethod;
  /** What to type, and where, to sign in with a device code; `null` until there is one. On the system's clock. */
  readonly deviceCode: {
    readonly userCode: string;
    readonly verificationUri: string;
    readonly expiresAt: number;
  } | null;
  /** No browser could be opened: the address of its page has to be copied. */
  readonly browserFailed: boolean;
  /** Conditional access blocks the app's window, as the page in it says; `remedy` is the way that may work. */
  readonly blocked: Pick<Explanation, 'what' | 'advice' | 'remedy'> | null;
}

export interface NotificationView {
  readonly id: string;
  /** The connection that its button is for; where several have the same cause, the worst of them. */
  readonly connectionId: string;
  readonly title: string;
  readonly body: string;
  readonly actionLabel: string;
  readonly worry: Worry;
  /** When it was raised, on the clock of the connection. */
  readonly at: number;
}

/** All connections being refreshed or tested, or what came of that. */
export interface BatchView {
  readonly kind: 'refresh' | 'test';
  /** `canceling`: what has begun is waited for. */
  readonly state: 'running' | 'canceling' | 'ended';
  /** How many were to be done: those that hold a token. */
  readonly total: number;
  readonly good: number;
  /** Not done for a reason that passes. */
  readonly waiting: number;
  readonly needingYou: number;
  /** Of those that need somebody the first ones, each with its problem in a sentence. */
  readonly named: readonly { readonly connectionId: string; readonly what: string }[];
}

export interface PanelState {
  readonly connections: readonly ConnectionView[];
  readonly signIns: readonly SignInView[];
  /** The worst of what a person has neither acted on nor dismissed, the worst first. */
  readonly notifications: readonly NotificationView[];
  /** How many there are besides. */
  readonly moreNotifications: number;
  readonly settings: AppSettings;
  /** Practice cloud, when running. `offset` is how far its clock is ahead of the system's, in milliseconds. */
  readonly practice: { readonly offset: number; readonly networkUp: boolean } | null;
  /** A copied token that is still on the clipboard. Times are of the system's clock. */
  readonly copied: {
    readonly connectionId: string;
    readonly clearsAt: number;
    readonly what: 'access-token' | 'refresh-token';
  } | null;
  readonly batch: BatchView | null;
  /** A problem of the whole app (keychain, settings file), in words. */
  readonly appTrouble: {
    readonly what: string;
    readonly advice: string;
    readonly note?: string;
    readonly details: SupportDetails;
    /** Words on the button that tries again, or takes note; `null` where neither helps. */
    readonly button: string | null;
  } | null;
  readonly clockSkew: { readonly what: string; readonly advice: string } | null;
  readonly version: string;
}

/** Sent as things change; connections not named keep their view. `order` lists the ids of all connections, in order, when it changed. */
export interface PanelPatch {
  readonly changed: readonly ConnectionView[];
  readonly order?: readonly string[];
  readonly rest?: Omit<PanelState, 'connections'>;
}

/** The answer to anything asked of main. */
export type Reply<T = null> = { readonly ok: true; readonly value: T } | Refusal;

/**
 * What did not work, in words. `note` is what else is the case, `field` names the form field that is wrong, `remedy` the one
 * button that helps, `registrationPage` where that leads if it is the app registration; `details` are for support.
 */
export interface Refusal {
  readonly ok: false;
  readonly what: string;
  readonly advice: string;
  readonly note?: string;
  readonly field?: string;
  readonly remedy?: Remedy;
  readonly registrationPage?: RegistrationPage;
  /** Whether who signed in can have a connection of their own. */
  readonly isAddable?: true;
  readonly details?: SupportDetails;
}

/** What happened to a connection, oldest first, and which tokens it held. Times are on the connection's own clock. */
export interface ConnectionHistory {
  readonly entries: readonly HistoryEntryView[];
  readonly spans: readonly HeldSpan[];
}

/** What a test found, and the same for support. */
export interface Tested {
  readonly check: ApiCheck;
  readonly details: SupportDetails;
}

/** What looking up the end of a secret found. That there is no date to find is usual, and no failure. */
export type CredentialLookup =
  | { readonly kind: 'found'; readonly expiresAt: number }
  | { readonly kind: 'not-found'; readonly what: string; readonly advice: string };

/** How an export ended. `expiresAt` is on the connection's clock, `clearsAt` on the system's. */
export type Export =
  | { readonly kind: 'copied'; readonly clearsAt: number; readonly expiresAt: number }
  | { readonly kind: 'saved'; readonly path: string; readonly expiresAt: number }
  /** The person said no, or chose no file. Nothing was handed out. */
  | { readonly kind: 'cancelled' };

/** Shown to the person trying the practice cloud. Made up, the same for everybody, and worth nothing. */
export interface PracticeStart {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly mfaCode: string;
}

/** Whether the system starts the app at login, as it says itself. */
export interface StartsAtLogin {
  readonly on: boolean;
  /** What the person still has to do in the system's settings. */
  readonly note: string | null;
}

/** What the settings show of the app on this computer. It is read when somebody looks, and doesn't change by itself. */
export interface AppFacts {
  /** `null`: the system doesn't tell. */
  readonly startsAtLogin: StartsAtLogin | null;
  readonly dataFolder: string;
}

/** What stands in forms that were left, and the form that was open then. */
export interface Drafts {
  readonly drafts: Readonly<Partial<Record<FormName, Draft>>>;
  readonly open: FormName | null;
}

export type ShowRequest =
  | { readonly view: 'connections' | 'notifications' | 'add' | 'settings'; readonly connectionId?: string }
  | { readonly view: 'edit' | 'replace-secret' | 'exported-tokens'; readonly connectionId: string };

export interface PanelEvents {
  patch: PanelPatch;
  /** Asks the panel to show something: a card, a form, the settings, or a dialog of a connection. */
  show: ShowRequest;
}
