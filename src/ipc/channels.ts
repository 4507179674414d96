import type { PanelApi, PanelEvents } from './contract';

export type PanelMethod = keyof PanelApi;

/** What a method takes; `undefined` for one that takes nothing. */
export type ArgumentOf<M extends PanelMethod> =
  Parameters<PanelApi[M]> extends readonly [infer Argument] ? Argument : undefined;

/** What a method's promise resolves to. */
export type AnswerOf<M extends PanelMethod> = Awaited<ReturnType<PanelApi[M]>>;

const METHODS: Readonly<Record<PanelMethod, true>> = {
  getState: true,
  addConnection: true,
  updateConnection: true,
  replaceCredential: true,
  setCredentialExpiry: true,
  readCredentialExpiry: true,
  chooseCertificate: true,
  readThumbprints: true,
  unlockCertificate: true,
  chooseExtraCa: true,
  copyRegistrationScript: true,
  removeConnection: true,
  signIn: true,
  showSignIn: true,
  copyDeviceCode: true,
  copySignInAddress: true,
  cancelSignIn: true,
  refresh: true,
  copyAccessToken: true,
  testConnection: true,
  copyAccessTokenAs: true,
  importToken: true,
  exportRefreshToken: true,
  exportedTokens: true,
  markExportReplaced: true,
  copyRedirectUri: true,
  copyDetails: true,
  openAppRegistration: true,
  actOnNotification: true,
  dismissNotification: true,
  updateSettings: true,
  retryKeychain: true,
  startPractice: true,
  advancePracticeClock: true,
  setPracticeNetwork: true,
  closePanel: true,
};

/** Every method of the contract: the record above does not compile when one is missing or unknown. */
export const PANEL_METHODS: readonly PanelMethod[] = Object.keys(METHODS).filter(isPanelMethod);

/** Whether a name is one of the contract's methods. */
export function isPanelMethod(name: string): name is PanelMethod {
  return Object.hasOwn(METHODS, name);
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
