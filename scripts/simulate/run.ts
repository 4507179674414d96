import type { Connection } from '../../src/core/connection';
import type { Notice } from '../../src/core/keeper-api';
import type { TokenEndpoint } from '../../src/core/ports';
import { DAY, HOUR, MINUTE } from '../../src/core/time';
import { Chance } from './chance';
import { Machine } from './machine';
import { type Lapse, Referee, type Verdict } from './referee';
import { Server } from './server';
import { VirtualTime } from './virtual-time';
import { OUTAGES, Weather } from './weather';

export interface SimulationOptions {
  readonly connections: number;
  readonly years: number;
  readonly seed: number;
}

export interface SimulationReport {
  readonly options: SimulationOptions;
  readonly lapses: Readonly<Record<Verdict, number>>;
  readonly losses: readonly Lapse[];
  readonly duplicateNotices: readonly string[];
  readonly refreshes: number;
  readonly retries: number;
  readonly notices: number;
  readonly signIns: number;
  readonly crashes: number;
  readonly peakInFlight: number;
  /** Share of the time that each outage lasted, in percent. */
  readonly outages: Readonly<Record<string, number>>;
}

/** A keeper that is not good enough, and nobody there to sign in again in time. */
export interface Sabotage {
  /** Replaces the keeper's plug for the token endpoint by a worse one. */
  spoil(endpoint: TokenEndpoint): TokenEndpoint;
}

const START = Date.UTC(2026, 0, 1);
const YEAR = 365.25 * DAY;
const GUID = '11111111-2222-3333-4444-555555555555';
const secretOf = (connection: number, version: number) => `made.up~secret-${connection}-v${version}`;

/**
 * Runs the real keeper through years of bad luck. The same options give the same report. A sabotage makes
 * the keeper fail, to see that the referee notices.
 */
export async function simulate(
  options: SimulationOptions,
  sabotage: Sabotage | null = null,
): Promise<SimulationReport> {
  const simulation = new Simulation(options, sabotage);
  return simulation.run();
}

class Simulation {
  readonly #time = new VirtualTime(START);
  readonly #chance: Chance;
  readonly #people: Chance;
  readonly #server: Server;
  readonly #weather: Weather;
  readonly #machine: Machine;
  readonly #referee: Referee;
  readonly #secretVersions: number[];
  readonly #acting = new Set<number>();
  #refreshes = 0;
  #signIns = 0;

