import type { SignInMethod } from '../../core/model/connection';
import type { Adapters } from '../../platform/adapters';
import { openLoopback } from '../../platform/loopback/loopback';
import { deviceCodeFlow } from '../../platform/sign-in/device-code';
import type { SignInFlow } from '../../platform/sign-in/flow';
import { systemBrowserFlow } from '../../platform/sign-in/system-browser';
import { openInBrowser } from '../system/open-in-browser';
import { appWindowFlow } from './app-window';
import { openSignInWindow } from './sign-in-window';

/** Every way to sign in that this entry point has. `zoomFactor` is that of the app's windows, 1 as they come. */
export function signInFlows(
  adapters: Pick<Adapters, 'beginAuthorization' | 'signInWithDeviceCode'>,
  zoomFactor: () => number,
): Readonly<Record<SignInMethod, SignInFlow>> {
  const begin = adapters.beginAuthorization;
  return {
    'app-window': appWindowFlow({ begin, openWindow: (page) => openSignInWindow(page, zoomFactor()) }),
    'system-browser': systemBrowserFlow({ begin, openLoopback, openExternal: openInBrowser }),
    'device-code': deviceCodeFlow({ signIn: adapters.signInWithDeviceCode, openExternal: openInBrowser }),
  };
}
