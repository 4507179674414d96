import { own } from '../../core/failures/classify';
import type { Exchange } from '../../core/model/exchange';
import type { Loopback, LoopbackOptions } from '../loopback/loopback';
import { NoFreePortError } from '../loopback/ports';
import type { BeginAuthorization } from '../msal/authorization';
import { isOpened, type OpenExternal, type SignInFlow, type SignInJob } from './flow';

const ELSEWHERE =
  "The authority names a sign-in page on another host. Only the app's window, which shows the host, opens that.";

export interface SystemBrowserPorts {
  readonly begin: BeginAuthorization;
  readonly openLoopback: (options: LoopbackOptions) => Promise<Loopback>;
  readonly openExternal: OpenExternal;
}

/**
 * Signs in in the browser that the person uses anyway, which sends its answer to a port of this computer (RFC 8252). It knows
 * the device and its certificates, which conditional access may ask for.
 */
export function systemBrowserFlow(ports: SystemBrowserPorts): SignInFlow {
  return (job) => {
    let page: string | null = null;
    const open = async (address: string): Promise<boolean> => {
      page = address;
      const opened = await isOpened(ports.openExternal, address, job);
      job.tell(opened ? { kind: 'none' } : { kind: 'address', address });
      return opened;
    };
    return { exchange: run(ports, job, open), show: async () => page === null || open(page) };
  };
}

async function run(
  ports: SystemBrowserPorts,
  job: SignInJob,
  open: (address: string) => Promise<boolean>,
): Promise<Exchange | null> {
  const { ticket, consent, signal } = job;
  const { connection, credential, loginHint } = ticket;
  const loopback = await listen(ports, connection.redirectUri, signal);
  if (signal.aborted) return null;
  if (loopback === null) return { ok: false, raw: own('sign-in/no-port') };
  try {
    const redirectUri = withPortOf(loopback.redirectUri, connection.redirectUri);
    const begun = await ports.begin({ connection, credential, loginHint, consent, redirectUri, signal });
    if (signal.aborted) return null;
    if (!begun.ok) return begun;
    if (begun.value.isElsewhere)
      return { ok: false, raw: own('request/invalid', { kind: 'value', problem: ELSEWHERE }) };
    // Listened for before the browser is told, which may be quicker than we are.
    const answering = loopback.answerTo(begun.value.state);
    await open(begun.value.url);
    const answer = await answering;
    switch (answer.kind) {
      case 'cancelled':
        return null;
      case 'timed-out':
        return { ok: false, raw: own('sign-in/timed-out') };
      case 'answered':
        return begun.value.finish(answer.url);
    }
  } finally {
    loopback.close();
  }
}

/** `null` when no port is free, or the person no longer wants one. */
async function listen(
  { openLoopback }: SystemBrowserPorts,
  redirectUri: string,
  signal: AbortSignal,
): Promise<Loopback | null> {
  try {
    return await openLoopback({ path: new URL(redirectUri).pathname, signal });
  } catch (error) {
    if (error instanceof NoFreePortError || signal.aborted) return null;
    throw error;
  }
}

/** The registered URI, letter by letter, with the port that was free: of `localhost` Entra ID ignores nothing but the port. */
export function withPortOf(listening: string, registered: string): string {
  return registered.replace(/^(http:\/\/localhost)(?::\d*)?/i, `$1:${new URL(listening).port}`);
}
