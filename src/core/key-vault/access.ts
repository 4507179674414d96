import { classify, ownFailure } from '../failures/classify';
import type { Connection } from '../model/connection';
import type { Failure, RawFailure, Result } from '../model/failure';
import { isGuid } from '../model/new-id';
import { type EpochMs, MINUTE } from '../model/time';
import type { VaultSettings } from '../model/vault';
import { readVaultAddress, type VaultAddress } from '../validation/key-vault';
import type { OwnTokens, VaultPlace, VaultPort } from './ports';

/** An access token for a vault works at least this long. */
const FRESH_FOR = 5 * MINUTE;

/** A vault that was found to be one, and a token for it. */
export interface VaultAccess extends VaultPlace {
  readonly accessToken: string;
}

/** Finds out whom a vault wants a token of, and gets one by the credential that was chosen. */
export class VaultDoor {
  /** The tenants of the vaults that have been asked, by their address. */
  readonly #tenants = new Map<string, string>();

  constructor(
    private readonly vault: VaultPort,
    private readonly tokens: OwnTokens,
    private readonly find: (id: string) => Connection | null,
  ) {}

  /** Never rejects. No token leaves before the vault has named the cloud's own authority and, as far as it can be known, its tenant. */
  async open(
    connection: Connection,
    { url, credential }: VaultSettings,
    signal: AbortSignal,
    now: EpochMs,
  ): Promise<Result<VaultAccess>> {
    const failed = (failure: Failure) => ({ ok: false, failure }) as const;
    const { cloud } = connection;
    const address = readVaultAddress(url, cloud);
    if (!address.ok) return failed(ownFailure('vault/not-a-vault', now));
    const place: VaultPlace = { cloud, base: address.value.base, signal };
    const tenant = await this.#tenantOf(place);
    if (!tenant.ok) return failed(classify(tenant.raw, now));
    const giver = credential.kind === 'connection' ? this.find(credential.id) : connection;
    if (!giver || giver.cloud !== cloud) return failed(ownFailure('vault/no-connection', now));
    const token = await this.#token(giver, credential, address.value, { tenant: tenant.tenantId, signal, now });
    return token.ok ? { ok: true, value: { ...place, accessToken: token.value } } : token;
  }

  /** The vault has refused: who it wants a token of is asked anew, for it may be another one by now. */
  forget(base: string): void {
    this.#tenants.delete(base);
  }

  async #tenantOf(place: VaultPlace): Promise<{ ok: true; tenantId: string } | { ok: false; raw: RawFailure }> {
    const known = this.#tenants.get(place.base);
    if (known !== undefined) return { ok: true, tenantId: known };
    const asked = await this.vault.challenge(place);
    if (!asked.ok) return asked;
    const { tenantId } = asked.value;
    this.#tenants.set(place.base, tenantId);
    return { ok: true, tenantId };
  }

  async #token(
    giver: Connection,
    credential: VaultSettings['credential'],
    { scope }: VaultAddress,
    { tenant, signal, now }: { readonly tenant: string; readonly signal: AbortSignal; readonly now: EpochMs },
  ): Promise<Result<string>> {
    const api = scope.replace(/\/\.default$/, '');
    const isOtherTenant = (known: string) => isGuid(known) && known.toLowerCase() !== tenant.toLowerCase();
    const otherTenant = { ok: false, failure: ownFailure('vault/other-tenant', now) } as const;
    if (credential.kind === 'managed-identity') {
      const got = await this.vault.managedIdentityToken({ api, clientId: credential.clientId, signal });
      return got.ok ? got : { ok: false, failure: classify(got.raw, now) };
    }
    if (credential.kind === 'user' || (credential.kind === 'connection' && giver.token)) {
      if (isOtherTenant(giver.token?.account.tenantId ?? '')) return otherTenant;
      const got = await this.tokens.accessToken(giver.id, FRESH_FOR, { kind: 'custom', scopes: [scope] });
      return got.ok ? { ok: true, value: got.value.accessToken } : { ok: false, failure: forVault(got.failure) };
    }
    if (isOtherTenant(giver.tenant)) return otherTenant;
    const held = await this.tokens.credential(giver);
    if (!held.ok) return held;
    if (held.value.kind === 'none') return { ok: false, failure: ownFailure('vault/no-connection', now) };
    const got = await this.vault.applicationToken({ connection: giver, credential: held.value, api, signal });
    return got.ok ? { ok: true, value: got.accessToken } : { ok: false, failure: classify(got.raw, now) };
  }
}

/** Codes that say that the application may not have tokens for Key Vault in the user's name. */
const NO_CONSENT = new Set([
  'AADSTS65001',
  'AADSTS650051',
  'AADSTS650052',
  'AADSTS650053',
  'AADSTS650056',
  'AADSTS650057',
]);

function forVault(failure: Failure): Failure {
  return NO_CONSENT.has(failure.code) ? { ...failure, code: 'vault/consent' } : failure;
}
