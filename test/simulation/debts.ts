import { mustHaveTried } from './bounds';
import type { Track } from './track';

/** What the keeper owes each connection: a try, since when. */
export class Debts {
  constructor(
    private readonly now: () => number,
    private readonly neglected: (track: Track) => void,
  ) {}

  /** From now on a try is owed since another time, and until one. Whether the old debt was neglected is seen first. */
  set(track: Track, since: number, until = Number.POSITIVE_INFINITY): void {
    this.check(track);
    track.owedSince = since;
    track.owedUntil = until;
  }

  /** What is owed, if anything, is owed no sooner than that. */
  putOff(track: Track, since: number): void {
    if (Number.isFinite(track.owedSince)) this.set(track, Math.max(track.owedSince, since), track.owedUntil);
  }

  /** A try has begun: the next one is owed from here on at the earliest. */
  pay(track: Track): void {
    this.set(track, Math.max(track.owedSince, this.now()), track.owedUntil);
    track.isNeglected = false;
  }

  check(track: Track): void {
    const { owedSince, owedUntil, isNeglected, way } = track;
    if (isNeglected || this.now() <= owedSince) return;
    if (!mustHaveTried(way.clearBetween(owedSince, Math.min(this.now(), owedUntil)))) return;
    track.isNeglected = true;
    this.neglected(track);
  }
}
