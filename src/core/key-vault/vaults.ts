import { onlyRenewed } from '../expiry/exported-tokens';
import { kindOf } from '../failures/catalogue';
import { invalid, ownFailure, unknown } from '../failures/classify';
import { pauseAfter } from '../model/backoff';
import type { Connection } from '../model/connection';
import type { KeeperEvent } from '../model/event';
import type { Failure, Result } from '../model/failure';
import type { Random } from '../model/new-id';
import { DAY, type DurationMs, type EpochMs, HOUR, SECOND, type Timers } from '../model/time';
import { type ConnectionVault, newVault, type VaultSettings } from '../model/vault';
import type { ConnectionStore } from '../storage/connection-store';
import { Gate } from '../storage/gate';
import { vaultProblems } from '../validation/key-vault';
import { VaultDoor } from './access';
import type { OwnTokens, VaultPorts } from './ports';
import { needsSomebody, VaultRun } from './vault-run';

/** So many vaults are written at once: a sync may wait, a refresh never does. */
const AT_ONCE = 2;
/** The longest pause before a failure is tried again that passes by itself, and one that somebody has to end. */
const LONGEST_PAUSE: DurationMs = HOUR;
const LONGEST_PAUSE_FOR_SOMEBODY: DurationMs = 6 * HOUR;
/** So often a vault is looked at for a token that works, while the connection's own does not. */
const LOOK_AGAIN: DurationMs = 6 * HOUR;
/** The furthest that a try can honestly be away: what a server asked for, and a pause of ours. */
const FURTHEST: DurationMs = DAY + LONGEST_PAUSE_FOR_SOMEBODY;
/** A keeper that stops waits this long for what is on its way to a vault. */
const LAST_WAIT: DurationMs = 10 * SECOND;

/**
 * Keeps the key vaults of connections up to date. It hears of refreshes and follows them: none waits for it, and none fails with it.
 * What could not be written stands in the file as so many refreshes behind, and is tried again with pauses that grow.
 */
export class Vaults {
  readonly #runs = new Map<string, Promise<Result<Connection>>>();
  readonly #gate = new Gate(AT_ONCE);
  readonly #abort = new AbortController();
  readonly #door: VaultDoor;

  constructor(
    private readonly store: ConnectionStore,
    private readonly ports: VaultPorts,
    private readonly tokens: OwnTokens,
    private readonly random: Random,
    private readonly timers: Timers,
    /** Told of each run that begins. */
    private readonly began: (run: Promise<unknown>) => void,
  ) {
    this.#door = new VaultDoor(ports.vault, tokens, (id) => store.find(id));
  }

  /** A refresh or a sign-in has to be written; after a failure that needs somebody the vault may have a token that works. */
  hear(event: KeeperEvent): void {
    if (event.type !== 'history' || event.event.code === 'key-vault') return;
    const { id } = event;
    const connection = this.store.find(id);
    const { kind } = event.event;
    if (!connection?.vault) return;
    const { vault } = connection;
    const now = this.store.nowFor(connection);
    const isNew = kind === 'refresh' || kind === 'sign-in';
    if (!isNew && !(kind === 'failure' && needsSomebody(connection))) return;
    // A vault that said how long to wait is not asked before.
    const waits = vault.trouble?.failure.retryAfter !== undefined && vault.dueAt !== null && vault.dueAt > now;
    const dueAt = waits || (!isNew && vault.dueAt !== null) ? vault.dueAt : now;
    this.store.change(id, { vault: { ...vault, dueAt, behind: vault.behind + (isNew ? 1 : 0) } });
    if (dueAt !== null && dueAt <= now) void this.sync(id);
  }

  /** When the vault is to be looked at, on the connection's clock; `null`: not by itself, or that is under way. */
  dueAt({ id, vault }: Connection, now: EpochMs): EpochMs | null {
    if (!vault || vault.dueAt === null || this.#runs.has(id)) return null;
    // The clock went back.
    return vault.dueAt - now > FURTHEST ? now : vault.dueAt;
  }

  isSyncing(id: string): boolean {
    return this.#runs.has(id);
  }

  /** Sets, or with `null` takes away, a connection's key vault; what it holds stays there. */
  async set(id: string, settings: VaultSettings | null): Promise<Result<Connection>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const now = this.store.nowFor(before);
    const [problem] = settings ? Object.values(vaultProblems(settings, before)) : [];
    if (problem !== undefined) return invalid(problem, now);
    const frozen = this.tokens.frozen();
    if (frozen) return { ok: false, failure: frozen };
    const { url, secretName } = before.vault?.settings ?? {};
    const isSame = settings !== null && settings.url === url && settings.secretName === secretName;
    const old = settings?.disableOldVersions ? (before.vault?.old ?? []) : [];
    const kept = isSame && before.vault ? { held: before.vault.held, old } : {};
    const vault = settings && { ...newVault(settings), ...kept, behind: before.token ? 1 : 0, dueAt: now };
    // From here on nobody renews what was written to the old one.
    if (!isSame) this.store.setExportedTokens(id, onlyRenewed(this.store.exportedTokensOf(id), null));
    const after = this.store.change(id, { vault });
    if (!after) return unknown();
    this.store.tell({ type: 'history', id, event: { kind: 'settings', at: now, took: 0, code: 'key-vault' } });
    if (!(await this.store.committed())) return { ok: false, failure: ownFailure('file/unwritable', now) };
    return { ok: true, value: this.store.find(id) ?? after };
  }

