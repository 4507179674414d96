import type { Connection } from '../../src/core/connection';
import type { KeeperEvent, Notice } from '../../src/core/keeper-api';
import { DAY, HOUR, MINUTE } from '../../src/core/time';
import { DEFAULT_WINDOW } from '../../src/core/window';
import type { Cause } from './causes';
import { Chance } from './chance';
import { Machine, type Spoil } from './machine';
import { type Breach, Referee } from './referee';
import { Server } from './server';
import { VirtualTime } from './virtual-time';
import { type Outage, Weather } from './weather';

/** One machine with its connections, for some years. */
export interface WorldOptions {
  readonly connections: number;
  readonly years: number;
  readonly seed: number;
  /** What never goes wrong in it. */
  readonly without?: readonly Cause[];
}

/** What became of it. */
export interface Outcome {
  readonly breaches: Referee['breaches'];
  readonly excused: Referee['excused'];
  readonly notices: Referee['notices'];
  readonly longestChance: number;
  readonly shortest: Breach | null;
  readonly refreshes: number;
  readonly failures: number;
  readonly signIns: number;
  readonly crashes: number;
  readonly peakInFlight: number;
  /** How long each outage lasted, in all. */
  readonly outages: Readonly<Record<Outage, number>>;
}

const START = Date.UTC(2026, 0, 1);
export const YEAR = 365.25 * DAY;
const GUID = '11111111-2222-3333-4444-555555555555';
const secretOf = (connection: number, version: number) => `made.up~secret-${connection}-v${version}`;

/** Half of the connections have the usual schedule, the others one of the rarest that can be chosen, which leave the least time for mending. */
const intervalOf = (connection: number) => [DAY, 7 * DAY, DAY, 30 * DAY][connection % 4] ?? DAY;

/** Runs the real keeper through years of bad luck. The same options give the same outcome. `spoil` makes it a worse one, to see that the referee notices. */
export function live(options: WorldOptions, spoil: Spoil = (ports) => ports): Promise<Outcome> {
  return new World(options, spoil).live();
}

class World {
  readonly #time = new VirtualTime(START);
  readonly #without: ReadonlySet<Cause>;
  readonly #people: Chance;
  readonly #fates: Chance;
  readonly #server: Server;
  readonly #weather: Weather;
  readonly #machine: Machine;
  readonly #referee: Referee;
  readonly #secretVersions: number[];
  readonly #acting = new Set<number>();
  readonly #ids: string[] = [];
  readonly #indexes = new Map<string, number>();
  #refreshes = 0;
  #failures = 0;
  #signIns = 0;

