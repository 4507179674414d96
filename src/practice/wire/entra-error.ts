import type { EpochMs } from '../../core/model/time';
import { ENTRA_ERRORS, type EntraErrorKind } from './entra-errors';
import type { Call } from './http';

/** Values for the `{placeholders}` of an error's text. */
export type ErrorValues = Readonly<Record<string, string>>;

/** What Entra ID answers when it says no. Thrown by endpoints, turned into JSON or a page at the edge. */
export class EntraError extends Error {
  override readonly name = 'EntraError';
  readonly kind: EntraErrorKind;

  constructor(
    readonly code: number,
    values: ErrorValues = {},
    /** The OAuth error, where one code means another in another flow. */
    error?: string,
  ) {
    const kind = ENTRA_ERRORS[code] ?? UNKNOWN;
    super(fill(kind.text, values));
    this.kind = error === undefined ? kind : { ...kind, error };
  }
}

const UNKNOWN: EntraErrorKind = {
  error: 'invalid_grant',
  status: 400,
  text: 'The practice cloud was told to return this code.',
};

/** The text with its code and IDs, as in `error_description`. */
export function errorDescription(error: EntraError, call: Call): string {
  return [
    `AADSTS${error.code}: ${error.message}`,
    `Trace ID: ${call.traceId}`,
    `Correlation ID: ${call.correlationId}`,
    `Timestamp: ${timestamp(call.now)}`,
  ].join('\r\n');
}

/** The JSON of an error from a token endpoint. Source: Microsoft Learn, "Error response" of each OAuth 2.0 flow. */
export function errorBody(error: EntraError, call: Call): Record<string, unknown> {
  const { suberror, claims } = error.kind;
  return {
    error: error.kind.error,
    error_description: errorDescription(error, call),
    error_codes: [error.code],
    timestamp: timestamp(call.now),
    trace_id: call.traceId,
    correlation_id: call.correlationId,
    error_uri: `${call.authority}/error?code=${error.code}`,
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  };
}

/** `2026-01-31 09:05:00Z`. */
export function timestamp(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** `2026-01-31T09:05:00.1230000Z`: the seven decimals of .NET. */
export function longTimestamp(at: EpochMs): string {
  return new Date(at).toISOString().replace(/Z$/, '0000Z');
}

/** `90.00:00:00`: days, hours, minutes, seconds as .NET writes a span; days are left out when there are none. */
export function timeSpan(span: number): string {
  const seconds = Math.floor(span / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days === 0 ? clock : `${days}.${clock}`;
}

function fill(text: string, values: ErrorValues): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
