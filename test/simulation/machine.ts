import { Keeper } from '../../src/core/keeper/keeper';
import type { KeeperPorts, TokenEndpoint } from '../../src/core/keeper/ports';
import type { Connection } from '../../src/core/model/connection';
import type { Credential } from '../../src/core/model/credential';
import type { KeeperEvent } from '../../src/core/model/event';
import type { Exchange } from '../../src/core/model/exchange';
import { HOUR, MINUTE } from '../../src/core/model/time';
import { fingerprints } from '../../src/platform/files/fingerprints';
import { noVault } from '../support/no-vault';
import { AUTHORITIES, type Authority } from './authorities';
import type { Cause } from './causes';
import type { Chance } from './chance';
import { Disk } from './disk';
import { Folder } from './folder';
import { Keyring, never } from './keyring';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';
import { type Carried, Wire } from './wire';

/** An exchange that the app asks for. */
export interface Attempt {
  readonly refreshToken: string;
  /** Counts the processes that ran on the machine. */
  readonly life: number;
  /** Whether it is no refresh: it is for another resource than the connection's own, or tries a new client secret. */
  readonly isAside: boolean;
}

/** What the machine tells the referee. */
export interface Witness {
  /** Whether an exchange with this credential only tries whether it works. */
  isTrial(credential: Credential): boolean;
  /** A token is on its way to the server. */
  tried(attempt: Attempt): void;
  /** What came back, and from whom. */
  answered(attempt: Attempt, carried: Carried): void;
  /** The keychain holds this secret now. */
  kept(account: string, text: string): void;
  /** The keychain was asked for this entry, and refused. */
  refused(account: string): void;
  heard(event: KeeperEvent): void;
  /** Something happened, or a new process runs, so that everything may be tried at once. */
  hurried(): void;
  crashed(step: string): void;
  /** The app was quit, and has ended. */
  ended(life: number): void;
  /** The process died when it had noted a notification about this connection, and not raised it yet. */
  diedBeforeTelling(connection: Connection): void;
  /** The file names a token that the keychain does not hold, nor a newer one. */
  dangles(connection: Connection): void;
  /** The process is gone, and the file names an older token than the keychain holds. */
  isBehind(connection: Connection): void;
}

/** How often a step is the last one before a crash. */
const CRASH = 1 / 40_000;
/** So often the power goes when the lid closes, so that the app starts anew afterwards. */
const POWER_CUT = 0.2;

/** Replaces the keeper's adapters by worse ones, in each of its lives anew. */
export type Spoil = (ports: KeeperPorts) => KeeperPorts;

/**
 * A computer with a keychain, a disk, a clock that may be wrong, and the real keeper on it. A crash leaves what was
 * written; every call of the dead process stays unanswered for ever.
 */
export class Machine {
  keeper: Keeper;
  crashes = 0;
  quits = 0;
  readonly keyring: Keyring;
  readonly #disk: Disk;
  readonly #folder: Folder;
  #wire: Wire;
  #skew = 0;
  #peakInFlight = 0;
  #life = 1;
  #isMortal = false;
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
    private readonly redeem: (refreshToken: string, clientSecret: string) => Exchange | null,
    private readonly witness: Witness,
    private readonly spoil: Spoil,
  ) {
    this.#keeperChance = chance.fork();
    this.#crashChance = chance.fork();
    this.#replyChance = chance.fork();
    this.keyring = new Keyring(time, chance.fork(), witness);
    this.#disk = new Disk(time, chance.fork(), weather);
    this.#folder = new Folder(time, chance.fork(), without, weather);
    this.#wire = this.#connect();
    this.keeper = this.#boot();
  }

  get life(): number {
    return this.#life;
  }

  /** How far the machine's clock is ahead of true time. */
  get skew(): number {
    return this.#skew;
  }

  /** Somebody sets the clock. */
  set skew(skew: number) {
    this.#skew = skew;
    this.witness.hurried();
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
    if (this.#isMortal) this.#folder.meetOthers();
    await this.keeper.start();
  }

  /** From now on it may crash, and is no faster than others. */
  beMortal(): void {
    this.#isMortal = !this.without.has('crash');
    this.#disk.beSlow();
  }

  /** The network is there again, and tells the app so. */
  goOnline(): void {
    if (!this.isAtWork) return;
    this.witness.hurried();
    this.keeper.systemEvent('online');
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
    this.witness.hurried();
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

  /** Compares what the file names with what the keychain holds. */
  inspect(): void {
    for (const connection of this.#disk.connections) {
      const { id, token } = connection;
      const newest = this.keyring.newestSerial(id);
      if (token && newest < token.serial) this.witness.dangles(connection);
      if (token && newest > token.serial) this.witness.isBehind(connection);
    }
  }

  #die(step: string): void {
    this.crashes += 1;
    this.witness.crashed(step);
    for (const connection of this.#disk.justAnnounced()) this.witness.diedBeforeTelling(connection);
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
    this.witness.hurried();
    this.keeper = this.#boot();
  }

  /** Whether a step of the process is its last, or comes after that: a dead process never comes back from one. */
  #ends(life: number, name: string): boolean {
    if (life === this.#life && this.#crashChance.happens(CRASH) && this.#isMortal) {
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
    const clock = { now: () => this.time.now + this.#skew };
    const ends = (name: string) => this.#ends(life, name);
    const ports: KeeperPorts = {
      fingerprints,
      vault: noVault,
      clockOf: () => clock,
      timers: { set: (delay, fire) => this.time.after(delay, () => this.#fire(life, fire)) },
      random: this.#keeperChance.next,
      keychain: this.keyring.portFor(ends),
      file: this.#disk.portFor(ends),
      lock: this.#folder.portFor(ends),
      history: { read: async () => [], append: async () => undefined, replace: async () => undefined },
      endpoint: { redeem: (request) => this.#exchange(life, request) },
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
    const { connection, refreshToken, credential, resource, signal } = request;
    const attempt = { refreshToken, life, isAside: resource !== undefined || this.witness.isTrial(credential) };
    if (this.#ends(life, 'before request')) return never();
    this.witness.tried(attempt);
    const carried = await this.#wire.carry(
      authorityIn(connection.cloud),
      () => this.redeem(refreshToken, secretOf(credential)),
      () => life === this.#life && !this.#isAsleep,
      signal,
    );
    if (this.#ends(life, 'after reply')) return never();
    // What the app broke off itself says nothing: what was due before is due as it was.
    if (carried.exchange.ok || !signal.aborted) this.witness.answered(attempt, carried);
    return carried.exchange;
  }
}

function authorityIn(cloud: string): Authority {
  const authority = AUTHORITIES.find((one) => one === cloud);
  if (!authority) throw new RangeError(`no authority ${cloud}`);
  return authority;
}

function secretOf(credential: Credential): string {
  return credential.kind === 'secret' ? credential.clientSecret : '';
}
