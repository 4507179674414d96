import * as v from 'valibot';
import type { ConnectionSettings } from '../../core/model/connection';
import type { Exchange } from '../../core/model/exchange';
import type { RawFailure } from '../../core/model/failure';
import { isGuid } from '../../core/model/new-id';
import { SECOND } from '../../core/model/time';
import { readAccount, readMfa } from './claims';
import { replyFailure, type Seen, type SeenReply } from './seen';

/** How MSAL ended, for what that is worth. */
export type MsalEnd =
  | { readonly kind: 'resolved'; readonly accessToken: string }
  | { readonly kind: 'threw'; readonly error: unknown };

/** Everything an exchange is judged by. */
export interface Evidence {
  readonly connection: ConnectionSettings;
  readonly end: MsalEnd;
  readonly seen: Seen | null;
  /** What was sent and must not come out in a failure; the refresh token that was traded in is among them. */
  readonly secrets: readonly string[];
}

const Lifetime = v.pipe(v.union([v.number(), v.pipe(v.string(), v.transform(Number))]), v.finite(), v.minValue(0));

/** Accepts an exchange, or says what is wrong. A good one has an access token, a new refresh token and a known account. */
export function accept(evidence: Evidence): Exchange {
  const { connection, end, seen, secrets } = evidence;
  if (seen === null) return fail({ kind: 'internal', name: nameOf(end) });
  if (seen.kind === 'network') return fail({ kind: 'network', code: seen.code });
  if (!isTokenReply(seen)) return fail(replyFailure(seen, secrets));
  const { json } = seen;
  if (json === null || seen.status < 200 || seen.status > 299 || 'error' in json)
    return fail(replyFailure(seen, secrets));
  if (typeof json.access_token !== 'string' || json.access_token === '')
    return fail({ kind: 'unusable', reason: 'no-access-token' });
  if (typeof json.refresh_token !== 'string' || json.refresh_token === '' || secrets.includes(json.refresh_token))
    return fail({ kind: 'unusable', reason: 'no-refresh-token' });
  if (end.kind === 'threw') return fail(msalRefusal(end.error));
  if (end.accessToken !== json.access_token) return fail({ kind: 'unusable', reason: 'no-access-token' });
  const account = readAccount(json);
  if (account === null) return fail({ kind: 'unusable', reason: 'no-account' });
  if (isGuid(connection.tenant) && connection.tenant.toLowerCase() !== account.tenantId.toLowerCase())
    return fail({ kind: 'unusable', reason: 'other-tenant', got: account.username });
  return {
    ok: true,
    tokens: {
      accessToken: end.accessToken,
      accessTokenLifetime: v.is(Lifetime, json.expires_in) ? v.parse(Lifetime, json.expires_in) * SECOND : 0,
      refreshToken: json.refresh_token,
      account,
      hasMfa: readMfa(end.accessToken),
      serverTime: readDate(seen.date),
    },
  };
}

function fail(raw: RawFailure): Exchange {
  return { ok: false, raw };
}

function isTokenReply(reply: SeenReply): boolean {
  return new URL(reply.url).pathname.endsWith('/oauth2/v2.0/token');
}

/** MSAL found fault with a reply that looked whole. A wrong nonce means that the code was made for somebody else's sign-in. */
function msalRefusal(error: unknown): RawFailure {
  if (error instanceof Error && 'errorCode' in error && error.errorCode === 'nonce_mismatch')
    return { kind: 'unusable', reason: 'wrong-state' };
  return { kind: 'internal', name: errorName(error) };
}

function nameOf(end: MsalEnd): string {
  return end.kind === 'threw' ? errorName(end.error) : 'NoRequest';
}

/** Only a name of a class's shape: a message might hold anything. */
export function errorName(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return /^\w{1,60}$/.test(name) ? name : 'Error';
}

function readDate(value: string | null): number | null {
  const at = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : at;
}
