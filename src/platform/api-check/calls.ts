import { randomUUID } from 'node:crypto';
import type { ProbeAnswer } from '../../core/api-check/api-check';
import type { ConnectionSettings } from '../../core/model/connection';
import type { DurationMs } from '../../core/model/time';
import { fetchWithin } from '../http/fetch-within';
import { toPracticeOrigin } from '../http/practice-origin';

/** What the probes get from their entry point; the same as MSAL's adapter. */
export interface ProbeOptions {
  readonly fetch: typeof fetch;
  /** Where the practice cloud listens, `http://127.0.0.1:PORT`; `null` while it does not run. */
  readonly practiceOrigin: () => string | null;
  /** Longest wait for each whole reply; 30 seconds unless told otherwise. */
  readonly timeout?: DurationMs;
}

export interface ProbeCall {
  /** The API's base address, from the connection's cloud; the token is sent there and nowhere else. */
  readonly base: string;
  /** From its slash on. */
  readonly path: string;
  readonly accessToken: string;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; without it the call is a GET. */
  readonly body?: unknown;
}

/** The names under which services tell their IDs of a call. */
const ID_HEADERS = {
  'ms-requestid': 'request ID',
  'ms-correlationid': 'correlation ID',
  'request-id': 'request ID',
  'client-request-id': 'client request ID',
} as const;

/** Makes one harmless call. Never rejects, and nothing of the token can be in the answer. */
export async function ask(
  options: ProbeOptions,
  cloud: ConnectionSettings['cloud'],
  call: ProbeCall,
): Promise<ProbeAnswer> {
  const { fetch, timeout, practiceOrigin } = options;
  const { accessToken, signal, body } = call;
  const origin = cloud === 'practice' ? practiceOrigin() : null;
  if (cloud === 'practice' && origin === null) return { kind: 'network', code: 'ECONNREFUSED' };
  const asked = `${call.base}${call.path}`;
  const target = origin === null ? asked : toPracticeOrigin(asked, origin);
  const expected = origin ?? new URL(call.base).origin;
  // Neither a base that is a strange address nor one without TLS gets the token.
  if (new URL(target).origin !== expected || !(origin !== null || target.startsWith('https://')))
    return { kind: 'network', code: 'WRONG_HOST' };
  const met = await fetchWithin({ fetch, signal, ...(timeout === undefined ? {} : { timeout }) }, target, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...call.headers,
      Accept: 'application/json',
      Authorization: `Bearer ${accessToken}`,
      'Client-Request-Id': randomUUID(),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (met.kind === 'network') return met;
  const { status, headers, json } = met;
  return {
    kind: 'reply',
    status,
    json,
    retryAfter: headers.get('retry-after'),
    date: headers.get('date'),
    isMfaCompliant: flag(headers.get('ismfacompliant')),
    ids: Object.entries(ID_HEADERS).flatMap(([name, label]) => {
      const value = headers.get(name) ?? '';
      // Only something of an ID's shape is kept, so that nothing else can travel in it.
      return /^[\da-f-]{8,64}$/i.test(value) ? [{ label, value }] : [];
    }),
  };
}

function flag(value: string | null): boolean | null {
  const text = value?.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}
