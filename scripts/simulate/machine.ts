import type { Connection } from '../../src/core/connection';
import type { Credential } from '../../src/core/credential';
import { Keeper } from '../../src/core/keeper';
import type { KeeperEvent } from '../../src/core/keeper-api';
import { type Exchange, type KeeperPorts, KeychainError, type SavedState } from '../../src/core/ports';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { fingerprints } from '../../src/platform/fingerprints';
import type { Cause } from './causes';
import type { Chance } from './chance';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

/** What the machine tells the referee. `life` counts the processes that ran on it. */
export interface Witness {
  /** A token is on its way to the server. */
  tried(refreshToken: string, life: number): void;
  /** What came back, and whether the server itself said so. */
  answered(refreshToken: string, exchange: Exchange, isServers: boolean, life: number): void;
  /** The keychain holds this entry now. */
  kept(account: string, value: string): void;
  heard(event: KeeperEvent): void;
  crashed(step: string): void;
  /** The file points at a generation that the keychain does not hold. */
  dangles(connection: Connection): void;
}

/** How often something goes wrong with one exchange, and how often a step is the last one before a crash. */
const REPLY_FAULT = 0.02;
const CRASH = 1 / 40_000;

/** What a dead process waits for. A promise of its own each time, so that what waits can be forgotten. */
const never = () => new Promise<never>(() => undefined);

/** Replaces the keeper's plugs by worse ones, in each of its lives anew. */
export type Spoil = (ports: KeeperPorts) => KeeperPorts;

/**
 * A computer with a keychain, a disk, a clock that may be wrong, and the real keeper on it. A crash leaves what was
 * written; every call of the dead process stays unanswered for ever.
 */
export class Machine {
  keeper: Keeper;
  /** How far the machine's clock is ahead of true time. */
  skew = 0;
  /** Whether it may crash yet. */
  isMortal = false;
  peakInFlight = 0;
  crashes = 0;
  #inFlight = 0;
  readonly #keychain = new Map<string, string>();
  #saved: SavedState | null = null;
  #life = 1;
  #isUp = false;
  #isAsleep = false;
  #suspended: Array<() => void> = [];
  readonly #keeperChance: Chance;
  readonly #crashChance: Chance;
  readonly #replyChance: Chance;

  constructor(
    private readonly time: VirtualTime,
    chance: Chance,
    private readonly without: ReadonlySet<Cause>,
    private readonly weather: () => Weather,
    private readonly redeem: (refreshToken: string, clientSecret: string) => Exchange,
    private readonly witness: Witness,
    private readonly spoil: Spoil,
  ) {
    this.#keeperChance = chance.fork();
    this.#crashChance = chance.fork();
    this.#replyChance = chance.fork();
    this.keeper = this.#boot();
  }

  get life(): number {
    return this.#life;
  }

  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  async start(): Promise<void> {
    this.#isUp = true;
    await this.keeper.start();
  }

