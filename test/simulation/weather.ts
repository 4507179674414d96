import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/model/time';
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
const isExcuse = (outage: Outage): outage is Culprit => outage !== 'disk';
/** What can keep a token from being refreshed. */
export type Culprit = Exclude<Outage, 'disk'>;

/** Clear time in which the keeper must have tried whatever is due: the scout's longest pause and its own are an hour each, a server may ask for a quarter more. */
export const CLEAR_TIME_NEEDED = 3 * HOUR;
/** The same in pieces, however short: the keeper's pauses are half an hour on average, so so many do not all miss them by chance. */
export const CLEAR_PIECES_NEEDED = 12 * HOUR;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** How long nothing stood in the way of a refresh: in the longest piece, and in all. */
export interface Clear {
  readonly longest: number;
  readonly total: number;
}

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
  readonly #spans: Span[] = [];
  readonly #outages: Array<Span & { readonly outage: Outage }> = [];
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

  /** Whether it is out now, or was a moment ago: what somebody has just met may have passed since. */
  wasJustOut(outage: Outage): boolean {
    const moment = this.time.now - MINUTE;
    return this.isOut(outage) || this.#outages.some((one) => one.outage === outage && one.end >= moment);
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

  /** The clear time between the two moments. */
  clearBetween(from: number, to: number): Clear {
    let longest = 0;
    let total = 0;
    const count = (start: number, end: number) => {
      const span = Math.max(0, Math.min(end, to) - Math.max(start, from));
      longest = Math.max(longest, span);
      total += span;
    };
    if (this.#clearSince !== null) count(this.#clearSince, this.time.now);
    for (let index = this.#spans.length - 1; index >= 0; index -= 1) {
      const span = this.#spans[index];
      if (!span || span.end <= from) break;
      count(span.start, span.end);
    }
    return { longest, total };
  }

  /** What stood in the way for the longest between the two moments; `null` when nothing did. */
  culprit(from: number, to: number): Culprit | null {
    const lasted = new Map<Culprit, number>();
    const going = [...this.#began].flatMap(([outage, start]) =>
      this.isOut(outage) ? { outage, start, end: this.time.now } : [],
    );
    for (const { outage, start, end } of [...this.#outages, ...going]) {
      const span = Math.min(end, to) - Math.max(start, from);
      if (span > 0 && isExcuse(outage)) lasted.set(outage, (lasted.get(outage) ?? 0) + span);
    }
    const longest = Math.max(...lasted.values());
    return [...lasted].find(([, span]) => span === longest)?.[0] ?? null;
  }

  /** Forgets what ended before this moment. */
  forget(before: number): void {
    for (const spans of [this.#spans, this.#outages]) while (spans[0] && spans[0].end < before) spans.shift();
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
    const span = { start: this.#began.get(outage) ?? this.time.now, end: this.time.now };
    this.#outages.push({ ...span, outage });
    this.total.set(outage, (this.total.get(outage) ?? 0) + span.end - span.start);
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
