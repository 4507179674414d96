import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { endpointsOf } from '../../core/model/clouds';
import type { ConnectionSettings } from '../../core/model/connection';
import type { DurationMs } from '../../core/model/time';
import { fetchWithin } from '../http/fetch-within';
import { toPracticeOrigin } from '../http/practice-origin';
import type { Seen } from './seen';

/** What the network adapter gets from its entry point: the app's fetch goes through the system's proxy, the command line's does not. */
export interface MsalOptions {
  readonly fetch: typeof fetch;
  /** Where the practice cloud listens, `http://127.0.0.1:PORT`; `null` while it does not run. */
  readonly practiceOrigin: () => string | null;
  /** Longest wait for a whole reply; 30 seconds unless told otherwise. */
  readonly timeout?: DurationMs;
  /** Receives lines fit for a log file: no secret, no personal data. */
  readonly log?: (line: string) => void;
}

/** Ends MSAL's work on a reply that it would make nonsense of, or on none. What happened is in {@link RecordingNetwork.last}. */
class NothingForMsal extends Error {
  override readonly name = 'NothingForMsal';
}

/** MSAL's way to the network: one host, no redirects, a time limit, a size limit; and it remembers what really came. */
export class RecordingNetwork implements INetworkModule {
  /** What the latest request met. */
  last: Seen | null = null;

  constructor(
    private readonly options: MsalOptions,
    private readonly place: Pick<ConnectionSettings, 'cloud' | 'customCloud'>,
    private readonly signal: AbortSignal,
  ) {}

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, 'GET', options);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, 'POST', options);
  }

  async #send<T>(url: string, method: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
    const seen = await this.#request(url, method, options);
    this.last = seen;
    this.options.log?.(`${method} ${withoutQuery(url)}: ${seen.kind === 'reply' ? seen.status : seen.code}`);
    if (seen.kind === 'network' || seen.json === null) throw new NothingForMsal();
    // Retry-After is withheld along with the other headers: waiting is the keeper's work.
    // MSAL's port is generic over whatever the caller hopes for; it is checked afterwards, in `accept`.
    return { headers: {}, status: seen.status, body: seen.json as T };
  }

  async #request(url: string, method: string, options: NetworkRequestOptions): Promise<Seen> {
    const origin = this.#origin();
    if (origin === null) return { kind: 'network', code: 'ECONNREFUSED' };
    const target = this.place.cloud === 'practice' ? toPracticeOrigin(url, origin) : url;
    // A secret is sent to the cloud's own sign-in host and to no other, whatever discovery says.
    if (new URL(target).origin !== origin) return { kind: 'network', code: 'WRONG_HOST' };
    const { fetch, timeout } = this.options;
    const body = method === 'POST' ? { body: options.body ?? '' } : {};
    const met = await fetchWithin(
      { fetch, signal: this.signal, ...(timeout === undefined ? {} : { timeout }) },
      target,
      { method, headers: options.headers ?? {}, ...body },
    );
    if (met.kind === 'network') return met;
    const { status, headers, json } = met;
    return {
      kind: 'reply',
      url,
      status,
      retryAfter: headers.get('retry-after'),
      date: headers.get('date'),
      json,
    };
  }

  /** The only place that requests go to; `null` while there is none. */
  #origin(): string | null {
    if (this.place.cloud === 'practice') return this.options.practiceOrigin();
    return new URL(endpointsOf(this.place).authority).origin;
  }
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
