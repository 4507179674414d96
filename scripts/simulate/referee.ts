import type { Notice } from '../../src/core/keeper-api';
import { DAY, HOUR } from '../../src/core/time';
import type { Server } from './server';
import { CLEAR_TIME_NEEDED, type Weather } from './weather';

export type Verdict = 'outage' | 'person' | 'unknown-window' | 'loss';

export interface Lapse {
  readonly connection: number;
  readonly at: number;
  readonly verdict: Verdict;
  /** What happened to the connection since its last token, oldest first. */
  readonly trail: readonly string[];
}

interface Track {
  token: string;
  /** When the keeper's schedule wants the next exchange, by true time. */
  due: number;
  /** When a person had to act, by the server's truth; `null` while nobody had to. */
  personSince: number | null;
  toldAt: number | null;
  judged: boolean;
  trail: string[];
}

/** Follows every connection by the server's truth, and judges each lapse: could the keeper have prevented it? */
export class Referee {
  readonly lapses: Lapse[] = [];
  readonly duplicates: string[] = [];
  readonly #told = new Map<string, boolean>();
  readonly #tracks: Track[];

  constructor(
    connections: number,
    private readonly server: Server,
    private readonly weather: Weather,
    private readonly now: () => number,
  ) {
    this.#tracks = Array.from({ length: connections }, () => ({
      token: '',
      due: 0,
      personSince: null,
      toldAt: null,
      judged: false,
      trail: [],
    }));
  }

  get notices(): number {
    return this.#told.size;
  }

  track(connection: number): Track {
    const track = this.#tracks[connection];
    if (!track) throw new RangeError(`no connection ${connection}`);
    return track;
  }

  note(connection: number, what: string): void {
    this.track(connection).trail.push(`${new Date(this.now()).toISOString()} ${what}`);
  }

  /** A token reached the keeper. `window` is what the keeper takes the window for. */
  arrived(connection: number, token: string, window: number): void {
    const due = this.now() + Math.min(DAY, window / 3);
    this.#tracks[connection] = { token, due, personSince: null, toldAt: null, judged: false, trail: [] };
    this.note(connection, 'new token');
  }

  /** From now on only a person can help. */
  needsPerson(connection: number, why: string): void {
    this.track(connection).personSince ??= this.now();
    this.note(connection, why);
  }

  /** A person has put right what only a person could. */
  putRight(connection: number): void {
    const track = this.track(connection);
    track.personSince = null;
    track.due = Math.max(track.due, this.now());
    this.note(connection, 'put right by a person');
  }

  told(connection: number, notice: Notice, diskWasFull: boolean): void {
    this.note(connection, `notice: ${notice.title}`);
    this.track(connection).toldAt ??= this.now();
    // A notice that a full disk kept from being recorded may come again after a crash: rather twice than never.
    if (this.#told.get(notice.id) === false) this.duplicates.push(notice.id);
    this.#told.set(notice.id, diskWasFull);
  }

  /** Judges every token that has lapsed since the last audit. */
  audit(): void {
    for (const [connection, track] of this.#tracks.entries()) {
      const token = this.server.issued.get(track.token);
      if (!token || track.judged) continue;
      const policySince = this.server.tenant(token.tenant).policySince;
      const lapse = this.server.lapseOf(token);
      const at = token.issuedAt < policySince ? Math.max(lapse, policySince) : lapse;
      if (this.now() < at + HOUR) continue;
      track.judged = true;
      const verdict = this.#judge(track, at);
      this.note(connection, `lapsed on ${new Date(at).toISOString()}: ${verdict}`);
      this.lapses.push({ connection, at, verdict, trail: track.trail });
    }
    this.weather.forget(this.now() - 400 * DAY);
  }

  #judge(track: Track, lapsedAt: number): Verdict {
    const { due } = track;
    const until = Math.min(lapsedAt, track.personSince ?? Number.POSITIVE_INFINITY);
    if (this.weather.wasClear(due, until, CLEAR_TIME_NEEDED)) return 'loss';
    if (track.personSince === null) return due + CLEAR_TIME_NEEDED > lapsedAt ? 'unknown-window' : 'outage';
    // Whatever the person had to do, the keeper had to say so once it had a chance to notice.
    const chance = this.weather.wasClear(Math.max(due, track.personSince), lapsedAt, CLEAR_TIME_NEEDED);
    return track.toldAt === null && chance ? 'loss' : 'person';
  }
}
