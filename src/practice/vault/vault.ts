import type { EpochMs } from '../../core/model/time';
import type { PracticeVault, VaultRefusal } from '../tenant/contract';

/** One version of a secret. Times are in seconds since 1970, as Key Vault tells them. */
export interface SecretVersion {
  /** 32 hex digits. */
  readonly version: string;
  readonly value: string;
  readonly contentType: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  readonly exp: number | null;
  readonly nbf: number | null;
  readonly created: number;
  readonly updated: number;
}

/** What a person may say of a version besides its value; what is absent stays, or is the usual. */
export type SecretChange = Partial<Pick<SecretVersion, 'contentType' | 'tags' | 'enabled' | 'exp' | 'nbf'>>;

/** A secret as it was named when it was made; names are compared without case. */
export interface VaultSecret {
  readonly name: string;
  /** Oldest first: the last is the one that is read where no version is named. */
  readonly versions: readonly SecretVersion[];
}

/** A secret that was deleted and can be recovered. */
export interface DeletedSecret extends VaultSecret {
  readonly deletedAt: EpochMs;
}

/** An Azure Key Vault with soft delete, which no vault is without anymore. Kept in memory only. */
export class Vault {
  readonly #secrets = new Map<string, VaultSecret>();
  readonly #deleted = new Map<string, DeletedSecret>();
  /** What keeps everybody out; `null`: nothing. */
  refuses: VaultRefusal | null;

  constructor(
    readonly name: string,
    { secrets, refuses = null }: PracticeVault,
    now: EpochMs,
    newVersion: () => string,
  ) {
    this.refuses = refuses;
    for (const [secret, value] of Object.entries(secrets)) this.set(secret, value, {}, now, newVersion());
  }

  /** Every secret there is, by name. */
  all(): readonly VaultSecret[] {
    return [...this.#secrets.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  find(name: string): VaultSecret | null {
    return this.#secrets.get(key(name)) ?? null;
  }

  findDeleted(name: string): DeletedSecret | null {
    return this.#deleted.get(key(name)) ?? null;
  }

  /** Adds a version. The name must not be that of a deleted secret. */
  set(name: string, value: string, change: SecretChange, now: EpochMs, version: string): VaultSecret {
    const at = Math.floor(now / 1000);
    const before = this.find(name);
    const blank = { contentType: null, tags: {}, enabled: true, exp: null, nbf: null };
    const added: SecretVersion = { ...blank, ...change, version, value, created: at, updated: at };
    const secret = { name: before?.name ?? name, versions: [...(before?.versions ?? []), added] };
    this.#secrets.set(key(name), secret);
    return secret;
  }

  /** Changes what is said of a version; `null`: there is no such. */
  update(name: string, version: string, change: SecretChange, now: EpochMs): SecretVersion | null {
    const secret = this.find(name);
    const before = secret?.versions.find((one) => one.version === version);
    if (!secret || !before) return null;
    const after = { ...before, ...change, updated: Math.floor(now / 1000) };
    const versions = secret.versions.map((one) => (one === before ? after : one));
    this.#secrets.set(key(name), { ...secret, versions });
    return after;
  }

  /** Deletes a secret with all its versions, so that it can be recovered; `null`: there is no such. */
  remove(name: string, now: EpochMs): DeletedSecret | null {
    const secret = this.find(name);
    if (!secret) return null;
    const deleted = { ...secret, deletedAt: now };
    this.#secrets.delete(key(name));
    this.#deleted.set(key(name), deleted);
    return deleted;
  }

  recover(name: string): VaultSecret | null {
    const deleted = this.findDeleted(name);
    if (!deleted) return null;
    const { deletedAt: _, ...secret } = deleted;
    this.#deleted.delete(key(name));
    this.#secrets.set(key(name), secret);
    return secret;
  }

  /** Whether there was such a deleted secret. */
  purge(name: string): boolean {
    return this.#deleted.delete(key(name));
  }
}

const key = (name: string): string => name.toLowerCase();
