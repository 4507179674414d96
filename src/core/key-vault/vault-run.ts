import { onlyRenewed, type TokenToExport, withRenewed } from '../expiry/exported-tokens';
import { kindOf } from '../failures/catalogue';
import { classify, ownFailure } from '../failures/classify';
import type { Connection } from '../model/connection';
import type { Failure, Result } from '../model/failure';
import { newId, type Random } from '../model/new-id';
import type { EpochMs } from '../model/time';
import type { ConnectionVault, VaultSettings } from '../model/vault';
import type { ConnectionStore } from '../storage/connection-store';
import { readRefreshToken } from '../validation/refresh-token';
import type { VaultAccess, VaultDoor } from './access';
import { entryOf, isNewer, isOfKeeper, isOthers, signInOf } from './copies';
import { markOfOthers, otherEntries } from './other-entries';
import type { OwnTokens, VaultCopy, VaultPorts } from './ports';

type Failed = Extract<Result<never>, { ok: false }>;

/** What a run works with. */
export interface RunParts {
  readonly store: ConnectionStore;
  readonly ports: VaultPorts;
  readonly tokens: OwnTokens;
  readonly door: VaultDoor;
  readonly random: Random;
  readonly signal: AbortSignal;
}

interface Found {
  readonly connection: Connection;
  readonly vault: ConnectionVault;
}

/**
 * One look at a connection's vault: what it holds is read first, taken over where it is newer, and else replaced by ours. Ends by itself
 * once the connection has another vault, or none.
 */
export class VaultRun {
  readonly #settings: VaultSettings | null;

  /** @param replaces Whether what the vault holds is replaced, whatever it is. */
  constructor(
    private readonly parts: RunParts,
    private readonly id: string,
    private readonly replaces: boolean,
  ) {
    this.#settings = parts.store.find(id)?.vault?.settings ?? null;
  }

  /**
   * Resolves to null once the vault holds a token of this connection that works, or there is none to write; else to what is in the way.
   * Never rejects.
   */
  async run(): Promise<Failure | null> {
    const found = this.#find();
    if (!found) return null;
    const { door, signal } = this.parts;
    const { connection, vault } = found;
    const access = await door.open(connection, vault.settings, signal, this.#now(connection));
    if (!access.ok) return access.failure;
    const read = await this.#read(access.value, vault.settings.secretName);
    if (!read.ok) {
      door.forget(access.value.base);
      return read.failure;
    }
    const copy = read.value;
    const refusal = copy && !this.replaces ? await this.#judge(copy) : null;
    return refusal ?? this.#write(access.value, copy);
  }

  /** What a secret holds. A disabled version counts as nothing once it is to be replaced. */
  async #read(access: VaultAccess, name: string): Promise<Result<VaultCopy | null>> {
    const read = await this.parts.ports.vault.read({ ...access, name });
    if (read.ok) return read;
    const failure = classify(read.raw, this.#now(access));
    return this.replaces && failure.code === 'vault/disabled' ? { ok: true, value: null } : { ok: false, failure };
  }

  /** Takes over a token of another keeper's that is newer. Resolves to why what the vault holds may not be replaced, or `null`. */
  async #judge(copy: VaultCopy): Promise<Failure | null> {
    const found = this.#find();
    if (!found) return null;
    const { connection, vault } = found;
    const now = this.#now(connection);
    const own = await this.parts.tokens.newest(connection);
    if (!own.ok) return own.failure;
    const isOwn = copy.value === own.value?.refreshToken || copy.version === vault.held?.version;
    if (isOwn || copy.version === vault.useless) return null;
    const read = readRefreshToken(copy.value, connection.cloud);
    if (!read.ok) return ownFailure('vault/not-a-token', now);
    const others = isOthers(copy, connection);
    if (others) return ownFailure('vault/other-account', now);
    // Whose it is that nobody says is found out before anything is put in its place.
    const isKnown = others === false;
    if (isKnown && own.value && !needsSomebody(connection) && !isNewer(copy, own.value)) return null;
    const signedInAt = signInOf(copy) ?? (own.value && Math.min(own.value.signedInAt, copy.created ?? now));
    const taken = await this.parts.tokens.takeOver(this.id, read.token, signedInAt);
    if (taken.ok) {
      this.#change({ useless: null });
      const event = { kind: 'sign-in', at: now, took: 0, code: 'key-vault' } as const;
      this.parts.store.tell({ type: 'history', id: this.id, event });
      return null;
    }
    const { failure } = taken;
    if (failure.code === 'account/other') return ownFailure('vault/other-account', now);
    // Whatever a person would have to end says that the token is of no use; anything else says nothing of it.
    if (kindOf(failure.code) !== 'person') return failure;
    this.#change({ useless: copy.version });
    return null;
  }

  /** Writes our token, unless the vault holds it or there is none that works. Resolves to what is in the way, or `null`. */
  async #write(access: VaultAccess, copy: VaultCopy | null): Promise<Failure | null> {
    const found = this.#find();
    if (!found || needsSomebody(found.connection)) return null;
    const { behind } = found.vault;
    const own = await this.parts.tokens.newest(found.connection);
    if (!own.ok) return own.failure;
    const current = this.#find();
    if (!own.value || !current) return null;
    const written = await this.#writeToken(current, access, copy, own.value);
    if (written) return written;
    // Whatever comes of the rest. A refresh that came meanwhile is yet to be written.
    this.#change({ behind: Math.max(0, (this.#find()?.vault.behind ?? 0) - behind) });
    return (await this.#writeOthers(access, copy === null)) ?? this.#disableOld(access);
  }

