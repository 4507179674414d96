import { THRESHOLDS, type Threshold } from '../../src/core/expiry/notifications';
import { Keeper } from '../../src/core/keeper/keeper';
import type { VaultPort } from '../../src/core/key-vault/ports';
import type { ConnectionSettings } from '../../src/core/model/connection';
import type { Credential } from '../../src/core/model/credential';
import type { KeeperEvent } from '../../src/core/model/event';
import type { Exchange, TokenSet } from '../../src/core/model/exchange';
import type { KeychainProblem } from '../../src/core/model/failure';
import { type EpochMs, HOUR } from '../../src/core/model/time';
import {
  type FolderLock,
  type Keychain,
  KeychainError,
  type LoadedState,
  type SavedState,
} from '../../src/core/storage/ports';
import { readPart } from '../../src/core/storage/secret-parts';
import { inWords, type NotificationInWords } from '../../src/core/wording/notification-words';
import { fingerprints } from '../../src/platform/files/fingerprints';
import { CONTOSO } from '../support/contoso';
import { noVault } from '../support/no-vault';
import { rawReply } from '../support/raw-reply';

/** 2026-01-01T00:00:00Z */
export const NEW_YEAR: EpochMs = Date.UTC(2026, 0, 1);

export { CONTOSO };

export const SECRET = 'abc8Q~a.made.up.value.of.the.usual.length';
export const CREDENTIAL: Credential = { kind: 'secret', clientSecret: SECRET };

/** A keychain in memory that can be told to refuse, from now on or at the n-th write. */
class MemoryKeychain implements Keychain {
  readonly values = new Map<string, string>();
  problem: KeychainProblem | null = null;
  /** Writes that still succeed before the keychain locks. */
  writesLeft = Number.POSITIVE_INFINITY;

  /** Passes before each answer. */
  delay: () => Promise<void> = async () => undefined;

  /** What was asked of it since the last look, by method. */
  calls: Record<'get' | 'find' | 'set' | 'delete' | 'entries' | 'probe', number> = noCalls();

  async get(account: string): Promise<string | null> {
    this.calls.get += 1;
    return this.#read(account);
  }
  async find(account: string): Promise<string | null> {
    this.calls.find += 1;
    // As on Linux, where a locked keyring has nothing, by its own account.
    if (this.problem === 'locked') return null;
    return this.#read(account);
  }
  async #read(account: string): Promise<string | null> {
    await this.delay();
    this.#check();
    return this.values.get(account) ?? null;
  }
  async set(account: string, value: string): Promise<void> {
    this.calls.set += 1;
    await this.delay();
    if (this.writesLeft <= 0) this.problem = 'locked';
    this.#check();
    this.writesLeft -= 1;
    this.values.set(account, value);
  }
  async delete(account: string): Promise<boolean> {
    this.calls.delete += 1;
    await this.delay();
    this.#check();
    return this.values.delete(account);
  }
  async entries(): Promise<Array<{ account: string; value: string }>> {
    this.calls.entries += 1;
    this.#check();
    const entries = [...this.values].map(([account, value]) => ({ account, value }));
    await this.delay();
    return entries;
  }
  async probe(): Promise<void> {
    this.calls.probe += 1;
    this.#check();
  }
  /** The serial numbers of what is there, whole or not. */
  serials(kind: 'refresh-token' | 'client-secret' = 'refresh-token'): number[] {
    const found = [...this.values].filter(([account]) => account.includes(`/${kind}/`));
    return [...new Set(found.flatMap(([, value]) => readPart(value)?.serial ?? []))].sort((a, b) => a - b);
  }
  #check(): void {
    if (this.problem) throw new KeychainError(this.problem);
  }
}

const noCalls = () => ({ get: 0, find: 0, set: 0, delete: 0, entries: 0, probe: 0 });

/** The world around a keeper: virtual time, a server that can fail, storage that outlives the keeper. */
export class World {
  now: EpochMs = NEW_YEAR;
  readonly keychain = new MemoryKeychain();
  /** Whether the last keeper left the folder as clean. */
  isClean = false;
  lock: FolderLock = {
    take: async () => {
      const { isClean } = this;
      this.isClean = false;
      return {
        ok: true,
        isClean,
        release: async (left) => {
          this.isClean = left;
        },
      };
    },
  };
  saved: SavedState | null = null;
  loads: LoadedState | null = null;
  diskFull = false;
  /** When the person wants to be notified. */
  notifyAt: () => readonly Threshold[] = () => THRESHOLDS;
  /** The connections file cannot be read now. */
  unreadable = false;
  server: (refreshToken: string, credential?: Credential) => Exchange | Promise<Exchange> = () => ({
    ok: true,
    tokens: this.issue(),
  });
  /** What the server says to one connection only; `null`: the same as to all. */
  serverFor: (id: string) => Exchange | null = () => null;
  readonly redeemed: string[] = [];
  readonly redeemedAt: EpochMs[] = [];
  /** Whether a keeper has given up waiting for replies. */
  hasGivenUp = () => this.#signal?.aborted ?? false;
  #signal: AbortSignal | null = null;
  inFlight = 0;
  peakInFlight = 0;
  vault: VaultPort = noVault;
  /** How often the connections file was written. */
  saves = 0;
  /** The lines of the histories; `null`: the file refuses everything. */
  histories: string[] | null = [];
  readonly notifications: NotificationInWords[] = [];
  readonly events: KeeperEvent[] = [];
  #issued = 0;
  #timers = new Map<number, { at: EpochMs; fire: () => void }>();
  #nextTimer = 1;
  #seed = 42;

