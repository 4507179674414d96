import { type DurationMs, SECOND } from '../../core/model/time';
import { networkCode } from './network-code';

const TIMEOUT: DurationMs = 30 * SECOND;
const MAX_BYTES = 1024 * 1024;

/** What a request met. */
export type Met =
  | { readonly kind: 'network'; readonly code: string }
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: Headers;
      readonly text: string;
      /** The body, when it is a JSON object. */
      readonly json: Readonly<Record<string, unknown>> | null;
    };

export interface FetchLimits {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Longest wait for a whole reply; 30 seconds unless told otherwise. */
  readonly timeout?: DurationMs;
}

/** One request that carries a secret: no redirects, no cookies, nothing cached, a time limit, a size limit. Never rejects. */
export async function fetchWithin(limits: FetchLimits, url: string, init: RequestInit): Promise<Met> {
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeout ?? TIMEOUT)]);
  try {
    const asked = limits.fetch(url, { ...init, redirect: 'manual', signal, credentials: 'omit', cache: 'no-store' });
    const response = await unlessAborted(signal, asked);
    const text = await unlessAborted(signal, readText(response));
    return { kind: 'reply', status: response.status, headers: response.headers, text, json: parseObject(text) };
  } catch (error) {
    return { kind: 'network', code: networkCode(signal.aborted ? signal.reason : error) };
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
