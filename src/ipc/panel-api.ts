import type { CertificateChoice, Thumbprints } from './certificates';
import type {
  AppFacts,
  ConnectionHistory,
  CredentialLookup,
  Drafts,
  Export,
  PanelEvents,
  PanelState,
  PracticeStart,
  Reply,
  StartsAtLogin,
  Tested,
} from './contract';
import type { ARGUMENT_SCHEMAS, ArgumentOf } from './schemas';
import type { ExportedTokenView } from './vocabulary';

/** What a method's promise resolves to. Of types only; there is nothing in it at run time. */
interface Answer<T> {
  readonly of?: T;
}

function answers<T>(): Answer<T> {
  return {};
}

/** What the panel can ask of main, method by method, and what it gets. What each takes stands in `schemas.ts`. */
const METHODS = {
  getState: answers<PanelState>(),
  /** Adds a connection, keeps its secret in the keychain and returns its id; does not sign in. */
  addConnection: answers<Reply<{ id: string }>>(),
  updateConnection: answers<Reply>(),
  /**
   * Puts another secret or certificate in place of the held one, or makes the application a public client. The new one is
   * tried first; refused, it leaves the old one in place.
   */
  replaceCredential: answers<Reply>(),
  /** Notes when the held secret or certificate expires; `null`: not known. */
  setCredentialExpiry: answers<Reply>(),
  /** Looks up when the held secret or certificate expires, with the application's own rights, and notes it. */
  readCredentialExpiry: answers<Reply<CredentialLookup>>(),
  /** Lets the person choose a certificate file, or two when its key is in a file of its own. */
  chooseCertificate: answers<Reply<CertificateChoice>>(),
  readThumbprints: answers<Reply<Thumbprints>>(),
  unlockCertificate: answers<Reply<CertificateChoice>>(),
  /** Lets the person choose the certificate of an authority to trust for a custom cloud. `null`: cancelled. */
  chooseExtraCa: answers<Reply<{ pem: string } | null>>(),
  /** Copies a script that registers an application as the form has it. There is no secret in it. */
  copyRegistrationScript: answers<Reply>(),
  /** Gives a connection back the settings that the keychain has its token with. */
  restoreSettings: answers<Reply>(),
  removeConnection: answers<Reply>(),
  /**
   * Signs in, by `method` or in the connection's own way, and resolves when it is over. A way that worked is remembered. A
   * cancelled sign-in is `ok` with `signedIn: false`.
   */
  signIn: answers<Reply<{ signedIn: boolean }>>(),
  /** Brings the open sign-in's window to the front, or opens its page in the browser again. */
  showSignIn: answers<Reply>(),
  copyDeviceCode: answers<Reply>(),
  /** Copies the address of the sign-in page, for when no browser could be opened. */
  copySignInAddress: answers<Reply>(),
  cancelSignIn: answers<Reply>(),
  refresh: answers<Reply>(),
  copyAccessToken: answers<Reply<{ clearsAt: number }>>(),
  /** Calls the connection's resource with a fresh access token, and tells what works and what does not. */
  testConnection: answers<Reply<Tested>>(),
  /** Refreshes or tests all connections, unless that is under way. How far it is stands in the state. */
  startBatch: answers<Reply>(),
  /** Cancels what has not begun; of a batch that has ended, the result goes. */
  endBatch: answers<Reply>(),
  /** Copies an access token as it is or in a form to paste and run; `resource` is another one of the same application. */
  copyAccessTokenAs: answers<Reply<{ clearsAt: number }>>(),
  /** Copies a command line or a script that gets its tokens from `partner-token`. There is no secret in it. */
  copyCommand: answers<Reply>(),
  /** Takes a refresh token from elsewhere and exchanges it at once. `imported: false`: no file was chosen. */
  importToken: answers<Reply<{ imported: boolean; note: string | null }>>(),
  /** Hands out the refresh token itself, once main has asked the person, and records the exported token. */
  exportRefreshToken: answers<Reply<Export>>(),
  /** The exported tokens of a connection, oldest first. */
  exportedTokens: answers<Reply<readonly ExportedTokenView[]>>(),
  markExportReplaced: answers<Reply>(),
  /** The exported token is in use after all. */
  unmarkExport: answers<Reply>(),
  /** Notes what the person calls an exported token. */
  labelExport: answers<Reply>(),
  /** What happened to a connection, and which tokens it held. */
  history: answers<Reply<ConnectionHistory>>(),
  /** Saves the history as CSV in a file that the person chooses. */
  saveHistory: answers<Reply<{ saved: boolean }>>(),
  /** Has a key vault kept up to date, once main has asked the person, and writes it. `done: false`: they said no. */
  setKeyVault: answers<Reply<{ done: boolean }>>(),
  /** Looks at the key vault now. Before what it holds is replaced, main asks the person. */
  syncKeyVault: answers<Reply<{ done: boolean }>>(),
  removeKeyVault: answers<Reply>(),
  copyRedirectUri: answers<Reply>(),
  /** Copies details for support, as main made them, and of which connection they are. `null`: of none, or a value to use elsewhere. */
  copyDetails: answers<Reply>(),
  /** Opens the page of a cloud's portal on which an application is registered. */
  openNewRegistration: answers<Reply>(),
  /** What stands in forms that were left. */
  readDrafts: answers<Reply<Drafts>>(),
  /**
   * Keeps what stands in a form, in memory; `null`: nothing does, or it's saved or discarded. While a form that holds something
   * `isOpen`, a secret included, the panel stays although something else has the focus.
   */
  keepDraft: answers<Reply>(),
  openErrorPage: answers<Reply>(),
  /** Opens the application in the portal, on a page of one's choice or on the one that the connection's state suggests. */
  openAppRegistration: answers<Reply>(),
  /** Does what the notification's button says, for the worst of its connections, and dismisses it for that one. */
  actOnNotification: answers<Reply>(),
  dismissNotification: answers<Reply>(),
  dismissAllNotifications: answers<Reply>(),
  /** Where main asks the person about it, and they say no, nothing changes. */
  updateSettings: answers<Reply>(),
  /** What the settings show beyond the settings themselves. */
  readAppFacts: answers<Reply<AppFacts>>(),
  /** Has the system start the app at login, or not, and says what the system says then. */
  setStartAtLogin: answers<Reply<StartsAtLogin>>(),
  /** Gives every connection that is refreshed automatically the interval that new ones get. */
  applyInterval: answers<Reply<{ changed: number }>>(),
  openDataFolder: answers<Reply>(),
  /** Opens the license in the system's own program for texts. */
  openLicense: answers<Reply>(),
  /** Copies what support asks for of the whole app. No secret and no account is in it. */
  copyDiagnostics: answers<Reply>(),
  /** A program that always may have access tokens of a connection is to ask again. */
  withdrawTokenGrant: answers<Reply>(),
  /** Tries the keychain again after an `appTrouble`. */
  retryKeychain: answers<Reply>(),
  /** Starts the practice cloud if needed, adds a ready-made practice connection, and returns its id and the practice user's credentials to type. */
  startPractice: answers<Reply<PracticeStart>>(),
  /** Removes the practice connections and all that the practice cloud knows, once main has asked: the person may say no. */
  removePractice: answers<Reply<{ removed: boolean }>>(),
  /** Moves the practice clock forward by `by` milliseconds (up to 400 days). */
  advancePracticeClock: answers<Reply>(),
  setPracticeNetwork: answers<Reply>(),
  /** Takes a copied token off the clipboard now, unless something else is there. */
  clearClipboard: answers<Reply>(),
  closePanel: answers<Reply>(),
} satisfies Readonly<Record<keyof typeof ARGUMENT_SCHEMAS, Answer<unknown>>>;