  /** The lid closes: half of the times the app goes on afterwards, otherwise it starts anew. */
  sleep(): void {
    this.#isAsleep = true;
    if (this.#crashChance.happens(0.5)) this.#die('power cut');
  }

  wake(): void {
    this.#isAsleep = false;
    if (!this.#isUp) {
      void this.start();
      return;
    }
    const due = this.#suspended;
    this.#suspended = [];
    for (const fire of due) fire();
    if (this.#crashChance.happens(0.8)) this.keeper.nudge('wake');
  }

  /** Tells of every connection whose token the file names and the keychain does not hold. */
  inspect(): void {
    for (const connection of this.#saved?.connections ?? []) {
      const { id, token } = connection;
      if (token && !this.#keychain.has(`${id}/refresh-token/${token.generation}/1`)) this.witness.dangles(connection);
    }
  }

  #die(step: string): void {
    this.#life += 1;
    this.#isUp = false;
    this.#suspended = [];
    this.#inFlight = 0;
    this.crashes += 1;
    this.witness.crashed(step);
    this.inspect();
    this.keeper = this.#boot();
  }

  /** Whether a step of the process is its last, or comes after that: a dead process never comes back from one. */
  #ends(life: number, name: string): boolean {
    if (life === this.#life && this.#crashChance.happens(CRASH) && this.isMortal) {
      this.#die(`crash: ${name}`);
      this.weather().strike('asleep', this.#crashChance.span(MINUTE, 4 * HOUR));
    }
    return life !== this.#life;
  }

  #boot(): Keeper {
    const life = this.#life;
    const clock = { now: () => this.time.now + this.skew };
    const ends = (name: string) => this.#ends(life, name);
    const check = () => {
      if (this.weather().isOut('keychain')) throw new KeychainError('locked');
    };
    const ports: KeeperPorts = {
      fingerprints,
      clockOf: () => clock,
      timers: { set: (delay, fire) => this.time.after(delay, () => this.#fire(life, fire)) },
      random: this.#keeperChance.next,
      keychain: {
        get: async (account) => {
          if (ends('keychain get')) return never();
          check();
          return this.#keychain.get(account) ?? null;
        },
        set: async (account, value) => {
          if (ends('before keychain set')) return never();
          check();
          this.#keychain.set(account, value);
          this.witness.kept(account, value);
          if (ends('after keychain set')) return never();
        },
        delete: async (account) => {
          if (ends('before keychain delete')) return never();
          check();
          const was = this.#keychain.delete(account);
          if (ends('after keychain delete')) return never();
          return was;
        },
        entries: async () => {
          if (ends('keychain entries')) return never();
          check();
          return Array.from(this.#keychain, ([account, value]) => ({ account, value }));
        },
        probe: async () => {
          if (ends('keychain probe')) return never();
          check();
        },
      },
      file: {
        load: async () => {
          if (ends('file load')) return never();
          return this.#saved ? { kind: 'loaded', state: this.#saved } : { kind: 'missing' };
        },
        changed: async () => false,
        save: async (state) => {
          if (ends('before file rename')) return never();
          if (this.weather().isOut('disk')) throw new Error('no space left');
          // What the keeper hands over is never changed afterwards, so the reference is as good as a copy.
          this.#saved = state;
          if (ends('after file rename')) return never();
        },
      },
      endpoint: {
        redeem: (request) => this.#exchange(life, request.refreshToken, secretOf(request.credential)),
      },
    };
    const keeper = new Keeper(this.spoil(ports));
    keeper.listen((event) => {
      if (life === this.#life) this.witness.heard(event);
    });
    return keeper;
  }

  #fire(life: number, fire: () => void): void {
    if (life !== this.#life) return;
    if (this.#isAsleep) this.#suspended.push(() => this.#fire(life, fire));
    else fire();
  }

  async #exchange(life: number, refreshToken: string, clientSecret: string): Promise<Exchange> {
    if (this.#ends(life, 'before request')) return never();
    this.witness.tried(refreshToken, life);
    this.#inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.#inFlight);
    await this.time.sleep(this.#replyChance.span(50, 3 * SECOND));
    const fault = life === this.#life ? this.#fault(refreshToken, clientSecret) : LOST;
    const exchange = fault ?? this.redeem(refreshToken, clientSecret);
    if (life === this.#life) this.#inFlight -= 1;
    if (this.#ends(life, 'after reply')) return never();
    this.witness.answered(refreshToken, exchange, fault === null, life);
    return exchange;
  }

  /** What comes back instead of the server's own answer; `null` when nothing stands in the way. */
  #fault(refreshToken: string, clientSecret: string): Exchange | null {
    if (this.#isAsleep || this.weather().isOut('network')) return LOST;
    if (this.weather().isOut('server')) return BROKEN;
    if (!this.#replyChance.happens(REPLY_FAULT) || this.without.has('reply')) return null;
    const kind = this.#replyChance.below(4);
    if (kind === 0) return reply(429, '', String(1 + this.#replyChance.below(900)));
    if (kind === 1) return reply(500, '{}');
    if (kind === 2) return reply(200, '<html>Please sign in to this Wi-Fi</html>');
    // The server has done its part, and the reply is lost on the wire.
    this.redeem(refreshToken, clientSecret);
    return LOST;
  }
}

const LOST: Exchange = { ok: false, raw: { kind: 'network', code: 'ECONNRESET' } };
const BROKEN: Exchange = reply(503, '');

function reply(status: number, body: string, retryAfter: string | null = null): Exchange {
  return { ok: false, raw: { kind: 'reply', status, body, retryAfter, date: null } };
}

function secretOf(credential: Credential): string {
  return credential.kind === 'secret' ? credential.clientSecret : '';
}
