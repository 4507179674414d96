import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time';
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

/** A span in which nothing stood in the way of a refresh. `end` is infinite while it lasts. */
export interface ClearSpan {
  readonly start: number;
  end: number;
}

/** Outages that come and go by chance, and the record of the clear spans between them. */
export class Weather {
  readonly #out = new Map<Outage, number>();
  readonly #began = new Map<Outage, number>();
  readonly #clear: ClearSpan[] = [];
  /** How long each was out, in all. */
  readonly total = new Map<Outage, number>(OUTAGES.map((outage) => [outage, 0]));

  constructor(
    private readonly time: VirtualTime,
    private readonly chance: Chance,
    private readonly changed: (outage: Outage, isOut: boolean) => void,
  ) {
    this.#clear.push({ start: time.now, end: Number.POSITIVE_INFINITY });
    for (const habit of HABITS) this.#await(habit);
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
      const last = this.#clear.at(-1);
      if (last && last.end === Number.POSITIVE_INFINITY) last.end = this.time.now;
      this.changed(outage, true);
    }
    this.time.after(span, () => this.#mend(outage));
  }

  /** Whether a refresh had `needed` of clear time somewhere between the two moments. */
  wasClear(from: number, to: number, needed: number): boolean {
    return this.#clear.some(({ start, end }) => Math.min(end, to, this.time.now) - Math.max(start, from) >= needed);
  }

  /** Forgets clear spans that ended before this moment. */
  forget(before: number): void {
    while (this.#clear[0] && this.#clear[0].end < before) this.#clear.shift();
  }

  #mend(outage: Outage): void {
    const left = (this.#out.get(outage) ?? 1) - 1;
    this.#out.set(outage, left);
    if (left > 0) return;
    this.total.set(outage, (this.total.get(outage) ?? 0) + this.time.now - (this.#began.get(outage) ?? this.time.now));
    if (OUTAGES.every((other) => !this.isOut(other)))
      this.#clear.push({ start: this.time.now, end: Number.POSITIVE_INFINITY });
    this.changed(outage, false);
  }

  #await(habit: Habit): void {
    this.time.after(this.chance.wait(habit.every), () => {
      this.strike(habit.outage, this.chance.span(habit.shortest, habit.longest));
      this.#await(habit);
    });
  }
}

/** Clear time within which the keeper must have refreshed what is due: the longest pause between two tries is an hour and 4 at once take their time. */
export const CLEAR_TIME_NEEDED = 3 * HOUR;
