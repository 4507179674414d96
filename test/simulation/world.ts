import { DEFAULT_LIFETIME } from '../../src/core/expiry/lifetime';
import type { KeeperEvent } from '../../src/core/model/event';
import { DAY } from '../../src/core/model/time';
import type { Cause } from './causes';
import { Chance } from './chance';
import { Fate } from './fate';
import { Machine, type Spoil } from './machine';
import { People, type Scene } from './people';
import { type Breach, Referee } from './referee';
import { Roster } from './roster';
import { SABOTAGES, type SabotageName } from './sabotage';
import { Server } from './server';
import { VirtualTime } from './virtual-time';
import { Visitors } from './visitors';
import { type Outage, Weather } from './weather';

/** One machine with its connections, for some years. */
export interface WorldOptions {
  readonly connections: number;
  readonly years: number;
  readonly seed: number;
  /** What never goes wrong in it. */
  readonly without?: readonly Cause[];
  /** In which way its keeper is worse than the real one, if it is to be. */
  readonly worse?: SabotageName;
}

/** What became of it. */
export interface Outcome {
  readonly breaches: Referee['breaches'];
  readonly excused: Referee['excused'];
  readonly notifications: Referee['notifications'];
  readonly longestChance: number;
  readonly mostChance: number;
  readonly shortest: Breach | null;
  readonly refreshes: number;
  readonly retries: number;
  readonly failures: number;
  readonly exportedTokens: number;
  readonly signIns: number;
  readonly crashes: number;
  readonly quits: number;
  readonly peakInFlight: number;
  /** How long each outage lasted, in all. */
  readonly outages: Readonly<Record<Outage, number>>;
}

const START = Date.UTC(2026, 0, 1);
export const YEAR = 365.25 * DAY;
const GUID = '11111111-2222-3333-4444-555555555555';

/** Some connections have the usual schedule, most one of the rarest that can be chosen, which leave the least time for mending. */
const INTERVALS = [1, 7, 30, 7, 30, 7, 30, 7];
const intervalOf = (connection: number) => (INTERVALS[connection % INTERVALS.length] ?? 1) * DAY;

/** Runs the real keeper through years of bad luck. The same options give the same outcome. */
export function live(options: WorldOptions): Promise<Outcome> {
  return new World(options, options.worse ? SABOTAGES[options.worse].spoil : (ports) => ports).live();
}

class World {
  readonly #scene: Scene;
  readonly #people: People;
  readonly #visitors: Visitors;
  readonly #fate: Fate;
  readonly #without: ReadonlySet<Cause>;
  readonly #happened = { refresh: 0, failure: 0, copy: 0 };

