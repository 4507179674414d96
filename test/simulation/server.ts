import type { Exchange } from '../../src/core/model/exchange';
import { DAY, HOUR, SECOND } from '../../src/core/model/time';
import { rawReply } from '../support/raw-reply';

/** What the server knows of a refresh token it issued. */
export interface Issued {
  readonly tenant: number;
  /** Counts the tokens of all tenants, from 1. */
  readonly order: number;
  readonly issuedAt: number;
  /** When it expires by the lifetime that was in force at its issue. */
  readonly expiresAt: number;
  /** When somebody signed in for it, or for the token that it was exchanged for. */
  readonly signedInAt: number;
}

interface Tenant {
  lifetime: number;
  /** Tokens issued before this are revoked. */
  revokedBefore: number;
  /** Tokens issued before this die once they are older than the lifetime: a policy reaches tokens issued before it. */
  policySince: number;
  /** For how long a sign-in is good, however often its token is exchanged; infinite: no policy says so. */
  frequency: number;
  frequencySince: number;
  secretExpired: boolean;
  /** Whether conditional access keeps it out, until an admin sees to it. */
  isBlocked: boolean;
  /** Whether nothing answers for this tenant, though its authority does for others. */
  isSick: boolean;
  /** What was issued to it and is remembered, oldest first. */
  readonly tokens: number[];
}

/** The tokens of one tenant in so many are too long for one entry of the keychain. */
const ONE_IN_LONG = 16;
const PADDING = `.${'made-up-'.repeat(270)}`;

/** Longer than a token lives and the longest outage together. */
const REMEMBERED = 400 * DAY;

/** Entra ID as far as it matters here: what was issued, when it expires, and what else may stand in the way. */
export class Server {
  readonly #issued = new Map<number, Issued>();
  readonly tenants: readonly Tenant[];
  #count = 0;

  constructor(
    tenants: number,
    private readonly now: () => number,
  ) {
    this.tenants = Array.from({ length: tenants }, () => ({
      lifetime: 90 * DAY,
      revokedBefore: Number.NEGATIVE_INFINITY,
      policySince: Number.NEGATIVE_INFINITY,
      frequency: Number.POSITIVE_INFINITY,
      frequencySince: Number.NEGATIVE_INFINITY,
      secretExpired: false,
      isBlocked: false,
      isSick: false,
      tokens: [],
    }));
  }

  tenant(index: number): Tenant {
    const tenant = this.tenants[index];
    if (!tenant) throw new RangeError(`no tenant ${index}`);
    return tenant;
  }

  /** What is known of a refresh token; `null` when it never was one, or was forgotten. */
  find(refreshToken: string): Issued | null {
    return this.#issued.get(Number.parseInt(refreshToken.slice(3), 36)) ?? null;
  }

  /** A new token: after a sign-in, or exchanged for one whose sign-in was then. */
  issue(index: number, signedInAt = this.now()): Extract<Exchange, { ok: true }> {
    const now = this.now();
    this.#count += 1;
    const refreshToken = `rt-${this.#count.toString(36)}${index % ONE_IN_LONG === 0 ? PADDING : ''}`;
    const tenant = this.tenant(index);
    this.#issued.set(this.#count, {
      tenant: index,
      order: this.#count,
      issuedAt: now,
      expiresAt: now + tenant.lifetime,
      signedInAt,
    });
    tenant.tokens.push(this.#count);
    this.#forget(tenant.tokens, now - REMEMBERED);
    return {
      ok: true,
      tokens: {
        accessToken: `at-${this.#count.toString(36)}`,
        accessTokenLifetime: HOUR,
        refreshToken,
        account: { username: `user@tenant${index}.example`, objectId: `oid-${index}`, tenantId: `tid-${index}` },
        hasMfa: true,
        serverTime: now,
      },
    };
  }

  /** When a token expires, by its own lifetime or by a policy that came later. */
  expiryOf(token: Issued): number {
    const tenant = this.tenant(token.tenant);
    return token.issuedAt < tenant.policySince
      ? Math.min(token.expiresAt, token.issuedAt + tenant.lifetime)
      : token.expiresAt;
  }

  /** When its sign-in is not good any more, by the policy of today; infinite: none says so. */
  signInEndOf(token: Issued): number {
    return token.signedInAt + this.tenant(token.tenant).frequency;
  }

  isRevoked(token: Issued): boolean {
    return token.issuedAt < this.tenant(token.tenant).revokedBefore;
  }

  /** Exchanges a token, or refuses with Entra's words; `null`: no answer. */
  redeem(refreshToken: string, secretIsNew: boolean): Exchange | null {
    const token = this.find(refreshToken);
    if (!token) return refuse(70000, 'The provided value is not a refresh token.');
    const tenant = this.tenant(token.tenant);
    if (tenant.isSick) return null;
    if (tenant.secretExpired && !secretIsNew)
      return refuse(7000222, 'The provided client secret keys are expired.', 'invalid_client', 401);
    if (this.isRevoked(token)) return refuse(50173, 'The provided grant has expired due to it being revoked.');
    if (this.now() >= this.expiryOf(token))
      return refuse(700082, `The token was issued on X and was inactive for ${spanText(tenant.lifetime)}.`);
    if (this.now() >= this.signInEndOf(token))
      return refuse(
        70043,
        `The refresh token has expired due to sign-in frequency checks by conditional access. The token was issued on X and the maximum allowed lifetime for this request is ${tenant.frequency / SECOND}.`,
      );
    if (tenant.isBlocked) return refuse(53003, 'Access has been blocked by Conditional Access policies.');
    return this.issue(token.tenant, token.signedInAt);
  }

  #forget(tokens: number[], issuedBefore: number): void {
    let old = 0;
    while ((this.#issued.get(tokens[old] ?? 0)?.issuedAt ?? Number.POSITIVE_INFINITY) < issuedBefore) old += 1;
    for (const token of tokens.splice(0, old)) this.#issued.delete(token);
  }
}

/** A refusal in the words of Entra ID. */
export function refuse(code: number, text: string, error = 'invalid_grant', status = 400): Exchange {
  const fields = { error, error_description: `AADSTS${code}: ${text}`, error_codes: [code] };
  return { ok: false, raw: rawReply(status, fields) };
}

function spanText(span: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(span / SECOND);
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600)];
  return `${two(days)}.${two(hours)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}
