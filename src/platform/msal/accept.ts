import * as v from 'valibot';
import { otherAccount, own } from '../../core/failures/classify';
import type { ConnectionSettings } from '../../core/model/connection';
import { accessLifetimeSchema, type Exchange, type TokenSet } from '../../core/model/exchange';
import type { RawFailure } from '../../core/model/failure';
import { isGuid } from '../../core/model/new-id';
import { SECOND } from '../../core/model/time';
import { hasNonce, readAccount, readIdToken, readMfa } from './claims';
import { failureOf } from './failure';
import type { RecordingNetwork } from './network';

/** How MSAL ended, for what that is worth. */
export type MsalEnd = PromiseSettledResult<{ readonly accessToken: string } | null>;

/** Everything an exchange is judged by. */
export interface Evidence {
  readonly connection: ConnectionSettings;
  readonly end: MsalEnd;
  readonly network: Pick<RecordingNetwork, 'last' | 'askedForTokens'>;
  /** The refresh token that was traded in; `null`: none was. */
  readonly sent: string | null;
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

/**
 * Accepts an exchange, or says what is wrong. A good one has an access token, a new refresh token and a known account.
 *
 * A custom cloud need not be Entra ID. What the standards leave out may be missing there: without a new refresh token the one that
 * was sent stays in use (RFC 6749, section 6), and without an ID token nobody is named (OpenID Connect Core 1.0, section 12.2). And
 * the token that was sent may be spent, which Entra ID's is not: so a new one is handed on whatever is wrong with the rest, unless
 * the whole reply belongs to somebody else's sign-in.
 */
export function accept({ connection, end, network, sent, secrets }: Evidence): Exchange {
  const { last: seen, askedForTokens } = network;
  const isReply = seen?.kind === 'reply' && askedForTokens && seen.status >= 200 && seen.status <= 299;
  if (!isReply || seen.json === null) return fail(failureOf(seen, secrets));
  const { json } = seen;
  const isStandard = connection.cloud === 'custom';
  const hasIdToken = Boolean(json.id_token);
  const missesNonce = end.status === 'rejected' && Object(end.reason).errorCode === 'nonce_mismatch';
  // The code was made for somebody else's sign-in. Where no nonce is named at all, PKCE alone has proved that it was not.
  if (missesNonce && (!isStandard || hasNonce(json.id_token))) return fail(own('sign-in/state'));
  const came = textIn(json.refresh_token);
  const isNew = came !== null && !secrets.includes(came);
  const refreshToken = isNew ? came : isStandard ? sent : null;
  const accessToken = textIn(json.access_token);
  const account = isStandard ? readIdToken(json.id_token) : readAccount(json);
  const tokens: TokenSet = {
    accessToken: accessToken ?? '',
    accessTokenLifetime: v.parse(Lifetime, json.expires_in),
    refreshToken: refreshToken ?? '',
    account,
    hasMfa: accessToken === null ? null : readMfa(accessToken),
    serverTime: readDate(seen.headers.get('date')),
  };
  const isKept = isNew && isStandard;
  const refuse = (raw: RawFailure): Exchange => (isKept ? { ok: false, raw, tokens } : fail(raw));
  if (json.error) return refuse(failureOf(seen, secrets));
  if (!isStandard && account !== null && isGuid(connection.tenant) && !isSameGuid(connection.tenant, account.tenantId))
    return fail(otherAccount(account.username));
  const isWhole = refreshToken !== null && accessToken !== null && isBearer(json.token_type);
  // MSAL also minds what only Entra ID has.
  const isGood = isStandard
    ? !hasIdToken || (account !== null && !missesNonce)
    : account !== null && end.status === 'fulfilled' && end.value?.accessToken === accessToken;
  if (isWhole && isGood) return { ok: true, tokens };
  return refuse(own('reply/incomplete', isKept ? { kind: 'kept' } : undefined));
}

function fail(raw: RawFailure): Exchange {
  return { ok: false, raw };
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Whether anybody may use an access token of this type by showing it. Entra ID's own is not always named. Source: RFC 6749, 7.1. */
function isBearer(type: unknown): boolean {
  return String(type ?? 'Bearer').toLowerCase() === 'bearer';
}

function isSameGuid(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function readDate(value: string | null): number | null {
  const at = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : at;
}