  constructor(
    private readonly options: WorldOptions,
    spoil: Spoil,
  ) {
    const { connections, seed } = options;
    const chance = new Chance(seed);
    this.#without = new Set(options.without);
    this.#people = chance.fork();
    this.#fates = chance.fork();
    this.#secretVersions = Array.from({ length: connections }, () => 1);
    this.#server = new Server(connections, () => this.#time.now);
    this.#referee = new Referee(connections, this.#server, () => this.#weather, {
      now: () => this.#time.now,
      clockAhead: () => this.#machine.skew,
      believedWindow: (index) => this.#find(index)?.learnedWindow ?? DEFAULT_WINDOW,
      intervalOf,
    });
    this.#weather = new Weather(this.#time, chance.fork(), this.#without, {
      changed: (outage, isOut) => this.#weatherChanged(outage, isOut),
      clearEnds: () => this.#referee.checkDebts(),
    });
    this.#machine = new Machine(
      this.#time,
      chance.fork(),
      this.#without,
      () => this.#weather,
      (refreshToken, secret) => this.#redeem(refreshToken, secret),
      {
        tried: (refreshToken, life) => this.#referee.tried(refreshToken, life),
        answered: (...args) => this.#referee.answered(...args),
        kept: (account, value) => this.#kept(account, value),
        heard: (event) => this.#heard(event),
        crashed: (step) => this.#referee.noteForAll(step),
        dangles: ({ id }) => this.#referee.breach('dangling', this.#indexes.get(id) ?? 0),
      },
      spoil,
    );
  }

  async live(): Promise<Outcome> {
    await this.#machine.start();
    for (let index = 0; index < this.options.connections; index += 1) await this.#connect(index);
    this.#machine.isMortal = !this.#without.has('crash');
    for (let index = 0; index < this.options.connections; index += 1) this.#beginFate(index);
    this.#every(DAY, () => this.#referee.audit());
    this.#every(30 * DAY, () => this.#lookAtThePanel());
    if (!this.#without.has('clock')) this.#troubleClock();
    await this.#time.run(START + this.options.years * YEAR);
    this.#referee.audit();
    this.#machine.inspect();
    return this.#outcome();
  }

  async #connect(index: number): Promise<void> {
    const added = await this.#machine.keeper.add(
      {
        name: `T${index}`,
        cloud: 'global',
        tenant: `t${index}.example.com`,
        clientId: GUID,
        application: { kind: 'secret' },
        resource: { kind: 'partner-center' },
        customCloud: null,
        signInMethod: 'app-window',
        redirectUri: 'http://localhost:8400/',
        schedule: { kind: 'every', interval: intervalOf(index) },
      },
      { kind: 'secret', clientSecret: secretOf(index, 1) },
    );
    if (!added.ok) throw new Error(`could not add connection ${index}: ${added.failure.code}`);
    this.#ids.push(added.value.id);
    this.#indexes.set(added.value.id, index);
    await this.#signIn(index);
  }

  #redeem(refreshToken: string, secret: string) {
    const tenant = this.#server.issued.get(refreshToken)?.tenant ?? 0;
    return this.#server.redeem(refreshToken, secret === secretOf(tenant, this.#secretVersions[tenant] ?? 1));
  }

  #weatherChanged(outage: Outage, isOut: boolean): void {
    this.#referee.noteForAll(`${outage} ${isOut ? 'begins' : 'ends'}`);
    if (outage === 'asleep') this.#time.after(0, () => (isOut ? this.#machine.sleep() : this.#machine.wake()));
    else if (!isOut && this.#people.happens(0.5)) this.#machine.keeper.nudge('online');
  }

  /** What a refresh token's entry in the keychain says of it: these tokens are short, so it is whole in one part. */
  #kept(account: string, value: string): void {
    if (!account.includes('/refresh-token/')) return;
    const [, window, refreshToken] = /"window":(\d+),.*"refreshToken":"([^"]+)"/.exec(value) ?? [];
    if (refreshToken !== undefined) this.#referee.kept(refreshToken, Number(window));
  }

  #heard(event: KeeperEvent): void {
    if (event.type === 'notice') this.#told(event.notice);
    if (event.type !== 'happened') return;
    if (event.happening.kind === 'refresh') this.#refreshes += 1;
    if (event.happening.kind === 'failure') this.#failures += 1;
  }

  /** What happens to a tenant by itself, again and again. */
  #beginFate(index: number): void {
    const again = (cause: Cause, mean: number, happen: () => void) => {
      this.#time.after(this.#fates.wait(mean), () => {
        if (!this.#without.has(cause)) happen();
        again(cause, mean, happen);
      });
    };
    const tenant = this.#server.tenant(index);
    again('revocation', 500 * DAY, () => {
      tenant.revokedBefore = this.#time.now;
      this.#referee.needsPerson(index, 'revoked');
    });
    again('secret', 700 * DAY, () => {
      tenant.secretExpired = true;
      this.#secretVersions[index] = (this.#secretVersions[index] ?? 1) + 1;
      this.#referee.needsPerson(index, 'secret expired');
    });
    again('policy', 1500 * DAY, () => {
      tenant.window = [12 * HOUR, 7 * DAY, 30 * DAY, 90 * DAY][this.#fates.below(4)] ?? 90 * DAY;
      tenant.policySince = this.#time.now;
      this.#referee.note(index, `policy: window of ${tenant.window / DAY} days`);
    });
  }

  /** Every few months the clock is wrong for a while. */
  #troubleClock(): void {
    this.#time.after(this.#fates.wait(120 * DAY), () => {
      const ahead = this.#fates.happens(0.5) ? 1 : -1;
      this.#setClock(ahead * this.#fates.span(MINUTE, 400 * DAY));
      this.#time.after(this.#fates.span(HOUR, 30 * DAY), () => {
        this.#setClock(0);
        this.#troubleClock();
      });
    });
  }

  #setClock(skew: number): void {
    this.#referee.checkDebts();
    this.#machine.skew = skew;
    this.#referee.clockJumped();
    this.#referee.noteForAll(skew === 0 ? 'clock right again' : `clock off by ${Math.round(skew / MINUTE)} minutes`);
  }

  #told(notice: Notice): void {
    const index = this.#indexes.get(notice.connectionId);
    if (index === undefined) return;
    this.#referee.told(index, notice, !this.#weather.isOut('disk'));
    if (notice.remedy !== 'wait' && this.#people.happens(0.9)) this.#actLater(index);
  }

  /** People look at the panel now and then, and then do what it asks for. */
  #lookAtThePanel(): void {
    if (this.#machine.isAsleep) return;
    for (const connection of this.#machine.keeper.connections()) {
      const status = this.#machine.keeper.statusOf(connection);
      const index = this.#indexes.get(connection.id);
      if (index !== undefined && (status === 'person' || status === 'lapsed')) this.#actLater(index);
    }
  }

  #actLater(index: number): void {
    if (this.#acting.has(index)) return;
    this.#acting.add(index);
    this.#time.after(this.#people.span(10 * MINUTE, 20 * DAY), () => void this.#act(index));
  }

  async #act(index: number): Promise<void> {
    this.#acting.delete(index);
    const connection = this.#find(index);
    const isHindered = (['network', 'server', 'keychain', 'asleep'] as const).some((one) => this.#weather.isOut(one));
    if (isHindered || !connection) return this.#actLater(index);
    const tenant = this.#server.tenant(index);
    if (tenant.secretExpired) {
      const clientSecret = secretOf(index, this.#secretVersions[index] ?? 1);
      const replaced = await this.#machine.keeper.replaceCredential(connection.id, { kind: 'secret', clientSecret });
      if (!replaced.ok) return this.#actLater(index);
      tenant.secretExpired = false;
      this.#referee.secretReplaced(index);
    }
    const current = this.#find(index);
    const status = current && this.#machine.keeper.statusOf(current);
    if (current && status !== 'fine' && status !== 'working') await this.#signIn(index);
  }

  async #signIn(index: number): Promise<void> {
    const ticket = await this.#machine.keeper.beginSignIn(this.#ids[index] ?? '');
    if (!ticket.ok) return;
    const exchange = this.#server.issue(index);
    this.#referee.arrived(exchange.tokens.refreshToken, this.#machine.life);
    await ticket.value.complete(exchange);
    this.#signIns += 1;
  }

  #find(index: number): Connection | null {
    return this.#machine.keeper.find(this.#ids[index] ?? '');
  }

  #every(span: number, act: () => void): void {
    this.#time.after(span, () => {
      act();
      this.#every(span, act);
    });
  }

  #outcome(): Outcome {
    const { breaches, excused, notices, longestChance, shortest } = this.#referee;
    const { crashes, peakInFlight } = this.#machine;
    const lasted = (outage: Outage) => this.#weather.total.get(outage) ?? 0;
    return {
      breaches,
      excused,
      notices,
      longestChance,
      shortest,
      refreshes: this.#refreshes,
      failures: this.#failures,
      signIns: this.#signIns,
      crashes,
      peakInFlight,
      outages: {
        network: lasted('network'),
        server: lasted('server'),
        keychain: lasted('keychain'),
        disk: lasted('disk'),
        asleep: lasted('asleep'),
      },
    };
  }
}