  async #writeToken(
    { connection, vault }: Found,
    access: VaultAccess,
    copy: VaultCopy | null,
    own: TokenToExport,
  ): Promise<Failure | null> {
    const now = this.#now(connection);
    const { secretName, disableOldVersions } = vault.settings;
    if (copy?.value === own.refreshToken) {
      this.#change({ held: { version: copy.version, at: vault.held?.at ?? now } });
      return this.#record(own, connection, vault);
    }
    const before = [...vault.old, copy?.version, vault.held?.version].filter((one) => one !== undefined);
    // Noted before the new one is written, so that a crash in between forgets none.
    if (disableOldVersions) this.#change({ old: [...new Set(before)] });
    const exported = await this.#export(own, connection, vault);
    if (!exported.ok) return exported.failure;
    const call = { ...access, name: secretName };
    const answer = this.#find() && (await this.parts.ports.vault.write(call, entryOf(connection, own)));
    if (!answer?.ok) {
      this.#setExported((tokens) => tokens.filter((one) => one.id !== exported.value));
      return answer && classify(answer.raw, now);
    }
    this.#setExported((tokens) => onlyRenewed(tokens, exported.value));
    this.#change({ held: { version: answer.value, at: now } });
    return null;
  }

  /** What the other names hold changes seldom: it is written when it does, or when the vault is empty. */
  async #writeOthers(access: VaultAccess, isEmpty: boolean): Promise<Failure | null> {
    const found = this.#find();
    if (!found) return null;
    const { connection, vault } = found;
    const now = this.#now(connection);
    const others = markOfOthers(connection, vault.settings);
    if (others === vault.others && !isEmpty) return null;
    const entries = await otherEntries(connection, vault.settings, this.parts.tokens);
    if (!entries.ok) return entries.failure;
    for (const [name, entry] of entries.value) {
      const read = await this.#read(access, name);
      if (!read.ok) return read.failure;
      if (!this.#find()) return null;
      if (read.value?.value === entry.value) continue;
      if (read.value && !this.replaces && !isOfKeeper(read.value)) return ownFailure('vault/other-value', now);
      const answer = await this.parts.ports.vault.write({ ...access, name }, entry);
      if (!answer.ok) return classify(answer.raw, now);
    }
    this.#change({ others });
    return null;
  }

  async #disableOld(access: VaultAccess): Promise<Failure | null> {
    const found = this.#find();
    if (!found) return null;
    const { secretName: name } = found.vault.settings;
    for (const version of found.vault.old) {
      const answer = await this.parts.ports.vault.disable({ ...access, name }, version);
      if (!answer.ok) return classify(answer.raw, this.#now(found.connection));
      this.#change({ old: (this.#find()?.vault.old ?? []).filter((one) => one !== version) });
    }
    return null;
  }

  /** The vault holds it already, from before a crash: it is on record once. */
  async #record(own: TokenToExport, ...place: readonly [Connection, ConnectionVault]): Promise<Failure | null> {
    const isKnown = this.parts.store
      .exportedTokensOf(this.id)
      .some(
        ({ renews, salt, digest }) => renews && this.parts.ports.fingerprints.digest(salt, own.refreshToken) === digest,
      );
    if (isKnown) return null;
    const exported = await this.#export(own, ...place);
    if (!exported.ok) return exported.failure;
    this.#setExported((tokens) => onlyRenewed(tokens, exported.value));
    return null;
  }

  /** Puts a token on record as exported before it leaves. */
  async #export(
    own: TokenToExport,
    connection: Connection,
    { settings: { url, secretName } }: ConnectionVault,
  ): Promise<{ ok: true; value: string } | Failed> {
    const takenAt = this.#now(connection);
    const exportId = newId(this.parts.random);
    // What a person calls it stays with it.
    const label = this.parts.store.exportedTokensOf(this.id).find(({ renews }) => renews)?.label ?? '';
    const place = `${url}/secrets/${secretName}`;
    const taken = { id: exportId, connectionId: this.id, to: 'key-vault', place, label, takenAt } as const;
    this.#setExported((tokens) => withRenewed(tokens, own, taken, this.parts.ports.fingerprints));
    if (await this.parts.store.committed()) return { ok: true, value: exportId };
    this.#setExported((tokens) => tokens.filter((one) => one.id !== exportId));
    return { ok: false, failure: ownFailure('file/unwritable', takenAt) };
  }

  #setExported(
    change: (
      tokens: ReturnType<ConnectionStore['exportedTokensOf']>,
    ) => ReturnType<ConnectionStore['exportedTokensOf']>,
  ): void {
    this.parts.store.setExportedTokens(this.id, change(this.parts.store.exportedTokensOf(this.id)));
  }

  #change(change: Partial<ConnectionVault>): void {
    const found = this.#find();
    if (found) this.parts.store.change(this.id, { vault: { ...found.vault, ...change } });
  }

  #find(): Found | null {
    const connection = this.parts.store.find(this.id);
    const vault = connection?.vault;
    return connection && vault && vault.settings === this.#settings ? { connection, vault } : null;
  }

  #now(of: Pick<Connection, 'cloud'>): EpochMs {
    return this.parts.store.nowFor(of);
  }
}

/** Whether the connection's own token is not known to work. */
export function needsSomebody({ trouble }: Connection): boolean {
  return trouble !== null && kindOf(trouble.failure.code) !== 'transient';
}
