import { own } from '../../../src/core/failures/classify';
import type { OwnCode } from '../../../src/core/failures/own';
import type { VaultAnswer, VaultCall, VaultEntry, VaultPort } from '../../../src/core/key-vault/ports';
import type { EpochMs } from '../../../src/core/model/time';

export interface MemoryVersion {
  readonly version: string;
  readonly value: string;
  readonly created: EpochMs;
  readonly tags: Readonly<Record<string, string>>;
  readonly expiresAt: EpochMs | null;
  enabled: boolean;
}

/** A key vault in memory that can be told to refuse. Several keepers can have it. */
export class MemoryVault implements VaultPort {
  readonly secrets = new Map<string, MemoryVersion[]>();
  /** What every call, or each of one kind, is refused with. */
  refuses: { code: OwnCode; at?: 'challenge' | 'read' | 'write' | 'disable'; retryAfter?: number } | null = null;
  tenantId = 'tid-1';
  /** What was asked of it, in order. */
  readonly calls: string[] = [];
  /** Tokens that came with the calls. */
  readonly accessTokens = new Set<string>();
  /** Passes before each call has its effect, and once more after it. */
  delay: (call: string) => Promise<void> = async () => undefined;
  #made = 0;

  constructor(private readonly now: () => EpochMs) {}

  readonly challenge: VaultPort['challenge'] = () =>
    this.#answer('challenge', () => ({ ok: true, value: { tenantId: this.tenantId } }));

  readonly read: VaultPort['read'] = (call) =>
    this.#answer(
      'read',
      () => {
        const newest = this.secrets.get(call.name)?.at(-1);
        if (newest?.enabled === false) return { ok: false, raw: own('vault/disabled') };
        return { ok: true, value: newest ?? null };
      },
      call,
    );

  readonly write: VaultPort['write'] = (call, entry) =>
    this.#answer('write', () => ({ ok: true, value: this.put(call.name, entry) }), call);

  readonly disable: VaultPort['disable'] = (call, version) =>
    this.#answer(
      'disable',
      () => {
        const found = this.secrets.get(call.name)?.find((one) => one.version === version);
        if (found) found.enabled = false;
        return { ok: true, value: null };
      },
      call,
    );

  readonly applicationToken: VaultPort['applicationToken'] = async () => ({ ok: true, accessToken: 'of-application' });
  readonly managedIdentityToken: VaultPort['managedIdentityToken'] = async () => ({ ok: true, value: 'of-identity' });

  /** Puts a version there, as anybody may. */
  put(name: string, { value, tags = {}, expiresAt = null }: Partial<VaultEntry> & { value: string }): string {
    this.#made += 1;
    const version = this.#made.toString(16).padStart(32, '0');
    const made = { version, value, tags, expiresAt, created: this.now(), enabled: true };
    this.secrets.set(name, [...(this.secrets.get(name) ?? []), made]);
    return version;
  }

  values(name: string): string[] {
    return (this.secrets.get(name) ?? []).map(({ value }) => value);
  }

  async #answer<T>(kind: string, effect: () => VaultAnswer<T>, call?: VaultCall): Promise<VaultAnswer<T>> {
    this.calls.push(call ? `${kind} ${call.name}` : kind);
    if (call) this.accessTokens.add(call.accessToken);
    await this.delay(kind);
    const { refuses } = this;
    if (!refuses || (refuses.at !== undefined && refuses.at !== kind)) {
      const answer = effect();
      await this.delay(`${kind}, done`);
      return answer;
    }
    const { code, retryAfter } = refuses;
    return {
      ok: false,
      raw: { kind: 'known', failure: { code, ...(retryAfter === undefined ? {} : { retryAfter }) } },
    };
  }
}
