import type { SignInWithDeviceCode } from '../msal/device-code';
import { isOpened, type OpenExternal, type SignInFlow } from './flow';

export interface DeviceCodePorts {
  readonly signIn: SignInWithDeviceCode;
  readonly openExternal: OpenExternal;
}

/** Signs in on any device with a code that the panel shows. */
export function deviceCodeFlow({ signIn, openExternal }: DeviceCodePorts): SignInFlow {
  return (job) => {
    const { ticket, signal, tell } = job;
    let page: string | null = null;
    const signingIn = signIn({
      connection: ticket.connection,
      signal,
      show: (code) => {
        page = code.verificationUri;
        tell({ kind: 'code', code });
      },
    });
    return {
      exchange: signingIn.then((exchange) => (signal.aborted && !exchange.ok ? null : exchange)),
      show: async () => page === null || isOpened(openExternal, page, job),
    };
  };
}
