import type { Failure, RawFailure } from '../model/failure';
import { learnSignInLimit } from '../model/sign-in-limit';
import { DAY, type DurationMs, type EpochMs, HOUR, MINUTE, SECOND } from '../model/time';
import { AADSTS_MEANINGS, type Meaning, OAUTH_MEANINGS, OTHER_MEANINGS, type OtherCode } from './meanings';

/** Turns what a plug saw into a failure with a meaning. Total: every input gives one. `now` stamps it. */
export function classify(raw: RawFailure, now: EpochMs): Failure {
  switch (raw.kind) {
    case 'network':
      return ownFailure(networkCode(raw.code), now);
    case 'reply':
      return classifyReply(raw, now);
    case 'authorize':
      return {
        ...(classifyError(raw.error, raw.description, null, now) ?? ownFailure('sign-in/declined', now)),
        ...idsIn(raw.description),
      };
    case 'page':
      return classifyError('', `AADSTS${raw.code}`, null, now) ?? ownFailure('sign-in/declined', now);
    case 'unusable':
      return classifyUnusable(raw, now);
    case 'sign-in':
      return ownFailure(`sign-in/${raw.reason}`, now);
    case 'keychain':
      return ownFailure(`keychain/${raw.problem}`, now);
    case 'no-secret':
      return ownFailure('secret/gone', now);
    case 'no-token':
      return ownFailure('token/gone', now);
    case 'internal':
      return ownFailure('internal/fault', now);
  }
}

/** A failure of our own making, by its code. */
export function ownFailure(code: OtherCode, now: EpochMs): Failure {
  return { ...OTHER_MEANINGS[code], code, at: now };
}

function networkCode(code: string): OtherCode {
  const name = code.toUpperCase();
  if (/ENOTFOUND|EAI_|NAME_NOT_RESOLVED|NAME_RESOLUTION/.test(name)) return 'network/name';
  if (/PROXY|TUNNEL/.test(name)) return 'network/proxy';
  if (/CERT|SELF_SIGNED|SSL|TLS|UNABLE_TO_/.test(name)) return 'network/certificate';
  if (/TIMEDOUT|TIMED_OUT|TIMEOUT/.test(name)) return 'network/timeout';
  if (/ECONNREFUSED|CONNECTION_REFUSED/.test(name)) return 'network/refused';
  if (/ECONNRESET|EPIPE|SOCKET|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|CONTENT_LENGTH|INCOMPLETE/.test(name))
    return 'network/interrupted';
  return 'network/unreachable';
}

function classifyReply(raw: Extract<RawFailure, { kind: 'reply' }>, now: EpochMs): Failure {
  const wait = parseRetryAfter(raw.retryAfter, raw.date, now);
  const retry = wait === null ? {} : { retryAfter: wait };
  const overloaded = raw.status === 429 || raw.status >= 500;
  const body = parseErrorBody(raw.body);
  const named = body && classifyError(body.error, body.description, body.codes, now, !overloaded);
  if (named) return { ...named, ...idsIn(body.description), ...ids(body), ...retry };
  if (raw.status === 407) return { ...ownFailure('network/proxy', now), ...retry };
  if (raw.status === 429) return { ...ownFailure('reply/throttled', now), ...retry };
  if (raw.status >= 500) return { ...ownFailure('reply/server-error', now), ...retry };
  return { ...ownFailure('reply/not-entra', now), ...retry };
}

/**
 * By AADSTS code first, then by OAuth error. `unknownToo` allows codes that are not in the table: a 5xx or 429 with an
 * unknown code is the server's trouble, not the person's.
 */
function classifyError(
  error: string,
  description: string,
  codes: readonly number[] | null,
  now: EpochMs,
  unknownToo = true,
): Failure | null {
  const code = aadstsCode(description, codes);
  const known = code === null ? undefined : AADSTS_MEANINGS[code];
  const more = code === null ? {} : learn(code, description);
  if (known) return { ...known, code: `AADSTS${code}`, at: now, ...more };
  if (!unknownToo) return null;
  const general: Meaning | undefined = Object.hasOwn(OAUTH_MEANINGS, error) ? OAUTH_MEANINGS[error] : undefined;
  if (general) return { ...general, code: code === null ? `oauth/${error}` : `AADSTS${code}`, at: now };
  if (code === null) return null;
  return {
    kind: 'person',
    what: 'Entra ID refused, for a reason this app does not know.',
    advice: 'Sign in again; if this repeats, look the code up or give the details to support.',
    remedy: 'sign-in',
    code: `AADSTS${code}`,
    at: now,
  };
}

