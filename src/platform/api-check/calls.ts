import { randomUUID } from 'node:crypto';
import type { ProbeAnswer } from '../../core/api-check/api-check';
import type { Place } from '../../core/model/clouds';
import { fetchWithin, type NetworkOptions } from '../http/fetch-within';

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
  options: NetworkOptions,
  { cloud, customCloud }: Place,
  { base, path, accessToken, signal, headers: more, body }: ProbeCall,
): Promise<ProbeAnswer> {
  const met = await fetchWithin(options, { cloud, customCloud, base, signal }, `${base}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...more,
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
