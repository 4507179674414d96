import * as v from 'valibot';
import type { CustomCloud, Place } from '../../core/model/clouds';
import { type DurationMs, SECOND } from '../../core/model/time';
import { networkCode } from './network-code';
import { toPracticeOrigin } from './practice-origin';

const TIMEOUT: DurationMs = 30 * SECOND;
const MAX_BYTES = 1024 * 1024;
const JsonObject = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({}),
  v.check((value) => !Array.isArray(value)),
);

/** A request as the adapters make it. */
export interface Order {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as it goes out. */
export interface Sent extends Order {
  readonly redirect: 'manual';
  readonly credentials: 'omit';
  readonly cache: 'no-store';
  readonly signal: AbortSignal;
}

/** What is looked at of a reply, be it the global fetch's, undici's, or Electron's. */
export interface Reply {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly body: { getReader(): BodyReader } | null;
}

interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** What the adapters get from their entry point: the app's fetch goes through the system's proxy. */
export interface NetworkOptions {
  /** With the authorities to trust for this one call: those of the connection that makes it, and of no other. */
  readonly fetch: (url: string, init: Sent, trusting: CustomCloud | null) => Promise<Reply>;
  /** Where the practice cloud listens, `http://127.0.0.1:PORT`; `null` while it does not run. */
  readonly practiceOrigin: () => string | null;
  /** Longest wait for each whole reply; 30 seconds unless told otherwise. */
  readonly timeout?: DurationMs;
}

/** Where a request may go. */
export interface Destination extends Place {
  /** An address of the only host that is meant. */
  readonly base: string;
  readonly signal: AbortSignal;
}

/** What a request met. */
export type Met =
  | { readonly kind: 'network'; readonly code: string }
  | {
      readonly kind: 'reply';
      readonly url: string;
      readonly status: number;
      readonly headers: Reply['headers'];
      /** The body, when it is a JSON object. */
      readonly json: Readonly<Record<string, unknown>> | null;
    };

/**
 * One request that carries a secret: to one host and by TLS, or to the practice cloud in its place; no redirects, no cookies, nothing
 * cached, a time limit, a size limit. Never rejects.
 */
export async function fetchWithin(
  { fetch, practiceOrigin, timeout = TIMEOUT }: NetworkOptions,
  { cloud, customCloud, base, signal: wanted }: Destination,
  url: string,
  order: Order,
): Promise<Met> {
  const practice = cloud === 'practice' ? practiceOrigin() : null;
  if (cloud === 'practice' && practice === null) return { kind: 'network', code: 'ECONNREFUSED' };
  const target = practice === null ? url : toPracticeOrigin(url, practice);
  const isSafe = practice !== null || target.startsWith('https://');
  if (!isSafe || new URL(target).origin !== (practice ?? new URL(base).origin))
    return { kind: 'network', code: 'WRONG_HOST' };
  const late = AbortSignal.timeout(timeout);
  const signal = AbortSignal.any([wanted, late]);
  try {
    const sent: Sent = { ...order, redirect: 'manual', signal, credentials: 'omit', cache: 'no-store' };
    const asked = fetch(target, sent, customCloud);
    const { status, headers, body } = await unlessAborted(signal, asked);
    const text = await unlessAborted(signal, readText(body));
    return { kind: 'reply', url, status, headers, json: parseObject(text) };
  } catch (error) {
    // Node 20 collects a timeout that is named nowhere but in `any`, and the wait never ends (measured): so it is named here.
    const reason = [signal, late].find(({ aborted }) => aborted)?.reason;
    return { kind: 'network', code: networkCode(reason ?? error) };
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
async function readText(body: Reply['body']): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done || !value) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_BYTES) {
      await reader.cancel();
      return text;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  const parsed = v.safeParse(JsonObject, text);
  return parsed.success ? parsed.output : null;
}
