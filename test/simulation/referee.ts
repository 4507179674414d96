import { notificationReason } from '../../src/core/expiry/notifications';
import type { AppNotification } from '../../src/core/keeper/keeper-api';
import type { Exchange } from '../../src/core/model/exchange';
import type { RawFailure } from '../../src/core/model/failure';
import { DAY } from '../../src/core/model/time';
import { isEnough, judge, judgeSignIn } from './judge';
import { type Belief, endOf, lifeOf, stricterOf } from './lives';
import { type Circumstances, occasionOf } from './occasions';
import { type BreachKind, type Need, NO_BREACHES, NO_EXCUSES, NO_OCCASIONS } from './promises';
import type { Issued, Server } from './server';
import { fallBack, newTrack, noteBeforeUnkept, type Track } from './track';
import { Trail } from './trail';
import { CLEAR_TIME_NEEDED, type Weather } from './weather';

/** A promise that the keeper broke, and what led to it, oldest first. */
export interface Breach {
  readonly kind: BreachKind;
  readonly connection: number;
  readonly at: number;
  readonly trail: readonly string[];
}

/**
 * Follows every connection by the server's truth, and sees whether the keeper keeps its promises, each time one could be broken and not
 * only when a token expires: luck and people mend much that should not have happened.
 */
export class Referee {
  readonly excused = { ...NO_EXCUSES };
  readonly notifications = { ...NO_OCCASIONS };
  readonly breaches = { ...NO_BREACHES };
  /** Tries that followed a failed one. */
  retries = 0;
  /** The breach with the shortest trail. */
  shortest: Breach | null = null;
  /** The longest clear time, in one piece and in all, that a token had which expired and is excused. */
  longestChance = 0;
  mostChance = 0;
  /** What happened to all connections alike. */
  readonly #common = new Trail();
  readonly #tracks: readonly Track[];
  /** Copies that people have taken and not replaced. */
  readonly #exportedTokens = new Map<number, Array<{ readonly token: Issued; readonly belief: Belief }>>();

  /** Infinite while it is wrong. */
  #clockRightSince = 0;
  /** Connections of which a copy was asked for and not handed out, which may be on record all the same. */
  readonly #asked = new Set<number>();

  constructor(
    connections: number,
    private readonly server: Server,
    private readonly weather: () => Weather,
    private readonly world: Circumstances,
  ) {
    this.#tracks = Array.from({ length: connections }, newTrack);
  }

  note(connection: number, what: string): void {
    this.#track(connection).own.note(this.world.now(), what);
  }

  /** `subject`: what began (`isOn`) or ended. */
  noteForAll(what: string, subject: string, isOn: boolean): void {
    this.#common.note(this.world.now(), what, subject, isOn);
  }

