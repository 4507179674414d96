import type { Notice } from '../../src/core/keeper-api';
import { noticeReason, THRESHOLDS, thresholdSpan } from '../../src/core/notices';
import type { Exchange } from '../../src/core/ports';
import { DAY, HOUR } from '../../src/core/time';
import type { BreachKind, Excuse, Occasion } from './promises';
import type { Issued, Server } from './server';
import { Trail } from './trail';
import { CLEAR_TIME_NEEDED, type Weather } from './weather';

/** A promise that the keeper broke, and what led to it, oldest first. */
export interface Breach {
  readonly kind: BreachKind;
  readonly connection: number;
  readonly at: number;
  readonly trail: readonly string[];
}

interface Track {
  /** The token that the keeper is known to go on with. */
  token: string;
  /** The longest span that the keeper may plan ahead. */
  plan: number;
  /** Since when the keeper owes a try; infinite while only a person can help, and knows it from the server. */
  owedSince: number;
  /** When a clock that jumped no longer explains a late refresh. */
  excusedUntil: number;
  /** Clear time in which the keeper must try what it owes. */
  patience: number;
  /** What the server last refused: the secret, or the token itself. */
  refused: 'secret' | 'token' | null;
  personSince: number | null;
  toldAt: number | null;
  isJudged: boolean;
  /** The newest token, by its order, that the keychain holds, and that reached a process. */
  keptOrder: number;
  deliveredOrder: number;
  deliveredLife: number;
  own: Trail;
}

/** What the referee knows of the machine itself. */
export interface Circumstances {
  readonly now: () => number;
  /** How far the machine's clock is ahead; negative when it is behind. */
  readonly clockAhead: () => number;
  /** What the keeper takes the window of a new token for. */
  readonly believedWindow: (connection: number) => number;
  readonly intervalOf: (connection: number) => number;
}

/**
 * Follows every connection by the server's truth, and sees whether the keeper keeps its promises, each time one could be broken and not
 * only when a token lapses: luck and people mend much that should not have happened.
 */
export class Referee {
  readonly excused: Record<Excuse, number> = { outage: 0, person: 0, policy: 0 };
  readonly notices: Record<Occasion, number> = { person: 0, window: 0, keychain: 0, clock: 0, policy: 0 };
  readonly breaches: Record<BreachKind, number> = {
    lapsed: 0,
    neglected: 0,
    outdated: 0,
    dangling: 0,
    untold: 0,
    needless: 0,
    repeated: 0,
  };
  /** The breach with the shortest trail. */
  shortest: Breach | null = null;
  /** The longest clear time, in one piece, that a token had which lapsed and is excused. */
  longestChance = 0;
  /** What happened to all connections alike. */
  readonly common = new Trail();
  readonly #raised = new Map<string, boolean>();
  readonly #tracks: readonly Track[];

