import { HOUR } from '../../src/core/model/time';
import { Chance } from './chance';
import type { SimulationOptions } from './options';
import type { BreachKind, Excuse, Occasion } from './promises';
import type { Breach } from './referee';
import type { Outage } from './weather';
import { type Outcome, type WorldOptions, YEAR } from './world';

/** More connections than this are spread over several machines, which know nothing of each other. */
const PER_MACHINE = 500;

/** What became of all machines together. */
export interface Report {
  readonly options: SimulationOptions;
  readonly machines: number;
  readonly refreshes: number;
  /** Tries that followed a failed one. */
  readonly retries: number;
  /** Refreshes that failed, whatever was in the way. */
  readonly failures: number;
  /** Copies of refresh tokens that people took. */
  readonly exportedTokens: number;
  readonly signIns: number;
  readonly crashes: number;
  /** How often somebody quit the app. */
  readonly quits: number;
  /** Of one machine. */
  readonly peakInFlight: number;
  /** Tokens that expired and could not be kept, by the reason. */
  readonly excused: Readonly<Record<Excuse, number>>;
  /** The longest clear time in one piece, in hours, that one of them had between being due and expiring. */
  readonly longestChance: number;
  /** The same in all pieces together. */
  readonly mostChance: number;
  readonly notifications: Readonly<Record<Occasion, number>>;
  readonly breaches: Readonly<Record<BreachKind, number>>;
  /** The breach that the fewest events led to. */
  readonly shortest: Breach | null;
  /** Share of the time that each outage lasted, in percent. */
  readonly outages: Readonly<Record<Outage, number>>;
}

/** The machines of a simulation. They depend on the options only, not on the computer that simulates them. */
export function machinesOf({ connections, years, seed, worse }: SimulationOptions): WorldOptions[] {
  const count = Math.ceil(connections / PER_MACHINE);
  const seeds = new Chance(seed);
  return Array.from({ length: count }, (_, index) => ({
    connections: Math.floor(connections / count) + (index < connections % count ? 1 : 0),
    years,
    seed: index === 0 ? seed : seeds.below(4_294_967_296),
    ...(worse ? { worse } : {}),
  }));
}

/** Adds up what became of the machines. */
export function report(options: SimulationOptions, outcomes: readonly Outcome[]): Report {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const most = (of: (outcome: Outcome) => number) => Math.max(...outcomes.map(of));
  const shortest = outcomes
    .flatMap((outcome) => outcome.shortest ?? [])
    .reduce<Breach | null>((best, next) => (best && best.trail.length <= next.trail.length ? best : next), null);
  const length = options.years * YEAR * outcomes.length;
  return {
    options,
    machines: outcomes.length,
    refreshes: sum(({ refreshes }) => refreshes),
    retries: sum(({ retries }) => retries),
    failures: sum(({ failures }) => failures),
    exportedTokens: sum(({ exportedTokens }) => exportedTokens),
    signIns: sum(({ signIns }) => signIns),
    crashes: sum(({ crashes }) => crashes),
    quits: sum(({ quits }) => quits),
    peakInFlight: most(({ peakInFlight }) => peakInFlight),
    excused: total(outcomes.map(({ excused }) => excused)),
    longestChance: round(most(({ longestChance }) => longestChance) / HOUR, 100),
    mostChance: round(most(({ mostChance }) => mostChance) / HOUR, 100),
    notifications: total(outcomes.map(({ notifications }) => notifications)),
    breaches: total(outcomes.map(({ breaches }) => breaches)),
    shortest,
    outages: change(total(outcomes.map(({ outages }) => outages)), (lasted) => round((lasted / length) * 100, 10)),
  };
}

/** Adds up counts of the same things. */
function total<Key extends string>(counts: readonly Readonly<Record<Key, number>>[]): Readonly<Record<Key, number>> {
  return counts.reduce((sum, next) => change(sum, (count, key) => count + next[key]));
}

function change<Key extends string>(
  counts: Readonly<Record<Key, number>>,
  by: (count: number, key: Key) => number,
): Record<Key, number> {
  const changed: Record<Key, number> = { ...counts };
  for (const key in changed) changed[key] = by(changed[key], key);
  return changed;
}

function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
