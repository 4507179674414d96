import { shell } from 'electron';
import type { SignInMethod } from '../../core/model/connection';
import { openLoopback } from '../../platform/loopback/loopback';
import type { Adapters } from '../system/adapters';
import { AppWindowFlow } from './app-window';
import { DeviceCodeFlow } from './device-code';
import type { SignInFlow } from './flow';
import { openSignInWindow } from './sign-in-window';
import { SystemBrowserFlow } from './system-browser';

/** Every way to sign in that this entry point has. */
export function signInFlows(
  adapters: Pick<Adapters, 'beginAuthorization' | 'signInWithDeviceCode'>,
): Readonly<Record<SignInMethod, SignInFlow>> {
  const begin = adapters.beginAuthorization;
  const openExternal = (address: string) => shell.openExternal(address);
  return {
    'app-window': new AppWindowFlow({ begin, openWindow: openSignInWindow }),
    'system-browser': new SystemBrowserFlow({ begin, openLoopback, openExternal }),
    'device-code': new DeviceCodeFlow({ signIn: adapters.signInWithDeviceCode, openExternal }),
  };
}
