import * as v from 'valibot';
import { otherAccount, own } from '../../core/failures/classify';
import type { ConnectionSettings } from '../../core/model/connection';
import { accessLifetimeSchema, type Exchange } from '../../core/model/exchange';
import type { RawFailure } from '../../core/model/failure';
import { isGuid } from '../../core/model/new-id';
import { SECOND } from '../../core/model/time';
import type { Met } from '../http/fetch-within';
import { readAccount, readMfa } from './claims';
import { failureOf } from './failure';

/** How MSAL ended, for what that is worth. */
export type MsalEnd = PromiseSettledResult<{ readonly accessToken: string } | null>;

/** Everything an exchange is judged by. */
export interface Evidence {
  readonly connection: ConnectionSettings;
  readonly end: MsalEnd;
  readonly seen: Met | null;
  /** What was sent and must not come out in a failure; the refresh token that was traded in is among them. */
  readonly secrets: readonly string[];
}

/** `expires_in`, of some servers a text. What is none, or out of bounds, gives a token that is good for this once. */
const Lifetime = v.fallback(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.transform(Number))]),
    v.transform((seconds) => seconds * SECOND),
    accessLifetimeSchema,
  ),
  0,
);

/** Accepts an exchange, or says what is wrong. A good one has an access token, a new refresh token and a known account. */
export function accept(evidence: Evidence): Exchange {
  const { connection, end, seen, secrets } = evidence;
  if (seen?.kind !== 'reply' || !isTokenReply(seen) || seen.json === null || 'error' in seen.json)
    return fail(failureOf(seen, secrets));
  const { json } = seen;
  if (typeof json.access_token !== 'string' || json.access_token === '') return fail(own('reply/incomplete'));
  if (typeof json.refresh_token !== 'string' || json.refresh_token === '' || secrets.includes(json.refresh_token))
    return fail(own('reply/incomplete'));
  if (end.status === 'rejected') return fail(msalRefusal(end.reason));
  if (end.value?.accessToken !== json.access_token) return fail(own('reply/incomplete'));
  const account = readAccount(json);
  if (account === null) return fail(own('reply/incomplete'));
  if (isGuid(connection.tenant) && connection.tenant.toLowerCase() !== account.tenantId.toLowerCase())
    return fail(otherAccount(account.username));
  return {
    ok: true,
    tokens: {
      accessToken: json.access_token,
      accessTokenLifetime: v.parse(Lifetime, json.expires_in),
      refreshToken: json.refresh_token,
      account,
      hasMfa: readMfa(json.access_token),
      serverTime: readDate(seen.headers.get('date')),
    },
  };
}

function fail(raw: RawFailure): Exchange {
  return { ok: false, raw };
}

function isTokenReply({ url, status }: Extract<Met, { kind: 'reply' }>): boolean {
  return new URL(url).pathname.endsWith('/oauth2/v2.0/token') && status >= 200 && status <= 299;
}

/** MSAL found fault with a reply that looked whole. A wrong nonce means that the code was made for somebody else's sign-in. */
function msalRefusal(error: unknown): RawFailure {
  if (error instanceof Error && 'errorCode' in error && error.errorCode === 'nonce_mismatch')
    return own('sign-in/state');
  return own('internal/fault');
}

function readDate(value: string | null): number | null {
  const at = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : at;
}
