import type { SignInMethod } from '../../core/model/connection';
import { openLoopback } from '../../platform/loopback/loopback';
import type { Adapters } from '../system/adapters';
import { openInBrowser } from '../system/open-in-browser';
import { appWindowFlow } from './app-window';
import { deviceCodeFlow } from './device-code';
import type { SignInFlow } from './flow';
import { openSignInWindow } from './sign-in-window';
import { systemBrowserFlow } from './system-browser';

/** Every way to sign in that this entry point has. */
export function signInFlows(
  adapters: Pick<Adapters, 'beginAuthorization' | 'signInWithDeviceCode'>,
): Readonly<Record<SignInMethod, SignInFlow>> {
  const begin = adapters.beginAuthorization;
  return {
    'app-window': appWindowFlow({ begin, openWindow: openSignInWindow }),
    'system-browser': systemBrowserFlow({ begin, openLoopback, openExternal: openInBrowser }),
    'device-code': deviceCodeFlow({ signIn: adapters.signInWithDeviceCode, openExternal: openInBrowser }),
  };
}