  /** A token was sent to the server; `isAside`: not to refresh it, but for another resource. */
  tried(refreshToken: string, life: number, isAside: boolean): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    const track = this.#track(token.tenant);
    this.#checkDebt(track, token.tenant);
    this.#checkAge(track, token, life);
    track.token = refreshToken;
    if (isAside) return;
    if (track.hasFailed) this.retries += 1;
    track.owedSince = Math.max(track.owedSince, this.world.now());
  }

  /** What came of it. Only the server's own word changes what is owed. */
  answered(refreshToken: string, exchange: Exchange, isServers: boolean, life: number, isAside: boolean): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    if (exchange.ok) {
      this.arrived(exchange.tokens.refreshToken, life);
      return;
    }
    const { raw } = exchange;
    this.note(token.tenant, `try failed: ${raw.kind === 'reply' ? `HTTP ${raw.status}` : raw.kind}`);
    const track = this.#track(token.tenant);
    // What was asked for aside says nothing about the connection, nor does what became of a token that has a newer one meanwhile.
    const isOutdated = life === track.deliveredLife && token.order < track.deliveredOrder;
    if (isAside || isOutdated) return;
    track.hasFailed = true;
    track.mayForgetFailure = this.weather().isOut('disk');
    // The next try is owed, also if this one was made before it was due, because somebody asked for it.
    if (!isServers) {
      if (Number.isFinite(track.owedSince)) track.owedSince = this.world.now();
      return;
    }
    // A later policy may let it live again; that does not undo that it expired.
    this.#judgeIfExpired(track, token.tenant);
    track.refused = raw.kind === 'reply' ? refusalIn(raw) : 'token';
    if (raw.kind === 'reply' && raw.error?.code === 'AADSTS70043')
      track.namedLifetime = this.server.tenant(token.tenant).frequency;
    track.owedSince = Number.POSITIVE_INFINITY;
  }

  /** A token reached the keeper. */
  arrived(refreshToken: string, life: number): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    const now = this.world.now();
    const track = this.#track(token.tenant);
    this.#judgeIfExpired(track, token.tenant);
    noteBeforeUnkept(track);
    track.token = refreshToken;
    track.plan = Math.min(this.world.intervalOf(token.tenant), this.world.beliefOf(token.tenant).lifetime / 3);
    // A lifetime that is outlived is none.
    if (now - token.signedInAt > track.namedLifetime) track.namedLifetime = Number.POSITIVE_INFINITY;
    track.knownLifetime = track.namedLifetime;
    track.owedSince = now + track.plan;
    // To a machine whose clock was ahead, the token looks newer than it is, later also; but never newer than new.
    track.patience = CLEAR_TIME_NEEDED + (this.world.clockAhead() > 0 ? track.plan : 0);
    track.refused = null;
    track.hasFailed = false;
    track.mayForgetFailure = false;
    track.hasLostNotification = false;
    track.needs.clear();
    track.told.clear();
    if (this.server.tenant(token.tenant).secretExpired) track.needs.set('replace-secret', now);
    track.isJudged = false;
    track.deliveredOrder = token.order;
    track.deliveredLife = life;
    track.deliveredAt = now;
    track.own = new Trail();
    track.own.note(now, 'new token');
  }

  /** The keychain holds this token now, and with it what the keeper takes its window for: only the server's words can have changed its mind. */
  kept(refreshToken: string, lifetime: number): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    const track = this.#track(token.tenant);
    if (token.order > (track.kept?.order ?? 0)) {
      track.kept = token;
      track.isFileBehind = this.weather().isOut('disk');
    }
    if (token.order >= track.deliveredOrder) track.beforeUnkept = null;
    if (track.token !== refreshToken || !Number.isFinite(track.owedSince)) return;
    track.plan = Math.min(this.world.intervalOf(token.tenant), lifetime / 3);
    track.owedSince = Math.max(token.issuedAt + track.plan, this.world.now());
  }

  /** Somebody told the keeper that the window is the usual one: it may plan as far ahead as that allows. */
  windowForgotten(connection: number): void {
    const track = this.#track(connection);
    const token = this.server.find(track.token);
    this.note(connection, 'a person forgot the learned window');
    track.namedLifetime = Number.POSITIVE_INFINITY;
    if (!token || track.refused === 'expired token') return;
    track.plan = Math.min(this.world.intervalOf(connection), this.world.beliefOf(connection).lifetime / 3);
    track.knownLifetime = Number.POSITIVE_INFINITY;
    // By a clock that is wrong, what was planned for the shorter window may be as late as a plan is long.
    if (this.world.clockAhead() !== 0) track.excusedUntil = Math.max(track.excusedUntil, this.world.now() + track.plan);
    track.owedSince = Math.max(track.owedSince, token.issuedAt + track.plan, track.excusedUntil);
    // What was told of the shorter window may be told again of this one.
    for (const id of track.raised.keys())
      if (/^(?:lifetime|sign-in):/.test(notificationReason({ id }))) track.raised.delete(id);
  }

  /** Somebody asks for a copy: it is on record before it is handed out, also if the process dies in between. */
  copyAsked(connection: number): void {
    this.#asked.add(connection);
  }

  /** The keeper has handed out this token, or with `null` none. */
  copyAnswered(connection: number, refreshToken: string | null, life: number): void {
    this.#asked.delete(connection);
    if (refreshToken === null) return;
    const token = this.server.find(refreshToken);
    if (!token) return;
    this.#checkAge(this.#track(token.tenant), token, life);
    const belief = this.world.beliefOf(token.tenant);
    this.#exportedTokens.set(token.tenant, [...(this.#exportedTokens.get(token.tenant) ?? []), { token, belief }]);
  }

  /** Nothing uses copies of this connection any more. */
  copiesReplaced(connection: number): void {
    this.#exportedTokens.delete(connection);
    this.#asked.delete(connection);
  }

  /** The process is gone, and what it had in memory. */
  processEnded(): void {
    for (const [connection, track] of this.#tracks.entries()) {
      if (track.beforeUnkept && this.#couldBeKept(track)) this.breach('forgotten', connection);
      if (fallBack(track, this.world.now())) this.note(connection, 'what was in memory is gone');
      if (track.mayForgetFailure) this.#forgetFailure(track);
    }
  }

  /** Whether the newest token has been in memory only for longer than it takes to try to keep it. */
  #couldBeKept(track: Track): boolean {
    const delivered = track.deliveredAt;
    return isEnough(this.weather().clearBetween(delivered, this.world.now()), track);
  }

  /** It has noted a notification about this connection, and died before it raised it. */
  diedBeforeTelling(connection: number): void {
    const track = this.#track(connection);
    track.hasLostNotification = true;
    track.signInLost = this.server.find(track.token)?.signedInAt ?? Number.NaN;
  }

  /** The app has ended in order, with a keychain that worked. */
  ended(life: number): void {
    for (const [connection, track] of this.#tracks.entries())
      if (track.deliveredLife === life && track.deliveredOrder > (track.kept?.order ?? 0))
        this.breach('forgotten', connection);
  }

  /** From now on only a person can help. */
  needsPerson(connection: number, need: Need): void {
    const { needs } = this.#track(connection);
    if (!needs.has(need)) needs.set(need, this.world.now());
    this.note(connection, need === 'sign-in' ? 'revoked' : 'secret expired');
  }

  /** A person has entered a new client secret. */
  secretReplaced(connection: number): void {
    const track = this.#track(connection);
    this.#judgeIfExpired(track, connection);
    track.needs.delete('replace-secret');
    track.excusedUntil = Math.max(track.excusedUntil, this.world.now());
    track.beforeUnkept?.needs.delete('replace-secret');
    if (track.beforeUnkept?.refused === 'secret')
      track.beforeUnkept = { ...track.beforeUnkept, refused: null, owedSince: this.world.now() };
    if (track.refused === 'secret') {
      track.refused = null;
      track.owedSince = this.world.now();
    }
    this.note(connection, 'a person replaced the secret');
  }

  /** The machine's clock jumped: a plan may be late by as much as it may be long. */
  clockJumped(): void {
    const now = this.world.now();
    this.#clockRightSince = this.world.clockAhead() === 0 ? now : Number.POSITIVE_INFINITY;
    for (const track of this.#tracks) {
      track.excusedUntil = now + track.plan;
      if (Number.isFinite(track.owedSince)) track.owedSince = Math.max(track.owedSince, track.excusedUntil);
    }
  }

  /** `wasRecorded`: a notification that a full disk kept from being recorded may come again after a crash, rather than never. */
  told(connection: number, notification: AppNotification, wasRecorded: boolean): void {
    const track = this.#track(connection);
    this.note(connection, `notification: ${notification.title}`);
    if (track.raised.get(notification.id) === true) this.breach('repeated', connection);
    track.raised.set(notification.id, wasRecorded);
    const belief = this.world.beliefOf(connection);
    const life = (token: Issued | null) => (token ? [lifeOf(token, this.server, belief)] : []);
    const token = this.server.find(track.token);
    const lives = {
      held: life(token),
      kept: life(track.kept),
      mayHaveMoreCopies: this.#asked.has(connection),
      exportedTokens: (this.#exportedTokens.get(connection) ?? []).map((copy) =>
        lifeOf(copy.token, this.server, stricterOf(copy.belief, belief)),
      ),
    };
    const occasion = occasionOf(notification, track, lives, this.weather(), this.world);
    if (occasion) this.notifications[occasion] += 1;
    else this.breach('needless', connection);
    const isInTime = lives.held.some((held) => endOf(held) > this.world.now());
    if (token && isInTime && notificationReason(notification).startsWith('sign-in:'))
      track.signInTold = token.signedInAt;
    for (const need of track.needs.keys()) if (notification.remedy === need) track.told.add(need);
  }

  /** Sees whether anything that was due has waited too long. Called before a clear span ends. */
  checkDebts(): void {
    for (const [connection, track] of this.#tracks.entries()) this.#checkDebt(track, connection);
  }

  /** Judges every token that has expired since the last audit. */
  audit(): void {
    this.checkDebts();
    for (const [connection, track] of this.#tracks.entries()) this.#judgeIfExpired(track, connection);
    this.weather().forget(this.world.now() - 400 * DAY);
  }

  breach(kind: BreachKind, connection: number): void {
    this.breaches[kind] += 1;
    const { own, owedSince, needs } = this.#track(connection);
    const now = this.world.now();
    const since = Math.min(owedSince, own.leftTheUsualAt, now, ...needs.values());
    const trail = own.tell(this.#common, since, 'clock');
    trail.push(`${new Date(now).toISOString()} ${kind}`);
    if (this.shortest && this.shortest.trail.length <= trail.length) return;
    this.shortest = { kind, connection, at: now, trail };
  }

  /** A failure that could not be written down is gone with the process: what is due then is due by the schedule. */
  #forgetFailure(track: Track): void {
    track.mayForgetFailure = false;
    track.namedLifetime = Number.POSITIVE_INFINITY;
    const token = this.server.find(track.token);
    if (!token || !Number.isFinite(track.owedSince)) return;
    track.owedSince = Math.max(track.owedSince, token.issuedAt + track.plan, track.excusedUntil);
  }

  #checkAge(track: Track, token: Issued, life: number): void {
    const newest = Math.max(track.kept?.order ?? 0, life === track.deliveredLife ? track.deliveredOrder : 0);
    if (token.order < newest) this.breach('outdated', token.tenant);
  }

  #checkDebt(track: Track, connection: number): void {
    const now = this.world.now();
    if (this.weather().clearSince === null || now - track.owedSince <= track.patience) return;
    if (!isEnough(this.weather().clearBetween(track.owedSince, now), track)) return;
    this.breach('neglected', connection);
    track.owedSince = now;
  }

  /** Judged once, and before a person mends it: that somebody did is no excuse. */
  #judgeIfExpired(track: Track, connection: number): void {
    const token = this.server.find(track.token);
    if (!token || track.isJudged) return;
    const life = lifeOf(token, this.server, this.world.beliefOf(connection));
    const { expiresAt, signInEndsAt } = life;
    const endsAt = endOf(life);
    if (this.world.now() < endsAt) return;
    track.isJudged = true;
    const isOfSignIn = signInEndsAt < expiresAt;
    this.note(connection, `${isOfSignIn ? 'sign-in over' : 'expired'} on ${new Date(endsAt).toISOString()}`);
    const verdict = isOfSignIn
      ? judgeSignIn(track, life, this.#clockRightSince, this.weather())
      : judge(track, token, expiresAt, this.weather());
    if ('breach' in verdict) {
      this.breach(verdict.breach, connection);
      return;
    }
    this.excused[verdict.excuse] += 1;
    this.longestChance = Math.max(this.longestChance, verdict.clear.longest);
    this.mostChance = Math.max(this.mostChance, verdict.clear.total);
  }

  #track(connection: number): Track {
    const track = this.#tracks[connection];
    if (!track) throw new RangeError(`no connection ${connection}`);
    return track;
  }
}

/** What the server refuses by such a reply. */
function refusalIn({ status, error }: Extract<RawFailure, { kind: 'reply' }>): Track['refused'] {
  if (status === 401) return 'secret';
  return error?.code === 'AADSTS700082' || error?.code === 'AADSTS70043' ? 'expired token' : 'token';
}