  constructor(
    private readonly options: SimulationOptions,
    private readonly sabotage: Sabotage | null,
  ) {
    this.#chance = new Chance(options.seed);
    this.#people = this.#chance.fork();
    this.#secretVersions = Array.from({ length: options.connections }, () => 1);
    this.#server = new Server(options.connections, () => this.#time.now);
    this.#weather = new Weather(this.#time, this.#chance.fork(), (outage, isOut) => {
      if (outage === 'asleep') this.#time.after(0, () => (isOut ? this.#machine.sleep() : this.#machine.wake()));
      else if (!isOut && this.#chance.happens(0.5)) this.#machine.keeper.nudge('online');
    });
    this.#referee = new Referee(options.connections, this.#server, this.#weather, () => this.#time.now);
    this.#machine = new Machine(
      this.#time,
      this.#chance.fork(),
      () => this.#weather,
      (refreshToken, secret) => this.#redeem(refreshToken, secret),
      {
        presented: (refreshToken) => {
          const token = this.#server.issued.get(refreshToken);
          if (token) this.#referee.track(token.tenant).token = refreshToken;
        },
        delivered: (exchange) => {
          if (!exchange.ok) return;
          this.#refreshes += 1;
          this.#arrived(exchange.tokens.refreshToken);
        },
        told: (notice) => this.#told(notice),
        crashed: () => undefined,
      },
      (endpoint) => sabotage?.spoil(endpoint) ?? endpoint,
    );
  }

  async run(): Promise<SimulationReport> {
    await this.#machine.keeper.start();
    for (let index = 0; index < this.options.connections; index += 1) await this.#connect(index);
    for (let index = 0; index < this.options.connections; index += 1) this.#fate(index);
    this.#every(DAY, () => this.#referee.audit());
    this.#every(30 * DAY, () => this.#lookAtThePanel());
    this.#clockTrouble();
    await this.#time.run(START + this.options.years * YEAR);
    this.#referee.audit();
    return this.#report();
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
        schedule: { kind: 'every', interval: DAY },
      },
      { kind: 'secret', clientSecret: secretOf(index, 1) },
    );
    if (!added.ok) throw new Error(`could not add connection ${index}: ${added.failure.code}`);
    await this.#signIn(added.value);
  }

  #redeem(refreshToken: string, secret: string) {
    const tenant = this.#server.issued.get(refreshToken)?.tenant ?? 0;
    return this.#server.redeem(refreshToken, secret === secretOf(tenant, this.#secretVersions[tenant] ?? 1));
  }

  #arrived(refreshToken: string): void {
    const token = this.#server.issued.get(refreshToken);
    if (!token) return;
    const connection = this.#find(token.tenant);
    this.#referee.arrived(token.tenant, refreshToken, connection?.learnedWindow ?? 90 * DAY);
  }

  /** What happens to a tenant by itself, again and again. */
  #fate(index: number): void {
    const again = (mean: number, happen: () => void) => {
      this.#time.after(this.#people.wait(mean), () => {
        happen();
        again(mean, happen);
      });
    };
    const tenant = this.#server.tenant(index);
    again(500 * DAY, () => {
      tenant.revokedBefore = this.#time.now;
      this.#referee.needsPerson(index, 'revoked');
    });
    again(700 * DAY, () => {
      tenant.secretExpired = true;
      this.#secretVersions[index] = (this.#secretVersions[index] ?? 1) + 1;
      this.#referee.needsPerson(index, 'secret expired');
    });
    again(1500 * DAY, () => {
      tenant.window = [12 * HOUR, 7 * DAY, 30 * DAY, 90 * DAY][this.#people.below(4)] ?? 90 * DAY;
      tenant.policySince = this.#time.now;
      this.#referee.note(index, `policy: window of ${tenant.window / DAY} days`);
    });
  }

  /** Every few months the clock is wrong for a while. */
  #clockTrouble(): void {
    this.#time.after(this.#people.wait(120 * DAY), () => {
      this.#machine.skew = (this.#people.happens(0.5) ? 1 : -1) * this.#people.span(MINUTE, 400 * DAY);
      this.#time.after(this.#people.span(HOUR, 30 * DAY), () => {
        this.#machine.skew = 0;
        this.#clockTrouble();
      });
    });
  }

  #told(notice: Notice): void {
    const index = this.#indexOf(notice.connectionId);
    if (index === null) return;
    this.#referee.told(index, notice, this.#weather.isOut('disk'));
    if (notice.remedy !== 'wait' && this.#people.happens(0.9)) this.#actLater(index);
  }

  /** People look at the panel now and then, and then do what it asks for. */
  #lookAtThePanel(): void {
    if (this.#machine.isAsleep) return;
    for (const connection of this.#machine.keeper.connections()) {
      const status = this.#machine.keeper.statusOf(connection);
      const index = this.#indexOf(connection.id);
      if (index !== null && (status === 'person' || status === 'lapsed')) this.#actLater(index);
    }
  }

  #actLater(index: number): void {
    if (this.#acting.has(index) || this.sabotage !== null) return;
    this.#acting.add(index);
    this.#time.after(this.#people.span(10 * MINUTE, 20 * DAY), () => void this.#act(index));
  }

  async #act(index: number): Promise<void> {
    this.#acting.delete(index);
    const connection = this.#find(index);
    const hindered = (['network', 'server', 'keychain', 'asleep'] as const).some((one) => this.#weather.isOut(one));
    if (hindered || !connection) {
      this.#actLater(index);
      return;
    }
    const tenant = this.#server.tenant(index);
    if (tenant.secretExpired) {
      const replaced = await this.#machine.keeper.replaceCredential(connection.id, {
        kind: 'secret',
        clientSecret: secretOf(index, this.#secretVersions[index] ?? 1),
      });
      if (!replaced.ok) return this.#actLater(index);
      tenant.secretExpired = false;
      this.#referee.putRight(index);
    }
    const current = this.#find(index);
    const status = current && this.#machine.keeper.statusOf(current);
    if (current && status !== 'fine' && status !== 'working') await this.#signIn(current);
  }

  async #signIn(connection: Connection): Promise<void> {
    const index = this.#indexOf(connection.id);
    const ticket = await this.#machine.keeper.beginSignIn(connection.id);
    if (!ticket.ok || index === null) return;
    const exchange = this.#server.issue(index);
    const done = await ticket.value.complete(exchange);
    this.#signIns += 1;
    if (done.ok && exchange.ok) this.#arrived(exchange.tokens.refreshToken);
  }

  #find(index: number): Connection | null {
    const id = this.#ids.get(index);
    return id === undefined ? null : this.#machine.keeper.find(id);
  }

  readonly #ids = new Map<number, string>();
  readonly #indexes = new Map<string, number>();

  #indexOf(id: string): number | null {
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const name = this.#machine.keeper.find(id)?.name;
    if (!name) return null;
    const index = Number(name.slice(1));
    this.#ids.set(index, id);
    this.#indexes.set(id, index);
    return index;
  }

  #every(span: number, act: () => void): void {
    this.#time.after(span, () => {
      act();
      this.#every(span, act);
    });
  }

  #report(): SimulationReport {
    const lapses: Record<Verdict, number> = { outage: 0, person: 0, 'unknown-window': 0, loss: 0 };
    for (const { verdict } of this.#referee.lapses) lapses[verdict] += 1;
    const length = this.options.years * YEAR;
    return {
      options: this.options,
      lapses,
      losses: this.#referee.lapses.filter(({ verdict }) => verdict === 'loss'),
      duplicateNotices: this.#referee.duplicates,
      refreshes: this.#refreshes,
      retries: this.#machine.retries,
      notices: this.#referee.notices,
      signIns: this.#signIns,
      crashes: this.#machine.crashes,
      peakInFlight: this.#machine.peakInFlight,
      outages: Object.fromEntries(
        OUTAGES.map((outage) => [outage, Math.round(((this.#weather.total.get(outage) ?? 0) / length) * 1000) / 10]),
      ),
    };
  }
}
