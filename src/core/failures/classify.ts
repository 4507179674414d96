import type { Failure, FailureDetail, RawFailure, Result } from '../model/failure';
import { DAY, type DurationMs, type EpochMs, SECOND } from '../model/time';
import { isKnown } from './catalogue';
import type { OwnCode } from './own';

type Failed = Extract<Result<never>, { ok: false }>;

/** Turns what an adapter saw into a failure with a code. Total: every input gives one. `now` stamps it. */
export function classify(raw: RawFailure, now: EpochMs): Failure {
  switch (raw.kind) {
    case 'network':
      return ownFailure(networkCode(raw.code), now);
    case 'reply':
      return classifyReply(raw, now);
    case 'known':
      return { ...raw.failure, at: now };
  }
}

/** A failure of our own making, by its code. */
export function ownFailure(code: OwnCode, now: EpochMs, detail?: FailureDetail): Failure {
  return { code, at: now, ...(detail === undefined ? {} : { detail }) };
}

/** The same where it was seen, for {@link classify}. */
export function own(code: OwnCode, detail?: FailureDetail): RawFailure {
  return { kind: 'known', failure: { code, ...(detail === undefined ? {} : { detail }) } };
}

/** The sign-in page itself named this AADSTS code, and led nowhere. */
export function namedByPage(code: number): RawFailure {
  return { kind: 'known', failure: { code: `AADSTS${code}` } };
}

/** Somebody else signed in than should have. */
export function otherAccount(name: string): RawFailure {
  const username = name.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 100);
  return own('account/other', username === '' ? undefined : { kind: 'account', username });
}

/** What was asked for concerns a connection that is not there, or no more. */
export function unknown(): Failed {
  return { ok: false, failure: ownFailure('request/unknown', 0) };
}

/** What was asked for cannot be done with these values; `problem` says why. */
export function invalid(problem: string, now: EpochMs): Failed {
  return { ok: false, failure: ownFailure('request/invalid', now, { kind: 'value', problem }) };
}

/** By the first that fits: a certificate that is out of date calls for another look than one that nobody vouches for. */
const NETWORK_CODES: ReadonlyArray<readonly [RegExp, OwnCode]> = [
  [/^REDIRECTED$/, 'reply/not-entra'],
  [/ENOTFOUND|EAI_|NAME_NOT_RESOLVED|NAME_RESOLUTION|ERR_DNS_/, 'network/name'],
  [/PROXY|TUNNEL|SOCKS|ERR_PAC_/, 'network/proxy'],
  [/CERT_DATE_INVALID|CERT_NOT_YET_VALID|CERT_HAS_EXPIRED/, 'network/certificate-date'],
  [/COMMON_NAME_INVALID|ALTNAME/, 'network/certificate-name'],
  [/(?<!CLIENT_AUTH_)CERT(?!IFICATE_REQUIRED)|SELF_SIGNED|UNABLE_TO_/, 'network/certificate'],
  [/SSL|TLS|EPROTO/, 'network/tls'],
  [/TIMEDOUT|TIMED_OUT|TIMEOUT/, 'network/timeout'],
  [/ECONNREFUSED|CONNECTION_REFUSED/, 'network/refused'],
  [
    /ECONNRESET|EPIPE|SOCKET|CONNECTION_(?:RESET|CLOSED|ABORTED)|EMPTY_RESPONSE|CONTENT_LENGTH|INCOMPLETE|NETWORK_CHANGED|HTTP2/,
    'network/interrupted',
  ],
];

function networkCode(code: string): OwnCode {
  const name = code.toUpperCase();
  return NETWORK_CODES.find(([pattern]) => pattern.test(name))?.[1] ?? 'network/unreachable';
}

/** A code of Entra ID's that is not known is the server's trouble, not the person's, when it comes with 429 or 5xx. */
function classifyReply(raw: Extract<RawFailure, { kind: 'reply' }>, now: EpochMs): Failure {
  const { status, error } = raw;
  const wait = parseRetryAfter(raw.retryAfter, raw.date, now);
  const isOverloaded = status === 429 || status >= 500;
  const code = error && (isKnown(error.code) || !isOverloaded) ? error.code : codeOfStatus(status);
  return { ...error, code, at: now, ...(wait === null ? {} : { retryAfter: wait }) };
}

function codeOfStatus(status: number): OwnCode {
  if (status === 407) return 'network/proxy';
  if (status === 429) return 'reply/throttled';
  return status >= 500 ? 'reply/server-error' : 'reply/not-entra';
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
