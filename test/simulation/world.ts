import { DEFAULT_LIFETIME } from '../../src/core/expiry/lifetime';
import type { KeeperEvent } from '../../src/core/model/event';
import { DAY } from '../../src/core/model/time';
import { inWords } from '../../src/core/wording/notification-words';
import { authorityOf } from './authorities';
import type { Cause } from './causes';
import { Chance } from './chance';
import { Fate } from './fate';
import type { Belief } from './lives';
import { type Attempt, Machine, type Spoil, type Witness } from './machine';
import { People, type Scene } from './people';
import type { BreachKind } from './promises';
import { type Breach, Referee } from './referee';
import { Roster } from './roster';
import { SABOTAGES, type SabotageName } from './sabotage';
import { Server } from './server';
import { Storms } from './storms';
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
  /** It ends before its time once a promise of this kind is broken. */
  readonly until?: BreachKind;
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

/**
 * Runs the real keeper through years of bad luck. The same options give the same outcome. `arrange` is handed everything in the world
 * before its time begins, to have happen what chance brings rarely.
 */
export function live(options: WorldOptions, arrange: (scene: Scene) => void = () => undefined): Promise<Outcome> {
  return new World(options, options.worse ? SABOTAGES[options.worse].spoil : (ports) => ports).live(arrange);
}

class World {
  readonly #scene: Scene;
  readonly #visitors: Visitors;
  readonly #fate: Fate;
  readonly #storms: Storms;
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
    const weather = new Weather(time, chance.fork(), without, (outage, isOut) => this.#weatherChanged(outage, isOut));
    const machine: Machine = new Machine(
      time,
      chance.fork(),
      without,
      () => weather,
      (refreshToken, secret) => {
        const tenant = server.find(refreshToken)?.tenant ?? 0;
        return server.redeem(refreshToken, secret === roster.secretOf(tenant));
      },
      this.#witness(),
      spoil,
    );
    const referee = new Referee(connections, server, weather, {
      now: () => time.now,
      clockAhead: () => machine.skew,
      beliefOf: (index) => beliefOf(machine, roster.idOf(index)),
      intervalOf,
    });
    const people: People = new People(() => this.#scene, forPeople);
    this.#scene = { time, weather, server, machine, referee, roster, people };
    this.#storms = new Storms(() => time.now);
    this.#visitors = new Visitors(this.#scene, forVisitors);
    this.#fate = new Fate(this.#scene, forFate, without);
  }

  async live(arrange: (scene: Scene) => void): Promise<Outcome> {
    const { machine, people, referee, time } = this.#scene;
    await machine.start();
    for (let index = 0; index < this.options.connections; index += 1) await this.#connect(index);
    machine.beMortal();
    this.#fate.begin();
    if (!this.#without.has('visitors')) this.#visitors.begin();
    this.#every(3 * DAY, () => referee.audit());
    this.#every(30 * DAY, () => people.lookAtThePanel());
    arrange(this.#scene);
    const { years, until } = this.options;
    const isOver = () => until !== undefined && referee.breaches[until] > 0;
    await time.run(START + years * YEAR, isOver);
    if (!isOver()) referee.audit();
    machine.inspect();
    return this.#outcome();
  }

  async #connect(index: number): Promise<void> {
    const { machine, people, roster } = this.#scene;
    const added = await machine.keeper.add(
      {
        name: `T${index}`,
        cloud: authorityOf(index),
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
    await people.signIn(index);
  }

  #witness(): Witness {
    return {
      isTrial: (credential) => this.#scene.people.isTrial(credential),
      tried: (attempt) => this.#tried(attempt),
      answered: (attempt, carried) => this.#scene.referee.answered(attempt, carried),
      kept: (account, text) => this.#kept(account, text),
      refused: (account) => this.#refused(account),
      heard: (event) => this.#heard(event),
      hurried: () => this.#storms.calm(),
      crashed: (step) => {
        this.#scene.referee.noteForAll(step, 'process', true);
        this.#scene.referee.processEnded();
      },
      ended: (life) => this.#ended(life),
      diedBeforeTelling: ({ id }) => this.#scene.referee.diedBeforeTelling(this.#indexOf(id)),
      dangles: ({ id }) => this.#scene.referee.breach('dangling', this.#indexOf(id)),
      isBehind: ({ id, trouble }) => this.#scene.referee.fileIsBehind(this.#indexOf(id), trouble !== null),
    };
  }

  #weatherChanged(outage: Outage, isOut: boolean): void {
    const { referee, machine, people, time } = this.#scene;
    referee.noteForAll(`${outage} ${isOut ? 'begins' : 'ends'}`, outage, isOut);
    this.#storms.calm();
    if (outage === 'keychain') machine.keyring.setOut(isOut);
    if (outage === 'asleep') {
      time.after(0, () => (isOut ? machine.sleep() : machine.wake()));
      if (!isOut) this.#fate.wake();
    } else if (!isOut) people.seeItReturn();
  }

  #tried(attempt: Attempt): void {
    const { referee, server, weather } = this.#scene;
    referee.tried(attempt);
    const token = server.find(attempt.refreshToken);
    if (!token || attempt.isAside) return;
    const { tenant } = token;
    const authority = authorityOf(tenant);
    if (weather.wayTo(authority).isOut() && this.#storms.isStorm(authority)) referee.breach('storm', tenant);
    if (!this.#without.has('visitors')) this.#visitors.meetRefresh(tenant);
  }

  /** What a refresh token's entry in the keychain says of it. */
  #kept(account: string, text: string): void {
    if (!account.includes('/refresh-token/')) return;
    const [, lifetime, refreshToken] = /"lifetime":(\d+),.*"refreshToken":"([^"]+)"/.exec(text) ?? [];
    if (refreshToken !== undefined) this.#scene.referee.kept(refreshToken, Number(lifetime));
  }

  #refused(account: string): void {
    const [id = ''] = account.split('/');
    if (this.#storms.isStorm('keychain')) this.#scene.referee.breach('storm', this.#indexOf(id));
  }

  #ended(life: number): void {
    const { referee, weather } = this.#scene;
    referee.noteForAll('quit', 'process', true);
    if (!weather.wasJustOut('keychain')) referee.ended(life);
    referee.processEnded();
  }

  #heard(event: KeeperEvent): void {
    if (event.type === 'notification') this.#scene.people.hear(inWords(event.notification));
    if (event.type !== 'history') return;
    const { kind } = event.event;
    if (kind === 'refresh' || kind === 'failure' || kind === 'copy') this.#happened[kind] += 1;
  }

  #indexOf(id: string): number {
    return this.#scene.roster.indexOf(id) ?? 0;
  }

  #every(span: number, act: () => void): void {
    this.#scene.time.after(span, () => {
      act();
      this.#every(span, act);
    });
  }

  #outcome(): Outcome {
    const { referee, machine, people, weather } = this.#scene;
    const { breaches, excused, notifications, longestChance, mostChance, shortest, retries } = referee;
    const { crashes, quits, peakInFlight } = machine;
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
      signIns: people.signIns,
      crashes,
      quits,
      peakInFlight,
      outages: weather.total,
    };
  }
}

function beliefOf({ keeper }: Machine, id: string): Belief {
  const connection = keeper.find(id);
  return {
    lifetime: connection?.learnedLifetime ?? DEFAULT_LIFETIME,
    signInLimit: connection?.learnedSignInLimit?.span ?? Number.POSITIVE_INFINITY,
  };
}
