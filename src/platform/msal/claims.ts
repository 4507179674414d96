import * as v from 'valibot';
import type { TokenFacts } from '../../core/api-check/api-check';
import type { Account } from '../../core/model/connection';

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(320));
const WhoClaims = v.object({
  oid: Text,
  tid: Text,
  preferred_username: v.fallback(v.optional(Text), undefined),
  upn: v.fallback(v.optional(Text), undefined),
  unique_name: v.fallback(v.optional(Text), undefined),
});
/** Where Entra ID's own claims are missing, `iss` and `sub` name the user. Source: OpenID Connect Core 1.0, sections 2 and 5.7. */
const StandardClaims = v.object({
  ...WhoClaims.entries,
  oid: v.optional(Text),
  tid: v.optional(Text),
  iss: v.optional(Text),
  sub: v.optional(Text),
});
const ClientInfo = v.object({ uid: Text, utid: Text });
const FactClaims = v.object({
  aud: v.fallback(v.nullable(Text), null),
  tid: v.fallback(v.nullable(Text), null),
  scp: v.fallback(v.string(), ''),
  amr: v.fallback(v.nullable(v.array(v.string())), null),
});
const MethodClaims = v.object({ amr: v.array(v.string()) });

/**
 * Who signed in: from the ID token; else from the access token, when it can be read; else from `client_info`, which has no
 * name and, of a guest, another tenant's IDs. `null` when nothing tells. Signatures are not checked: the tokens came straight
 * from the token endpoint over TLS (OpenID Connect Core 1.0, 3.1.3.7, point 6), and no rights are decided by them.
 */
export function readAccount(reply: Readonly<Record<string, unknown>>): Account | null {
  for (const token of [reply.id_token, reply.access_token]) {
    const who = v.safeParse(WhoClaims, readPayload(token));
    if (!who.success) continue;
    const { oid, tid, preferred_username, upn, unique_name } = who.output;
    return { username: preferred_username ?? upn ?? unique_name ?? oid, objectId: oid, tenantId: tid };
  }
  const info = v.safeParse(ClientInfo, decode(reply.client_info));
  if (!info.success) return null;
  const { uid, utid } = info.output;
  return { username: uid, objectId: uid, tenantId: utid };
}

/**
 * Who signed in at an authority that need not be Entra ID; `null`: there is no ID token, or none that can be read. Nothing else
 * tells for sure: an access token is opaque to whom it was issued (RFC 6749, section 1.4).
 */
export function readIdToken(token: unknown): Account | null {
  const who = v.safeParse(StandardClaims, readPayload(token));
  if (!who.success) return null;
  const { iss, sub, oid = sub, tid = iss, preferred_username, upn, unique_name } = who.output;
  if (oid === undefined || tid === undefined) return null;
  return { username: preferred_username ?? upn ?? unique_name ?? oid, objectId: oid, tenantId: tid };
}

/** Whether an ID token says which sign-in it was made for. */
export function hasNonce(token: unknown): boolean {
  return typeof Object(readPayload(token)).nonce === 'string';
}

/** Whether `amr` has `mfa`; `null` when the access token is opaque or does not say. To show, never to decide. */
export function readMfa(accessToken: string): boolean | null {
  const claims = v.safeParse(MethodClaims, readPayload(accessToken));
  return claims.success ? claims.output.amr.includes('mfa') : null;
}

/** What an access token says of itself; `null` when it cannot be read. To show, never to decide. */
export function readTokenFacts(accessToken: string): TokenFacts | null {
  const claims = v.safeParse(FactClaims, readPayload(accessToken));
  if (!claims.success) return null;
  const { aud, tid, scp, amr } = claims.output;
  return { audience: aud, tenantId: tid, scopes: scp.split(' ').filter((scope) => scope !== ''), methods: amr };
}

function readPayload(token: unknown): unknown {
  if (typeof token !== 'string') return null;
  const parts = token.split('.');
  return parts.length === 3 ? decode(parts[1]) : null;
}

function decode(part: unknown): unknown {
  if (typeof part !== 'string') return null;
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
