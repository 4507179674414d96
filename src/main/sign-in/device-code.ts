import type { SignInWithDeviceCode } from '../../platform/msal/device-code';
import { isOpened, type OpenExternal, type RunningSignIn, type SignInFlow, type SignInJob } from './flow';

export interface DeviceCodePorts {
  readonly signIn: SignInWithDeviceCode;
  readonly openExternal: OpenExternal;
}

/** Signs in on any device with a code that the panel shows. */
export class DeviceCodeFlow implements SignInFlow {
  constructor(private readonly ports: DeviceCodePorts) {}

  start({ ticket, signal, tell }: SignInJob): RunningSignIn {
    let page: string | null = null;
    const signingIn = this.ports.signIn({
      connection: ticket.connection,
      signal,
      show: (code) => {
        page = code.verificationUri;
        tell({ kind: 'code', code });
      },
    });
    return {
      exchange: signingIn.then((exchange) => (signal.aborted && !exchange.ok ? null : exchange)),
      show: async () => page === null || isOpened(this.ports.openExternal, page),
    };
  }
}
