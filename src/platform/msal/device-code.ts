import { setTimeout as wait } from 'node:timers/promises';
import type { DeviceCodeRequest, INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import * as v from 'valibot';
import { own } from '../../core/failures/classify';
import type { ConnectionSettings } from '../../core/model/connection';
import type { Exchange } from '../../core/model/exchange';
import { scopesOf } from '../../core/model/resource';
import { type DurationMs, type EpochMs, MINUTE, SECOND } from '../../core/model/time';
import { parseUrl } from '../../core/model/url';
import type { NetworkOptions } from '../http/fetch-within';
import { accept } from './accept';
import { configure, loadMsal } from './client';
import { RecordingNetwork } from './network';

/** What a person types, and where, to sign in on any device. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  /** On the system's clock. */
  readonly expiresAt: EpochMs;
}

export interface DeviceCodeJob {
  /** Of a public client: Entra ID gives device codes to no other. */
  readonly connection: ConnectionSettings;
  /** Called once, as soon as there is a code. */
  readonly show: (code: DeviceCode) => void;
  /** The person no longer wants it: resolves at once, and asks the server no more. */
  readonly signal: AbortSignal;
}

/** Signs in with a device code. Resolves when somebody has, or has not in time. Never rejects. */
export type SignInWithDeviceCode = (job: DeviceCodeJob) => Promise<Exchange>;

const ABORTED: Exchange = { ok: false, raw: { kind: 'network', code: 'ABORTED' } };

/** Where the reply says nothing. Source: RFC 8628, section 3.2. */
const USUAL_INTERVAL: DurationMs = 5 * SECOND;

const Interval = v.pipe(v.number(), v.minValue(1), v.maxValue(MINUTE / SECOND));

const CodeReply = v.object({
  deviceCode: v.pipe(v.string(), v.minLength(1)),
  userCode: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{4,40}$/)),
  verificationUri: v.string(),
  expiresIn: v.pipe(v.number(), v.minValue(1), v.maxValue(24 * 3600)),
});

/** The reply that should have held a code held none, or one that nobody can use. */
class NoCode extends Error {
  override readonly name = 'NoCode';
}

/** Signs in with a device code (RFC 8628) through MSAL, which polls at the interval that the server names. */
export function createDeviceCodeSignIn(options: NetworkOptions): SignInWithDeviceCode {
  return (job) =>
    new Promise((resolve) => {
      const giveUp = () => resolve(ABORTED);
      if (job.signal.aborted) return giveUp();
      job.signal.addEventListener('abort', giveUp, { once: true });
      signIn(options, job)
        .catch((): Exchange => ({ ok: false, raw: own('internal/fault') }))
        .then(resolve)
        .finally(() => job.signal.removeEventListener('abort', giveUp));
    });
}

async function signIn(options: NetworkOptions, { connection, show, signal }: DeviceCodeJob): Promise<Exchange> {
  const { PublicClientApplication } = await loadMsal();
  const network = new RecordingNetwork(options, connection, signal);
  const client = new PublicClientApplication(configure(connection, new PatientNetwork(network, signal)));
  const secrets: string[] = [];
  const request: DeviceCodeRequest = {
    scopes: [...scopesOf(connection, connection.resource)],
    deviceCodeCallback: (reply) => {
      const code = v.safeParse(CodeReply, reply);
      if (!code.success) throw new NoCode();
      const { deviceCode, userCode, verificationUri, expiresIn } = code.output;
      if (!isSafe(verificationUri, connection, options)) throw new NoCode();
      secrets.push(deviceCode, userCode);
      // MSAL waits for as long as this says: without a number, or with one that no timer takes, not at all.
      if (!v.is(Interval, reply.interval)) reply.interval = USUAL_INTERVAL / SECOND;
      show({ userCode, verificationUri, expiresAt: Date.now() + expiresIn * SECOND });
    },
  };
  const stop = () => {
    request.cancel = true;
  };
  signal.addEventListener('abort', stop, { once: true });
  const [end] = await Promise.allSettled([client.acquireTokenByDeviceCode(request)]);
  signal.removeEventListener('abort', stop);
  const seen = network.last;
  // Only the end of its time makes MSAL leave off at "not yet".
  if (seen?.kind === 'reply' && (seen.json?.error === PENDING || seen.json?.error === SLOW_DOWN))
    return { ok: false, raw: own('sign-in/code-expired') };
  return accept({ connection, end, seen, secrets });
}

/** Whether a page may be shown to a person as the place to sign in. */
function isSafe(page: string, { cloud }: ConnectionSettings, { practiceOrigin }: NetworkOptions): boolean {
  const url = parseUrl(page);
  return url?.protocol === 'https:' || (cloud === 'practice' && url?.origin === practiceOrigin());
}

const PENDING = 'authorization_pending';
const SLOW_DOWN = 'slow_down';
/** By how much each "slow down" lengthens the time between polls. Source: RFC 8628, section 3.5. */
const SLOWER_BY: DurationMs = 5 * SECOND;

/**
 * Says "not yet" to MSAL where a poll met no reply, a busy server or something other than Entra ID: one hiccup in 15
 * minutes must not end the sign-in. So it does where the server asks to be polled more slowly, and then waits longer before each further
 * poll, as MSAL, which keeps to its interval, would take that for the end (RFC 8628, section 3.5).
 */
class PatientNetwork implements INetworkModule {
  #longerBy: DurationMs = 0;

  constructor(
    private readonly network: RecordingNetwork,
    private readonly signal: AbortSignal,
  ) {}

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.network.sendGetRequestAsync(url, options);
  }

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    // MSAL's port is generic over whatever the caller hopes for; of this it reads nothing but `error`.
    const notYet: NetworkResponse<T> = { headers: {}, status: 400, body: { error: PENDING } as T };
    const isPoll = new URL(url).pathname.endsWith('/token');
    if (isPoll && this.#longerBy > 0) await wait(this.#longerBy, null, { signal: this.signal });
    try {
      const response = await this.network.sendPostRequestAsync<T>(url, options);
      if (!isPoll) return response;
      const seen = this.network.last;
      if (seen?.kind === 'reply' && seen.json?.error === SLOW_DOWN) {
        this.#longerBy += SLOWER_BY;
        return notYet;
      }
      return response.status === 429 || response.status >= 500 ? notYet : response;
    } catch (error) {
      if (isPoll) return notYet;
      throw error;
    }
  }
}
