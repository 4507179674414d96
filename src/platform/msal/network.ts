import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { endpointsOf, toPracticeOrigin } from '../../core/clouds';
import type { ConnectionSettings } from '../../core/connection';
import { type DurationMs, SECOND } from '../../core/time';
import { networkCode } from './network-code';
import type { Seen } from './seen';

const TIMEOUT: DurationMs = 30 * SECOND;
const MAX_BYTES = 1024 * 1024;

/** What the network plug is given by its door: the app's fetch goes through the system's proxy, the command line's does not. */
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
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(this.options.timeout ?? TIMEOUT)]);
    try {
      const response = await unlessAborted(
        signal,
        this.options.fetch(target, {
          method,
          redirect: 'manual',
          signal,
          credentials: 'omit',
          cache: 'no-store',
          headers: options.headers ?? {},
          ...(method === 'POST' ? { body: options.body ?? '' } : {}),
        }),
      );
      const text = await unlessAborted(signal, readText(response));
      const { status, headers } = response;
      const [retryAfter, date] = [headers.get('retry-after'), headers.get('date')];
      return { kind: 'reply', url, status, retryAfter, date, text, json: parseObject(text) };
    } catch (error) {
      return { kind: 'network', code: networkCode(signal.aborted ? signal.reason : error) };
    }
  }

  /** The only place that requests go to; `null` while there is none. */
  #origin(): string | null {
    if (this.place.cloud === 'practice') return this.options.practiceOrigin();
    return new URL(endpointsOf(this.place).authority).origin;
  }
}

/** A fetch that ignores its signal must not hold us up. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** At most {@link MAX_BYTES}; the rest is not even read. */
async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_BYTES) {
      await reader.cancel();
      return text;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
