import type * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type AnswerOf, type ArgumentOf, isPanelMethod, PANEL_METHODS, type PanelMethod } from '../../src/ipc/channels';
import type { PanelState } from '../../src/ipc/contract';
import { ARGUMENT_SCHEMAS } from '../../src/ipc/schemas';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type SchemaGives<M extends PanelMethod> = v.InferOutput<(typeof ARGUMENT_SCHEMAS)[M]>;

/** Does not compile as soon as one schema gives more or less than its method takes. */
const agreement: { readonly [M in PanelMethod]: Same<SchemaGives<M>, ArgumentOf<M>> } & Record<PanelMethod, true> = {
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

describe('the schemas and the contract', () => {
  it('name the same methods', () => {
    expect(Object.keys(ARGUMENT_SCHEMAS).sort()).toEqual([...PANEL_METHODS].sort());
    expect(Object.keys(agreement).sort()).toEqual([...PANEL_METHODS].sort());
  });

  it('know an answer by its method', () => {
    const same: Same<AnswerOf<'getState'>, PanelState> = true;
    expect(same).toBe(true);
  });

  it.each(['constructor', '__proto__', 'toString', 'getstate', '', 'on'])('do not take "%s" for a method', (name) => {
    expect(isPanelMethod(name)).toBe(false);
  });
});
