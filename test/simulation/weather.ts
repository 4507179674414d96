import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/model/time';
import { AUTHORITIES, type Authority } from './authorities';
import { type Clear, STORAGE_PAUSE } from './bounds';
import type { Cause } from './causes';
import type { Chance } from './chance';
import { ClearTime } from './clear-time';
import type { VirtualTime } from './virtual-time';

/**
 * What can be out of order for a while, for everybody: the network, an authority, what the machine has. `asleep` is a machine that
 * is off, or asleep, or an app that crashed; `folder`: another process has the data folder.
 */
export type Outage = Authority | 'network' | 'keychain' | 'disk' | 'asleep' | 'folder';

/** What can keep a token from being refreshed. A full disk is no excuse: the token goes to the keychain, and the next start finds it there. */
export type Culprit = 'network' | 'server' | 'keychain' | 'asleep' | 'folder';

const CULPRITS: Readonly<Record<Outage, Culprit | null>> = {
  network: 'network',
  global: 'server',
  'us-government': 'server',
  keychain: 'keychain',
  disk: null,
  asleep: 'asleep',
  folder: 'folder',
};

interface Habit {
  readonly outage: Outage;
  readonly cause: Cause;
  /** Average time between the beginnings of two. */
  readonly every: number;
  readonly shortest: number;
  readonly longest: number;
}

const HABITS: readonly Habit[] = [
  { outage: 'network', cause: 'network', every: 3 * DAY, shortest: MINUTE, longest: 6 * HOUR },
  { outage: 'network', cause: 'network', every: 300 * DAY, shortest: DAY, longest: 120 * DAY },
  { outage: 'global', cause: 'server', every: 20 * DAY, shortest: MINUTE, longest: 2 * DAY },
  { outage: 'us-government', cause: 'server', every: 20 * DAY, shortest: MINUTE, longest: 20 * DAY },
  { outage: 'keychain', cause: 'keychain', every: 30 * DAY, shortest: MINUTE, longest: DAY },
  { outage: 'keychain', cause: 'keychain', every: 700 * DAY, shortest: 10 * DAY, longest: 110 * DAY },
  { outage: 'disk', cause: 'disk', every: 60 * DAY, shortest: MINUTE, longest: 20 * DAY },
  { outage: 'asleep', cause: 'asleep', every: DAY, shortest: 30 * SECOND, longest: 14 * HOUR },
  { outage: 'asleep', cause: 'asleep', every: 200 * DAY, shortest: DAY, longest: 110 * DAY },
];

/** The way from this machine's keychain to one authority: everything that a refresh takes. */
export interface Way {
  /** Since when nothing stands in the way; `null` while something does. */
  readonly clearSince: number | null;
  clearBetween(from: number, to: number): Clear;
  /** What stood in the way for the longest between the two moments; `null` when nothing did. */
  culprit(from: number, to: number): Culprit | null;
  isOut(): boolean;
}

