import type { KeeperApi } from '../../core/keeper/keeper-api';
import { copyPlain } from '../clipboard/token-copier';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { SignIns } from '../sign-in/sign-ins';
import { answer, DONE, failed, refuse } from '../wording/replies';

type SignInMethods = 'signIn' | 'showSignIn' | 'copyDeviceCode' | 'copySignInAddress' | 'cancelSignIn';

const OVER = refuse('This sign-in has ended.', 'Sign in again.');

/** What main does for the panel's requests about sign-ins. */
export function signInHandlers(keeper: Pick<KeeperApi, 'find'>, signIns: SignIns): Pick<PanelHandlers, SignInMethods> {
  return {
    signIn: async ({ id, ...request }) => {
      const result = await signIns.signIn(id, request);
      return result.ok ? answer(result.value) : failed(result.failure, keeper.find(id));
    },
    showSignIn: async ({ id }) => {
      if (await signIns.show(id)) return DONE;
      const hint = signIns.hintOf(id);
      if (hint.kind !== 'code') return refuse("Couldn't open a browser.", 'Copy the address and open it in a browser.');
      return refuse("Couldn't open a browser.", `Open ${hint.code.verificationUri} on any device.`);
    },
    copyDeviceCode: async ({ id }) => {
      const hint = signIns.hintOf(id);
      return hint.kind === 'code' ? copyPlain(hint.code.userCode) : OVER;
    },
    copySignInAddress: async ({ id }) => {
      const hint = signIns.hintOf(id);
      return hint.kind === 'address' ? copyPlain(hint.address) : OVER;
    },
    cancelSignIn: async ({ id }) => {
      signIns.cancel(id);
      return DONE;
    },
  };
}