function classifyUnusable(raw: Extract<RawFailure, { kind: 'unusable' }>, now: EpochMs): Failure {
  switch (raw.reason) {
    case 'no-access-token':
    case 'no-refresh-token':
    case 'no-account':
      return ownFailure('reply/incomplete', now);
    case 'wrong-state':
      return ownFailure('sign-in/state', now);
    case 'other-account':
    case 'other-tenant': {
      const failure = ownFailure('account/other', now);
      const who = raw.got === undefined ? null : printable(raw.got);
      return who ? { ...failure, what: `${who} signed in, but this connection belongs to another account.` } : failure;
    }
  }
}

interface ErrorBody {
  readonly error: string;
  readonly description: string;
  readonly codes: readonly number[] | null;
  readonly traceId: string | null;
  readonly correlationId: string | null;
}

/** Entra's error JSON. Source: Microsoft Learn, "OAuth 2.0 authorization code flow", error response. */
function parseErrorBody(body: string): ErrorBody | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || !('error' in json) || typeof json.error !== 'string') return null;
  const text = (key: string): string | null => {
    const value: unknown = Reflect.get(json, key);
    return typeof value === 'string' ? value : null;
  };
  const codes: unknown = Reflect.get(json, 'error_codes');
  return {
    error: json.error,
    description: text('error_description') ?? '',
    codes: Array.isArray(codes) ? codes.filter((code) => Number.isSafeInteger(code)) : null,
    traceId: idText(text('trace_id')),
    correlationId: idText(text('correlation_id')),
  };
}

function ids(body: Pick<ErrorBody, 'traceId' | 'correlationId'>): { traceId?: string; correlationId?: string } {
  return {
    ...(body.traceId === null ? {} : { traceId: body.traceId }),
    ...(body.correlationId === null ? {} : { correlationId: body.correlationId }),
  };
}

/**
 * The IDs as the text of an error names them, which is the only place of a redirect that has them: "Trace ID: …", "Correlation ID: …" and
 * "Timestamp: …", on lines of their own or in one. Source: Microsoft Learn, "Microsoft Entra authentication and authorization error codes",
 * the sample response.
 */
function idsIn(description: string): { traceId?: string; correlationId?: string } {
  const named = (name: RegExp): string | null => idText(name.exec(description)?.[1] ?? null);
  return ids({ traceId: named(/\bTrace ID: ([^\s]+)/), correlationId: named(/\bCorrelation ID: ([^\s]+)/) });
}

/** Only something of an ID's shape is kept, so that nothing else can travel in this field. */
function idText(value: string | null): string | null {
  return value !== null && /^[0-9a-f-]{8,64}$/i.test(value) ? value : null;
}

function aadstsCode(description: string, codes: readonly number[] | null): number | null {
  const match = /AADSTS(\d{4,9})/.exec(description);
  if (match) return Number(match[1]);
  return codes?.[0] ?? null;
}

function learn(code: number, description: string): Pick<Failure, 'learnedLifetime' | 'learnedSignInLimit'> {
  const lifetime = learnLifetime(code, description);
  const signInLimit = learnSignInLimit(code, description);
  return {
    ...(lifetime === null ? {} : { learnedLifetime: lifetime }),
    ...(signInLimit === null ? {} : { learnedSignInLimit: signInLimit }),
  };
}

/** The tenant's true window, as the text of 700082 gives it: "was inactive for 90.00:00:00". `null` when it names none. */
export function learnLifetime(code: number, description: string): DurationMs | null {
  if (code !== 700082) return null;
  const match = /inactive for (?:(\d{1,4})\.)?(\d{1,2}):(\d{2}):(\d{2})/.exec(description);
  if (!match) return null;
  const [, days, hours, minutes, seconds] = match;
  const span = Number(days ?? 0) * DAY + Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  return span > 0 ? span : null;
}

/**
 * `Retry-After` in milliseconds: seconds, or a date that is compared with the reply's own `Date` where there is one, so
 * that a wrong clock here does not matter. Between 0 and a day; `null` when absent or unreadable. Source: RFC 9110, 10.2.3.
 */
export function parseRetryAfter(value: string | null, date: string | null, now: EpochMs): DurationMs | null {
  if (value === null) return null;
  const text = value.trim();
  const clamp = (span: DurationMs) => Math.min(Math.max(span, 0), DAY);
  if (/^\d{1,9}$/.test(text)) return clamp(Number(text) * SECOND);
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  const from = date === null ? Number.NaN : Date.parse(date);
  return clamp(at - (Number.isNaN(from) ? now : from));
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 100);
}