  /** What each call of keychain and disk takes. */
  set delay(delay: () => Promise<void>) {
    this.keychain.delay = delay;
  }

  /** A new token set as a server would issue it now. */
  issue(change: Partial<TokenSet> = {}): TokenSet {
    this.#issued += 1;
    return {
      accessToken: `access-${this.#issued}`,
      accessTokenLifetime: HOUR,
      refreshToken: `refresh-${this.#issued}-${'x'.repeat(3000)}`,
      account: { username: 'ada@contoso.com', objectId: 'oid-1', tenantId: 'tid-1' },
      hasMfa: true,
      serverTime: null,
      ...change,
    };
  }

  keeper(): Keeper {
    const keeper = new Keeper({
      notifyAt: () => this.notifyAt(),
      clockOf: () => ({ now: () => this.now }),
      timers: {
        set: (delay, fire) => {
          const key = this.#nextTimer++;
          this.#timers.set(key, { at: this.now + delay, fire });
          return () => this.#timers.delete(key);
        },
      },
      random: () => {
        this.#seed = (this.#seed * 1664525 + 1013904223) % 4294967296;
        return this.#seed / 4294967296;
      },
      keychain: this.keychain,
      file: {
        load: async () => {
          if (this.unreadable) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
          return this.loads ?? (this.saved ? { kind: 'loaded', state: this.saved } : { kind: 'missing' });
        },
        save: async (state) => {
          if (this.diskFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          const saved = structuredClone(state);
          await this.keychain.delay();
          this.saved = saved;
          this.saves += 1;
        },
      },
      history: {
        read: async () => [...this.#historyLines()],
        append: async (lines) => void this.#historyLines().push(...lines),
        replace: async (lines) => void this.#historyLines().splice(0, Number.POSITIVE_INFINITY, ...lines),
      },
      fingerprints,
      vault: this.vault,
      lock: this.lock,
      endpoint: {
        redeem: async ({ connection, refreshToken, credential, signal }) => {
          this.#signal = signal;
          this.redeemed.push(refreshToken);
          this.redeemedAt.push(this.now);
          this.inFlight += 1;
          this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);
          await new Promise<void>((resolve) => setImmediate(resolve));
          this.inFlight -= 1;
          return (
            this.serverFor('id' in connection ? String(connection.id) : '') ?? this.server(refreshToken, credential)
          );
        },
      },
    });
    keeper.listen((event) => {
      this.events.push(event);
      if (event.type === 'notification') this.notifications.push(inWords(event.notification));
    });
    return keeper;
  }

  /** A started keeper with one connection that has not signed in. */
  async connected(settings: Partial<ConnectionSettings> = {}): Promise<{ keeper: Keeper; id: string }> {
    const keeper = this.keeper();
    await keeper.start();
    const added = await keeper.add({ ...CONTOSO, ...settings }, CREDENTIAL);
    if (!added.ok) throw new Error(added.failure.code);
    return { keeper, id: added.value.id };
  }

  /** A keeper with one connection that has signed in. */
  async signedIn(
    settings: Partial<ConnectionSettings> = {},
    tokens = this.issue(),
  ): Promise<{ keeper: Keeper; id: string }> {
    const { keeper, id } = await this.connected(settings);
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    const done = await ticket.value.complete({ ok: true, tokens });
    if (!done.ok) throw new Error(done.failure.code);
    return { keeper, id };
  }

  /** A started keeper with so many connections that have signed in. */
  async signedInMany(count: number): Promise<{ keeper: Keeper; ids: string[] }> {
    const { keeper, id } = await this.signedIn();
    const ids = [id];
    for (let index = 1; index < count; index += 1) {
      const added = await keeper.add({ ...CONTOSO, name: `C${index}` }, CREDENTIAL);
      if (!added.ok) throw new Error(added.failure.code);
      const ticket = await keeper.beginSignIn(added.value.id);
      if (ticket.ok) await ticket.value.complete({ ok: true, tokens: this.issue() });
      ids.push(added.value.id);
    }
    return { keeper, ids };
  }

  /** Lets time pass, firing each timer at its time. */
  async pass(span: number): Promise<void> {
    const until = this.now + span;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      const [key, { at, fire }] = due;
      this.#timers.delete(key);
      this.now = Math.max(this.now, at);
      fire();
    }
    this.now = until;
    await settle();
  }

  /** The titles of what was told to this day and is still so, as it is now: the worst first. */
  stillSo(keeper: Keeper): string[] {
    const told = this.events.flatMap((event) => (event.type === 'notification' ? [event.notification] : []));
    return keeper.notifier.standing(told).map(({ notification }) => inWords({ ...notification, at: this.now }).title);
  }

  #historyLines(): string[] {
    if (!this.histories) throw Object.assign(new Error('read-only'), { code: 'EROFS' });
    return this.histories;
  }

  /** How long until the earliest timer. */
  sleep(): number {
    return Math.min(...[...this.#timers.values()].map(({ at }) => at - this.now));
  }

  /** The process dies: its timers never fire. */
  kill(): void {
    this.#timers.clear();
  }
}

/** Lets every promise that can settle without time passing do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

export const unreachable = (): Exchange => ({ ok: false, raw: { kind: 'network', code: 'ECONNREFUSED' } });

/** Entra's error reply with this code and text. */
export function entraError(code: number, error = 'invalid_grant', text = 'Something.', status = 400): Exchange {
  const raw = rawReply(status, {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: 0 Correlation ID: 0`,
    error_codes: [code],
    trace_id: '11111111-aaaa-bbbb-cccc-000000000000',
    correlation_id: '22222222-aaaa-bbbb-cccc-000000000000',
  });
  return { ok: false, raw };
}