  constructor(
    private readonly options: WorldOptions,
    spoil: Spoil,
  ) {
    const { connections, seed } = options;
    const chance = new Chance(seed);
    const without = new Set(options.without);
    this.#without = without;
    const [forPeople, forFate, forVisitors] = [chance.fork(), chance.fork(), chance.fork()];
    const time = new VirtualTime(START);
    const server = new Server(connections, () => time.now);
    const roster = new Roster(connections);
    const referee: Referee = new Referee(connections, server, () => weather, {
      now: () => time.now,
      clockAhead: () => machine.skew,
      beliefOf: (index) => {
        const connection = machine.keeper.find(roster.idOf(index));
        return {
          lifetime: connection?.learnedLifetime ?? DEFAULT_LIFETIME,
          signInLimit: connection?.learnedSignInLimit?.span ?? Number.POSITIVE_INFINITY,
        };
      },
      intervalOf,
    });
    const weather = new Weather(time, chance.fork(), without, {
      changed: (outage, isOut) => this.#weatherChanged(outage, isOut),
      clearEnds: () => referee.checkDebts(),
    });
    const machine = new Machine(
      time,
      chance.fork(),
      without,
      () => weather,
      (refreshToken, secret) => {
        const tenant = server.find(refreshToken)?.tenant ?? 0;
        return server.redeem(refreshToken, secret === roster.secretOf(tenant));
      },
      {
        tried: (refreshToken, life, isAside) => this.#tried(refreshToken, life, isAside),
        answered: (refreshToken, exchange, isServers, life, isAside) =>
          referee.answered(refreshToken, exchange, isServers, life, isAside || this.#isOfSecret(refreshToken)),
        kept: (account, text) => this.#kept(account, text),
        heard: (event) => this.#heard(event),
        crashed: (step) => {
          referee.noteForAll(step, 'process', true);
          referee.processEnded();
        },
        ended: (life) => this.#ended(life),
        diedBeforeTelling: ({ id }) => referee.diedBeforeTelling(roster.indexOf(id) ?? 0),
        dangles: ({ id }) => referee.breach('dangling', roster.indexOf(id) ?? 0),
      },
      spoil,
    );
    this.#scene = { time, weather, server, machine, referee, roster };
    this.#people = new People(this.#scene, forPeople);
    this.#visitors = new Visitors(this.#scene, forVisitors);
    this.#fate = new Fate(this.#scene, this.#people, forFate, without);
  }

  async live(): Promise<Outcome> {
    const { machine, referee, time } = this.#scene;
    await machine.start();
    for (let index = 0; index < this.options.connections; index += 1) await this.#connect(index);
    machine.isMortal = !this.#without.has('crash');
    this.#fate.begin();
    if (!this.#without.has('visitors')) this.#visitors.begin();
    this.#every(3 * DAY, () => referee.audit());
    this.#every(30 * DAY, () => this.#people.lookAtThePanel());
    await time.run(START + this.options.years * YEAR);
    referee.audit();
    machine.inspect();
    return this.#outcome();
  }

  async #connect(index: number): Promise<void> {
    const { machine, roster } = this.#scene;
    const added = await machine.keeper.add(
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
      { kind: 'secret', clientSecret: roster.secretOf(index) },
    );
    if (!added.ok) throw new Error(`could not add connection ${index}: ${added.failure.code}`);
    roster.enter(index, added.value.id);
    await this.#people.signIn(index);
  }

  #weatherChanged(outage: Outage, isOut: boolean): void {
    const { referee, machine, time } = this.#scene;
    referee.noteForAll(`${outage} ${isOut ? 'begins' : 'ends'}`, outage, isOut);
    if (outage === 'keychain') machine.keyring.setOut(isOut);
    if (outage === 'asleep') {
      time.after(0, () => (isOut ? machine.sleep() : machine.wake()));
      if (!isOut) this.#fate.wake();
    } else if (!isOut) this.#people.notificationReturn();
  }

  #tried(refreshToken: string, life: number, isAside: boolean): void {
    const { referee, server } = this.#scene;
    const isBeside = isAside || this.#isOfSecret(refreshToken);
    referee.tried(refreshToken, life, isBeside);
    const token = server.find(refreshToken);
    if (token && !isBeside && !this.#without.has('visitors')) this.#visitors.meetRefresh(token.tenant);
  }

  /** Whether the app tries with this token whether a client secret that somebody has just entered works. */
  #isOfSecret(refreshToken: string): boolean {
    const token = this.#scene.server.find(refreshToken);
    return token !== null && this.#people.isEnteringSecret(token.tenant);
  }

  /** What a refresh token's entry in the keychain says of it. */
  #kept(account: string, text: string): void {
    if (!account.includes('/refresh-token/')) return;
    const [, lifetime, refreshToken] = /"lifetime":(\d+),.*"refreshToken":"([^"]+)"/.exec(text) ?? [];
    if (refreshToken !== undefined) this.#scene.referee.kept(refreshToken, Number(lifetime));
  }

  #ended(life: number): void {
    const { referee, weather } = this.#scene;
    referee.noteForAll('quit', 'process', true);
    if (!weather.wasJustOut('keychain')) referee.ended(life);
    referee.processEnded();
  }

  #heard(event: KeeperEvent): void {
    if (event.type === 'notification') this.#people.hear(event.notification);
    if (event.type !== 'history') return;
    const { kind } = event.event;
    if (kind === 'refresh' || kind === 'failure' || kind === 'copy') this.#happened[kind] += 1;
  }

  #every(span: number, act: () => void): void {
    this.#scene.time.after(span, () => {
      act();
      this.#every(span, act);
    });
  }

  #outcome(): Outcome {
    const { referee, machine, weather } = this.#scene;
    const { breaches, excused, notifications, longestChance, mostChance, shortest, retries } = referee;
    const { crashes, quits, peakInFlight } = machine;
    const lasted = (outage: Outage) => weather.total.get(outage) ?? 0;
    return {
      breaches,
      excused,
      notifications,
      longestChance,
      mostChance,
      shortest,
      refreshes: this.#happened.refresh,
      retries,
      failures: this.#happened.failure,
      exportedTokens: this.#happened.copy,
      signIns: this.#people.signIns,
      crashes,
      quits,
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
