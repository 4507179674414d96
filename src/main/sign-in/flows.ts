import { shell } from 'electron';
import type { SignInMethod } from '../../core/model/connection';
import { openLoopback } from '../../platform/loopback/loopback';
import type { Plugs } from '../adapters';
import { AppWindowFlow } from './app-window';
import { DeviceCodeFlow } from './device-code';
import type { SignInFlow } from './flow';
import { openSignInWindow } from './sign-in-window';
import { SystemBrowserFlow } from './system-browser';

/** Every way to sign in, as this door has it. */
export function signInFlows(
  plugs: Pick<Plugs, 'beginAuthorization' | 'signInWithDeviceCode'>,
): Readonly<Record<SignInMethod, SignInFlow>> {
  const begin = plugs.beginAuthorization;
  const openExternal = (address: string) => shell.openExternal(address);
  return {
    'app-window': new AppWindowFlow({ begin, openWindow: openSignInWindow }),
    'system-browser': new SystemBrowserFlow({ begin, openLoopback, openExternal }),
    'device-code': new DeviceCodeFlow({ signIn: plugs.signInWithDeviceCode, openExternal }),
  };
}