/** Outages that come and go by chance, and the record of the time in which nothing stood in the way of a refresh. */
export class Weather {
  /** How long each was out, in all. */
  readonly total: Record<Outage, number> = {
    network: 0,
    global: 0,
    'us-government': 0,
    keychain: 0,
    disk: 0,
    asleep: 0,
    folder: 0,
  };
  readonly #out = new Map<Outage, number>();
  readonly #began = new Map<Outage, number>();
  readonly #outages: Array<{ readonly outage: Outage; readonly start: number; readonly end: number }> = [];
  readonly #clear: ReadonlyMap<Authority, ClearTime>;
  readonly #ways: ReadonlyMap<Authority, Way>;
  /** Until when whoever waits for what the machine has may still be waiting. */
  #storageMendedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly time: VirtualTime,
    chance: Chance,
    without: ReadonlySet<Cause>,
    private readonly changed: (outage: Outage, isOut: boolean) => void,
  ) {
    this.#clear = new Map(AUTHORITIES.map((authority) => [authority, new ClearTime(time.now)]));
    this.#ways = new Map(AUTHORITIES.map((authority) => [authority, this.#findWay(authority)]));
    for (const habit of HABITS) {
      const own = chance.fork();
      if (!without.has(habit.cause)) this.#await(habit, own);
    }
  }

  isOut(outage: Outage): boolean {
    return (this.#out.get(outage) ?? 0) > 0;
  }

  /** Whether it is out now, or was a moment ago: what somebody has just met may have passed since. */
  wasJustOut(outage: Outage): boolean {
    if (this.isOut(outage)) return true;
    const latest = this.#outages.findLast((one) => one.outage === outage || one.end < this.time.now - MINUTE);
    return latest !== undefined && latest.end >= this.time.now - MINUTE;
  }

  wayTo(authority: Authority): Way {
    const way = this.#ways.get(authority);
    if (!way) throw new RangeError(`no authority ${authority}`);
    return way;
  }

  #findWay(authority: Authority): Way {
    const clear = this.#clearOf(authority);
    const { time } = this;
    return {
      get clearSince() {
        return clear.since;
      },
      clearBetween: (from, to) => clear.between(from, to, time.now),
      culprit: (from, to) => this.#culprit(authority, from, to),
      isOut: () => this.isOut('network') || this.isOut(authority),
    };
  }

  /** Something goes out now, for `span`. */
  strike(outage: Outage, span: number): void {
    const before = this.#out.get(outage) ?? 0;
    this.#out.set(outage, before + 1);
    if (before === 0) {
      this.#began.set(outage, this.time.now);
      this.#look();
      this.changed(outage, true);
    }
    this.time.after(span, () => this.#mend(outage));
  }

  /** For a moment an authority gave no answer: whoever asked takes that for an outage. */
  blink(authority: Authority): void {
    const clear = this.#clearOf(authority);
    if (clear.since === null) return;
    clear.end(this.time.now);
    clear.begin(this.time.now);
  }

  /** Forgets what ended before this moment. */
  forget(before: number): void {
    for (const clear of this.#clear.values()) clear.forget(before);
    while (this.#outages[0] && this.#outages[0].end < before) this.#outages.shift();
  }

  #clearOf(authority: Authority): ClearTime {
    const clear = this.#clear.get(authority);
    if (!clear) throw new RangeError(`no authority ${authority}`);
    return clear;
  }

  #look(): void {
    const { now } = this.time;
    const isWaiting = now < this.#storageMendedAt + STORAGE_PAUSE;
    const isBad = isWaiting || (['network', 'keychain', 'asleep', 'folder'] as const).some((one) => this.isOut(one));
    for (const [authority, clear] of this.#clear) {
      if (isBad || this.isOut(authority)) clear.end(now);
      else clear.begin(now);
    }
  }

  #mend(outage: Outage): void {
    const left = (this.#out.get(outage) ?? 1) - 1;
    this.#out.set(outage, left);
    if (left > 0) return;
    const { now } = this.time;
    const start = this.#began.get(outage) ?? now;
    this.#outages.push({ outage, start, end: now });
    this.total[outage] += now - start;
    if (outage === 'keychain' || outage === 'folder') {
      this.#storageMendedAt = now;
      this.time.after(STORAGE_PAUSE, () => this.#look());
    }
    this.#look();
    this.changed(outage, false);
  }

  #culprit(authority: Authority, from: number, to: number): Culprit | null {
    const lasted = new Map<Culprit, number>();
    const going = [...this.#began].flatMap(([outage, start]) =>
      this.isOut(outage) ? { outage, start, end: this.time.now } : [],
    );
    for (const { outage, start, end } of [...this.#outages, ...going]) {
      const span = Math.min(end, to) - Math.max(start, from);
      const culprit = isOfOther(outage, authority) ? null : CULPRITS[outage];
      if (span > 0 && culprit) lasted.set(culprit, (lasted.get(culprit) ?? 0) + span);
    }
    const longest = Math.max(...lasted.values());
    return [...lasted].find(([, span]) => span === longest)?.[0] ?? null;
  }

  #await(habit: Habit, chance: Chance): void {
    this.time.after(chance.wait(habit.every), () => {
      this.strike(habit.outage, chance.span(habit.shortest, habit.longest));
      this.#await(habit, chance);
    });
  }
}

/** Whether it is the outage of another authority than this one. */
function isOfOther(outage: Outage, authority: Authority): boolean {
  return CULPRITS[outage] === 'server' && outage !== authority;
}