  constructor(
    connections: number,
    private readonly server: Server,
    private readonly weather: () => Weather,
    private readonly world: Circumstances,
  ) {
    this.#tracks = Array.from({ length: connections }, () => ({
      token: '',
      plan: 0,
      owedSince: Number.POSITIVE_INFINITY,
      excusedUntil: 0,
      patience: CLEAR_TIME_NEEDED,
      refused: null,
      personSince: null,
      toldAt: null,
      isJudged: false,
      keptOrder: 0,
      deliveredOrder: 0,
      deliveredLife: 0,
      own: new Trail(),
    }));
  }

  note(connection: number, what: string): void {
    this.#track(connection).own.note(this.world.now(), what);
  }

  noteForAll(what: string): void {
    this.common.note(this.world.now(), what);
  }

  /** A refresh was begun with this token. */
  tried(refreshToken: string, life: number): void {
    const token = this.server.issued.get(refreshToken);
    if (!token) return;
    const track = this.#track(token.tenant);
    this.#checkDebt(track, token.tenant);
    const newest = Math.max(track.keptOrder, life === track.deliveredLife ? track.deliveredOrder : 0);
    if (token.order < newest) this.breach('outdated', token.tenant);
    track.token = refreshToken;
    if (Number.isFinite(track.owedSince)) track.owedSince = this.world.now();
  }

  /** What came of it. Only the server's own word changes what is owed. */
  answered(refreshToken: string, exchange: Exchange, isServers: boolean, life: number): void {
    const token = this.server.issued.get(refreshToken);
    if (!token) return;
    if (exchange.ok) {
      this.arrived(exchange.tokens.refreshToken, life);
      return;
    }
    const { raw } = exchange;
    this.note(token.tenant, `try failed: ${raw.kind === 'reply' ? `HTTP ${raw.status}` : raw.kind}`);
    if (!isServers) return;
    const track = this.#track(token.tenant);
    track.refused = raw.kind === 'reply' && raw.status === 401 ? 'secret' : 'token';
    track.owedSince = Number.POSITIVE_INFINITY;
  }

  /** A token reached the keeper. */
  arrived(refreshToken: string, life: number): void {
    const token = this.server.issued.get(refreshToken);
    if (!token) return;
    const now = this.world.now();
    const track = this.#track(token.tenant);
    this.#judgeIfLapsed(track, token.tenant);
    track.token = refreshToken;
    track.plan = Math.min(this.world.intervalOf(token.tenant), this.world.believedWindow(token.tenant) / 3);
    track.owedSince = now + track.plan;
    // To a machine whose clock was ahead, the token looks newer than it is, later also; but never newer than new.
    track.patience = CLEAR_TIME_NEEDED + (this.world.clockAhead() > 0 ? track.plan : 0);
    track.refused = null;
    track.personSince = this.server.tenant(token.tenant).secretExpired ? now : null;
    track.toldAt = null;
    track.isJudged = false;
    track.deliveredOrder = token.order;
    track.deliveredLife = life;
    track.own = new Trail();
    track.own.note(now, 'new token');
  }

  /** The keychain holds this token now, and with it what the keeper takes its window for: only the server's words can have changed its mind. */
  kept(refreshToken: string, window: number): void {
    const token = this.server.issued.get(refreshToken);
    if (!token) return;
    const track = this.#track(token.tenant);
    track.keptOrder = token.order;
    if (track.token !== refreshToken || !Number.isFinite(track.owedSince)) return;
    track.plan = Math.min(this.world.intervalOf(token.tenant), window / 3);
    track.owedSince = Math.max(token.issuedAt + track.plan, this.world.now());
  }

  /** From now on only a person can help. */
  needsPerson(connection: number, why: string): void {
    this.#track(connection).personSince ??= this.world.now();
    this.note(connection, why);
  }

  /** A person has entered a new client secret. */
  secretReplaced(connection: number): void {
    const track = this.#track(connection);
    this.#judgeIfLapsed(track, connection);
    const token = this.server.issued.get(track.token);
    if (token && !this.server.isRevoked(token)) track.personSince = null;
    if (track.refused === 'secret') {
      track.refused = null;
      track.owedSince = this.world.now();
    }
    this.note(connection, 'a person replaced the secret');
  }

  /** The machine's clock jumped: a plan may be late by as much as it may be long. */
  clockJumped(): void {
    const now = this.world.now();
    for (const track of this.#tracks) {
      track.excusedUntil = now + track.plan;
      if (Number.isFinite(track.owedSince)) track.owedSince = Math.max(track.owedSince, track.excusedUntil);
    }
  }

  /** `wasRecorded`: a notice that a full disk kept from being recorded may come again after a crash, rather than never. */
  told(connection: number, notice: Notice, wasRecorded: boolean): void {
    const track = this.#track(connection);
    this.note(connection, `notice: ${notice.title}`);
    if (this.#raised.get(notice.id) === true) this.breach('repeated', connection);
    this.#raised.set(notice.id, wasRecorded);
    const occasion = this.#occasionFor(connection, track, noticeReason(notice));
    if (occasion) this.notices[occasion] += 1;
    else this.breach('needless', connection);
    track.toldAt ??= this.world.now();
  }

  /** Sees whether anything that was due has waited too long. Called before a clear span ends. */
  checkDebts(): void {
    for (const [connection, track] of this.#tracks.entries()) this.#checkDebt(track, connection);
  }

  /** Judges every token that has lapsed since the last audit. */
  audit(): void {
    this.checkDebts();
    for (const [connection, track] of this.#tracks.entries()) this.#judgeIfLapsed(track, connection);
    this.weather().forget(this.world.now() - 400 * DAY);
  }

  breach(kind: BreachKind, connection: number): void {
    this.breaches[kind] += 1;
    const track = this.#track(connection);
    const since = Math.min(track.owedSince, track.personSince ?? this.world.now(), this.world.now());
    const trail = track.own.tell(0, this.common, since);
    const now = this.world.now();
    trail.push(`${new Date(now).toISOString()} ${kind}`);
    if (this.shortest && this.shortest.trail.length <= trail.length) return;
    this.shortest = { kind, connection, at: now, trail };
  }

  #checkDebt(track: Track, connection: number): void {
    const clearSince = this.weather().clearSince;
    const now = this.world.now();
    if (clearSince === null || now - Math.max(clearSince, track.owedSince) <= track.patience) return;
    this.breach('neglected', connection);
    track.owedSince = now;
  }

  /** Judged once, and before a person mends it: that somebody did is no excuse. */
  #judgeIfLapsed(track: Track, connection: number): void {
    const token = this.server.issued.get(track.token);
    if (!token || track.isJudged) return;
    const at = this.#lapseOf(token);
    if (this.world.now() < at) return;
    track.isJudged = true;
    this.note(connection, `lapsed on ${new Date(at).toISOString()}`);
    this.#judge(connection, track, token, at);
  }

  #judge(connection: number, track: Track, token: Issued, lapsedAt: number): void {
    const due = Math.max(token.issuedAt + track.plan, track.excusedUntil);
    const until = Math.min(lapsedAt, track.personSince ?? Number.POSITIVE_INFINITY);
    const chance = this.weather().longestClear(due, until);
    if (chance > track.patience) {
      this.breach('lapsed', connection);
      return;
    }
    this.longestChance = Math.max(this.longestChance, chance);
    if (track.personSince === null) {
      this.excused[due + CLEAR_TIME_NEEDED > lapsedAt ? 'policy' : 'outage'] += 1;
      return;
    }
    // Whatever the person had to do, the keeper had to say so once it could notice.
    const couldNotice = this.weather().longestClear(Math.max(due, track.personSince), lapsedAt);
    if (track.toldAt === null && couldNotice >= CLEAR_TIME_NEEDED) this.breach('untold', connection);
    else this.excused.person += 1;
  }

  #occasionFor(connection: number, track: Track, reason: string): Occasion | null {
    const token = this.server.issued.get(track.token);
    const now = this.world.now();
    if (track.personSince !== null || (token && now >= this.#lapseOf(token))) return 'person';
    const isLocked = this.weather().isOut('keychain');
    if (reason.startsWith('failure:keychain/')) return isLocked ? 'keychain' : null;
    const threshold = THRESHOLDS.find((one) => reason === `window:${one}`);
    if (threshold === undefined || !token) return null;
    const window = this.#lapseOf(token) - token.issuedAt;
    if (this.#lapseOf(token) - now <= thresholdSpan(threshold, window) + HOUR) return 'window';
    if (this.world.clockAhead() !== 0) return 'clock';
    // Started with a locked keychain, after a full disk: all it can know is what an old file says.
    if (isLocked) return 'keychain';
    return this.world.believedWindow(connection) < window ? 'policy' : null;
  }

  /** When a token lapses, by the server's truth; a policy cannot end it before there was the policy. */
  #lapseOf(token: Issued): number {
    const { policySince, window } = this.server.tenant(token.tenant);
    if (token.issuedAt >= policySince) return token.lapsesAt;
    return Math.min(token.lapsesAt, Math.max(token.issuedAt + window, policySince));
  }

  #track(connection: number): Track {
    const track = this.#tracks[connection];
    if (!track) throw new RangeError(`no connection ${connection}`);
    return track;
  }
}
