import { Keeper } from '../../src/core/keeper/keeper';
import type { KeeperPorts, TokenEndpoint } from '../../src/core/keeper/ports';
import type { Connection } from '../../src/core/model/connection';
import type { Credential } from '../../src/core/model/credential';
import type { KeeperEvent } from '../../src/core/model/event';
import type { Exchange } from '../../src/core/model/exchange';
import { HOUR, MINUTE } from '../../src/core/model/time';
import type { FolderLock, SavedState } from '../../src/core/storage/ports';
import { fingerprints } from '../../src/platform/files/fingerprints';
import type { Cause } from './causes';
import type { Chance } from './chance';
import { Keyring, never } from './keyring';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';
import { Wire } from './wire';

/** What the machine tells the referee. `life` counts the processes that ran on it; `isAside`: for another resource than the connection's own. */
export interface Witness {
  /** A token is on its way to the server. */
  tried(refreshToken: string, life: number, isAside: boolean): void;
  /** What came back, and whether the server itself said so. */
  answered(refreshToken: string, exchange: Exchange, isServers: boolean, life: number, isAside: boolean): void;
  /** The keychain holds this secret now. */
  kept(account: string, text: string): void;
  heard(event: KeeperEvent): void;
  crashed(step: string): void;
  /** The app was quit, and has ended. */
  ended(life: number): void;
  /** The process died when it had noted a notification about this connection, and not raised it yet. */
  diedBeforeTelling(connection: Connection): void;
  /** The file points at a generation that the keychain does not hold. */
  dangles(connection: Connection): void;
}

/** How often a step is the last one before a crash. */
const CRASH = 1 / 40_000;
/** In so many of its lives the process can lock its folder. */
const LOCKS = 0.25;
/** So often the power goes when the lid closes, so that the app starts anew afterwards. */
const POWER_CUT = 0.2;

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
  crashes = 0;
  quits = 0;
  readonly keyring: Keyring;
  #wire: Wire;
  #peakInFlight = 0;
  #saved: SavedState | null = null;
  #life = 1;
  #isUp = false;
  #isQuitting = false;
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
    this.keyring = new Keyring(time, chance.fork(), (account, text) => witness.kept(account, text));
    this.#wire = this.#connect();
    this.keeper = this.#boot();
  }

  get life(): number {
    return this.#life;
  }

  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  /** Whether the app runs, and is not about to end. */
  get isAtWork(): boolean {
    return this.#isUp && !this.#isQuitting && !this.#isAsleep;
  }

  get peakInFlight(): number {
    return Math.max(this.#peakInFlight, this.#wire.peakInFlight);
  }

  async start(): Promise<void> {
    this.#isUp = true;
    await this.keeper.start();
  }

  /** The lid closes: most of the times the app goes on afterwards, otherwise it starts anew. */
  sleep(): void {
    this.#isAsleep = true;
    if (this.#isUp && this.#crashChance.happens(POWER_CUT)) this.#die('power cut');
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
    if (this.#crashChance.happens(0.8)) this.keeper.systemEvent('wake');
  }

  /** Somebody quits the app, which ends in order, unless something ends it before; it stays off for a while. */
  async quit(): Promise<void> {
    if (!this.isAtWork) return;
    this.#isQuitting = true;
    const life = this.#life;
    const stopped = this.keeper.stop();
    this.#wire.breakOff();
    await stopped;
    if (life !== this.#life) return;
    this.quits += 1;
    this.witness.ended(life);
    this.#end();
    this.weather().strike('asleep', this.#crashChance.span(MINUTE, 4 * HOUR));
  }

  /** Tells of every connection whose token the file names and the keychain does not hold. */
  inspect(): void {
    for (const connection of this.#saved?.connections ?? []) {
      const { id, token } = connection;
      if (token && !this.keyring.holds(`${id}/refresh-token/${token.generation}`)) this.witness.dangles(connection);
    }
  }

  #die(step: string): void {
    this.crashes += 1;
    this.witness.crashed(step);
    this.#end();
  }

  #end(): void {
    this.#life += 1;
    this.#isUp = false;
    this.#isQuitting = false;
    this.#suspended = [];
    this.#peakInFlight = this.peakInFlight;
    this.#wire = this.#connect();
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

  #connect(): Wire {
    return new Wire(this.time, this.#replyChance, this.without, this.weather);
  }

  #boot(): Keeper {
    const life = this.#life;
    const clock = { now: () => this.time.now + this.skew };
    const ends = (name: string) => this.#ends(life, name);
    const ports: KeeperPorts = {
      fingerprints,
      clockOf: () => clock,
      timers: { set: (delay, fire) => this.time.after(delay, () => this.#fire(life, fire)) },
      random: this.#keeperChance.next,
      keychain: this.keyring.portFor(ends),
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
          const before = this.#saved;
          this.#saved = state;
          if (!ends('after file rename')) return;
          for (const connection of announcedSince(before, state)) this.witness.diedBeforeTelling(connection);
          return never();
        },
      },
      endpoint: { redeem: (request) => this.#exchange(life, request) },
      ...(this.#crashChance.happens(LOCKS) ? { lock: lockOfOne() } : {}),
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

  async #exchange(life: number, request: Parameters<TokenEndpoint['redeem']>[0]): Promise<Exchange> {
    const { refreshToken, credential, resource, signal } = request;
    const isAside = resource !== undefined;
    if (this.#ends(life, 'before request')) return never();
    this.witness.tried(refreshToken, life, isAside);
    const { exchange, isServers } = await this.#wire.carry(
      () => this.redeem(refreshToken, secretOf(credential)),
      () => life === this.#life && !this.#isAsleep,
      signal,
    );
    if (this.#ends(life, 'after reply')) return never();
    // What the app broke off itself says nothing: what was due before is due as it was.
    if (exchange.ok || !signal.aborted) this.witness.answered(refreshToken, exchange, isServers, life, isAside);
    return exchange;
  }
}

/** The connections of which a state notes notifications that the one before it did not. */
function announcedSince(before: SavedState | null, after: SavedState): readonly Connection[] {
  const known = new Map(before?.connections.map(({ id, notificationsRaised }) => [id, notificationsRaised]));
  return after.connections.filter(({ id, notificationsRaised }) => {
    const raised = known.get(id) ?? [];
    return notificationsRaised !== raised && notificationsRaised.some((key) => !raised.includes(key));
  });
}

/** The lock of a folder that nobody else works in. */
function lockOfOne(): FolderLock {
  return { take: async () => ({ othersWereHere: false, end: async () => undefined }) };
}

function secretOf(credential: Credential): string {
  return credential.kind === 'secret' ? credential.clientSecret : '';
}
