import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time';
import type { Cause } from './causes';
import type { Chance } from './chance';
import type { VirtualTime } from './virtual-time';

/** What can be out of order for a while, for everybody. `asleep` is a machine that is off, or asleep, or an app that crashed. */
export const OUTAGES = ['network', 'server', 'keychain', 'disk', 'asleep'] as const;
export type Outage = (typeof OUTAGES)[number];

interface Habit {
  readonly outage: Outage;
  /** Average time between the beginnings of two. */
  readonly every: number;
  readonly shortest: number;
  readonly longest: number;
}

const HABITS: readonly Habit[] = [
  { outage: 'network', every: 3 * DAY, shortest: MINUTE, longest: 6 * HOUR },
  { outage: 'network', every: 200 * DAY, shortest: DAY, longest: 120 * DAY },
  { outage: 'server', every: 20 * DAY, shortest: MINUTE, longest: 2 * DAY },
  { outage: 'keychain', every: 30 * DAY, shortest: MINUTE, longest: DAY },
  { outage: 'keychain', every: 700 * DAY, shortest: 10 * DAY, longest: 110 * DAY },
  { outage: 'disk', every: 60 * DAY, shortest: MINUTE, longest: 20 * DAY },
  { outage: 'asleep', every: DAY, shortest: 30 * SECOND, longest: 14 * HOUR },
  { outage: 'asleep', every: 200 * DAY, shortest: DAY, longest: 110 * DAY },
];

/** A full disk is no excuse: the token goes to the keychain, and the next start finds it there. */
const isExcuse = (outage: Outage): boolean => outage !== 'disk';

/** Clear time in which the keeper must have tried whatever is due: the scout's longest pause and its own are an hour each, a server may ask for a quarter more. */
export const CLEAR_TIME_NEEDED = 3 * HOUR;

/** Hears of what goes out of order and comes back. */
export interface WeatherWatch {
  changed(outage: Outage, isOut: boolean): void;
  /** A clear span is about to end. */
  clearEnds(): void;
}

/** Outages that come and go by chance, and the record of the clear spans, in which nothing stood in the way of a refresh. */
export class Weather {
  /** How long each was out, in all. */
  readonly total = new Map<Outage, number>(OUTAGES.map((outage) => [outage, 0]));
  readonly #out = new Map<Outage, number>();
  readonly #began = new Map<Outage, number>();
  readonly #spans: Array<{ readonly start: number; readonly end: number }> = [];
  #clearSince: number | null;

  constructor(
    private readonly time: VirtualTime,
    chance: Chance,
    without: ReadonlySet<Cause>,
    private readonly watch: WeatherWatch,
  ) {
    this.#clearSince = time.now;
    for (const habit of HABITS) {
      const own = chance.fork();
      if (!without.has(habit.outage)) this.#await(habit, own);
    }
  }

  /** Since when nothing stands in the way of a refresh; `null` while something does. */
  get clearSince(): number | null {
    return this.#clearSince;
  }

  isOut(outage: Outage): boolean {
    return (this.#out.get(outage) ?? 0) > 0;
  }

  /** Something goes out now, for `span`. */
  strike(outage: Outage, span: number): void {
    const before = this.#out.get(outage) ?? 0;
    this.#out.set(outage, before + 1);
    if (before === 0) {
      this.#began.set(outage, this.time.now);
      if (isExcuse(outage)) this.#endClearSpan();
      this.watch.changed(outage, true);
    }
    this.time.after(span, () => this.#mend(outage));
  }

  /** The longest clear time, in one piece, between the two moments. */
  longestClear(from: number, to: number): number {
    const last = this.#clearSince === null ? [] : [{ start: this.#clearSince, end: this.time.now }];
    const spans = [...this.#spans, ...last].map(({ start, end }) => Math.min(end, to) - Math.max(start, from));
    return Math.max(0, ...spans);
  }

  /** Forgets clear spans that ended before this moment. */
  forget(before: number): void {
    while (this.#spans[0] && this.#spans[0].end < before) this.#spans.shift();
  }

  #endClearSpan(): void {
    if (this.#clearSince === null) return;
    this.watch.clearEnds();
    this.#spans.push({ start: this.#clearSince, end: this.time.now });
    this.#clearSince = null;
  }

  #mend(outage: Outage): void {
    const left = (this.#out.get(outage) ?? 1) - 1;
    this.#out.set(outage, left);
    if (left > 0) return;
    this.total.set(outage, (this.total.get(outage) ?? 0) + this.time.now - (this.#began.get(outage) ?? this.time.now));
    if (this.#clearSince === null && !OUTAGES.some((other) => isExcuse(other) && this.isOut(other)))
      this.#clearSince = this.time.now;
    this.watch.changed(outage, false);
  }

  #await(habit: Habit, chance: Chance): void {
    this.time.after(chance.wait(habit.every), () => {
      this.strike(habit.outage, chance.span(habit.shortest, habit.longest));
      this.#await(habit, chance);
    });
  }
}