  /** Looks at a connection's vault now, or joins the look under way unless it `replaces` what the vault holds. Never rejects. */
  sync(id: string, replaces = false): Promise<Result<Connection>> {
    const running = this.#runs.get(id);
    if (running && !replaces) return running;
    const run: Promise<Result<Connection>> = (running ?? Promise.resolve())
      .then(() => this.#gate.pass(() => this.#run(id, replaces)))
      .finally(() => {
        if (this.#runs.get(id) === run) this.#runs.delete(id);
        this.store.tell({ type: 'connection', id });
      });
    this.#runs.set(id, run);
    this.began(run);
    this.store.tell({ type: 'connection', id });
    return run;
  }

  /** Something happened after which what passes by itself may have passed: the vaults that wait for that are tried at once. */
  tryAgain(): void {
    for (const connection of this.store.all()) {
      const { id, vault } = connection;
      const failure = vault?.trouble?.failure;
      if (!vault || !failure || failure.retryAfter !== undefined || kindOf(failure.code) !== 'transient') continue;
      this.store.change(id, { vault: { ...vault, dueAt: this.store.nowFor(connection) } });
    }
  }

  /** Begins nothing more, waits a little for what is under way, and breaks off the rest. */
  async stop(): Promise<void> {
    const runs = [...this.#runs.values()];
    if (runs.length > 0) {
      const late = new Promise<void>((resolve) => {
        const cancel = this.timers.set(LAST_WAIT, resolve);
        void Promise.allSettled(runs).then(cancel);
      });
      await Promise.race([Promise.allSettled(runs), late]);
    }
    this.#abort.abort();
  }

  async #run(id: string, replaces: boolean): Promise<Result<Connection>> {
    const before = this.store.find(id);
    if (!before) return unknown();
    const { vault } = before;
    const now = this.store.nowFor(before);
    if (!vault) return invalid("This connection isn't set up to write to a key vault.", now);
    const { aborted } = this.#abort.signal;
    const barrier = this.tokens.frozen() ?? (aborted ? ownFailure('network/interrupted', now) : null);
    if (barrier) return { ok: false, failure: barrier };
    const { store, ports, tokens, random } = this;
    const parts = { store, ports, tokens, random, door: this.#door, signal: this.#abort.signal };
    const failure = await new VaultRun(parts, id, replaces).run();
    const current = this.store.find(id);
    if (!current) return unknown();
    // What we broke off ourselves is nothing to remember.
    const isOurs = current.vault?.settings === vault.settings && !(failure && this.#abort.signal.aborted);
    if (current.vault && isOurs) this.#note(current, current.vault, failure);
    return failure ? { ok: false, failure } : { ok: true, value: this.store.find(id) ?? current };
  }

  #note(connection: Connection, vault: ConnectionVault, failure: Failure | null): void {
    const { id } = connection;
    const now = this.store.nowFor(connection);
    if (failure) {
      const attempts = (vault.trouble?.attempts ?? 0) + 1;
      const longest = kindOf(failure.code) === 'transient' ? LONGEST_PAUSE : LONGEST_PAUSE_FOR_SOMEBODY;
      const dueAt = now + (failure.retryAfter ?? 0) + pauseAfter(attempts, longest, this.random());
      const trouble = { failure, since: vault.trouble?.since ?? now, attempts };
      this.store.change(id, { vault: { ...vault, trouble, dueAt } });
      return;
    }
    const hasNothing = connection.token === null || needsSomebody(connection);
    const soon = vault.behind > 0 ? now : null;
    const dueAt = hasNothing ? now + LOOK_AGAIN * (1 - this.random() / 10) : soon;
    this.store.change(id, { vault: { ...vault, trouble: null, dueAt } });
  }
}