export type PanelMethod = keyof typeof METHODS;
export type AnswerOf<M extends PanelMethod> = (typeof METHODS)[M] extends Answer<infer T> ? T : never;

export const PANEL_METHODS: readonly PanelMethod[] = Object.keys(METHODS).filter(isPanelMethod);
export function isPanelMethod(name: string): name is PanelMethod {
  return Object.hasOwn(METHODS, name);
}

type Ask<Argument, T> = [Argument] extends [undefined] ? () => Promise<T> : (argument: Argument) => Promise<T>;

export type PanelApi = { readonly [M in PanelMethod]: Ask<ArgumentOf<M>, AnswerOf<M>> };

/** What the preload puts on `window.tray`. */
export interface PanelBridge extends PanelApi {
  on<E extends keyof PanelEvents>(event: E, listener: (payload: PanelEvents[E]) => void): () => void;
}

/** The channel on which main handles a method. */
export function channelOf(method: PanelMethod): `panel:${PanelMethod}` {
  return `panel:${method}`;
}

/** The one channel on which main pushes {@link PanelEventMessage}s to the panel. */
export const EVENT_CHANNEL = 'panel-event';

/** What travels on {@link EVENT_CHANNEL}. */
export interface PanelEventMessage<E extends keyof PanelEvents = keyof PanelEvents> {
  readonly event: E;
  readonly payload: PanelEvents[E];
}
