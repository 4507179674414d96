import { notificationReason } from '../../src/core/expiry/notifications';
import { parseRetryAfter } from '../../src/core/failures/classify';
import type { RawFailure } from '../../src/core/model/failure';
import { DAY, SECOND } from '../../src/core/model/time';
import type { NotificationInWords } from '../../src/core/wording/notification-words';
import { authorityOf } from './authorities';
import { CLOCK_SEEN_WITHIN, LOOK_AGAIN, mustHaveSucceeded, OWN_PAUSE } from './bounds';
import { Debts } from './debts';
import { ExportsOut } from './exports-out';
import { judge, judgeSignIn } from './judge';
import { endOf, endsOf, type Life, lifeOf } from './lives';
import type { Attempt } from './machine';
import { Misdatings } from './misdatings';
import { type Circumstances, occasionOf } from './occasions';
import { type BreachKind, type Need, NO_BREACHES, NO_EXCUSES, NO_OCCASIONS } from './promises';
import type { Issued, Server } from './server';
import { fallBack, newTrack, noteBeforeUnkept, type Track } from './track';
import { Trail } from './trail';
import type { Weather } from './weather';
import type { Carried } from './wire';

/** A promise that the keeper broke, and what led to it, oldest first. */
export interface Breach {
  readonly kind: BreachKind;
  readonly connection: number;
  readonly at: number;
  readonly trail: readonly string[];
}

/** What happened within so much time before a crash may not be in the file yet: changes are written together. */
const UNWRITTEN = 2 * SECOND;
/** The last look at what somebody may end elsewhere is taken somewhat before the token expires. */
const LAST_LOOK = DAY / 10;

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
  readonly #debts: Debts;
  readonly #exports = new ExportsOut();
  readonly #misdatings = new Misdatings();
  /** Infinite while it is wrong. */
  #clockRightSince = 0;

  constructor(
    connections: number,
    private readonly server: Server,
    private readonly weather: Weather,
    private readonly world: Circumstances,
  ) {
    this.#tracks = Array.from({ length: connections }, (_, index) =>
      newTrack(index, weather.wayTo(authorityOf(index))),
    );
    this.#debts = new Debts(world.now, ({ connection }) => this.breach('neglected', connection));
  }

  note(connection: number, what: string): void {
    this.#track(connection).own.note(this.world.now(), what);
  }

  /** `subject`: what began (`isOn`) or ended. */
  noteForAll(what: string, subject: string, isOn: boolean): void {
    this.#common.note(this.world.now(), what, subject, isOn);
  }

  /** A token was sent to the server. */
  tried({ refreshToken, life, isAside }: Attempt): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    const track = this.#track(token.tenant);
    this.#checkAge(track, token, life);
    track.token = refreshToken;
    track.aheadWhenTried = this.world.clockAhead();
    if (isAside) return;
    if (track.hasFailed) this.retries += 1;
    this.#debts.pay(track);
  }

  /** What came of it. Only the server's own word changes what is owed. */
  answered({ refreshToken, life, isAside }: Attempt, { exchange, voice }: Carried): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    if (exchange.ok) {
      this.arrived(exchange.tokens.refreshToken, life);
      return;
    }
    const { raw } = exchange;
    this.note(token.tenant, `try failed: ${inWords(raw)}`);
    const track = this.#track(token.tenant);
    // What was asked for aside says nothing about the connection, nor does what became of a token that has a newer one meanwhile.
    const isOutdated = life === track.deliveredLife && token.order < track.deliveredOrder;
    if (isAside || isOutdated) return;
    const now = this.world.now();
    track.hasFailed = true;
    track.failedAt = now;
    track.mayForgetFailure = this.weather.isOut('disk');
    // The next try is owed, also if this one was made before it was due, because somebody asked for it.
    if (voice === 'nobody') this.#debts.putOff(track, now);
    else if (voice === 'authority') this.#debts.putOff(track, now + waitIn(raw) + OWN_PAUSE);
    else this.#refused(track, token, raw);
  }

  #refused(track: Track, token: Issued, raw: RawFailure): void {
    // A later policy may let it live again; that does not undo that it expired.
    this.#judgeIfExpired(track);
    const { lifetime, frequency } = this.server.tenant(token.tenant);
    const code = codeIn(raw);
    if (code === 'AADSTS700082') track.namedLifetime = lifetime;
    if (code === 'AADSTS70043') track.namedSignInLimit = frequency;
    if (code === 'AADSTS7000222') track.refused = 'secret';
    else track.refused = code === 'AADSTS53003' ? 'use' : 'token';
    this.#debts.set(track, this.#owedAfter(track.refused), this.#seemsToLastUntil(track));
  }

  /** A token reached the keeper. */
  arrived(refreshToken: string, life: number): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    const now = this.world.now();
    const track = this.#track(token.tenant);
    this.#judgeIfExpired(track);
    const ahead = this.world.clockAhead();
    this.#misdatings.note(token, [ahead, track.aheadWhenTried ?? ahead]);
    track.aheadWhenTried = null;
    noteBeforeUnkept(track);
    track.token = refreshToken;
    track.belief = this.world.beliefOf(token.tenant);
    track.plan = this.#planOf(track, track.belief.lifetime);
    track.knownSignInLimit = track.namedSignInLimit;
    this.#debts.set(track, now + track.plan);
    track.isNeglected = false;
    track.refused = null;
    track.hasFailed = false;
    track.mayForgetFailure = false;
    track.hasLostNotification = false;
    track.saidToHaveExpiredAt = Number.POSITIVE_INFINITY;
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

  /** The keychain holds this token now, and with it what the keeper takes its lifetime for: only the server's words can have changed its mind. */
  kept(refreshToken: string, lifetime: number): void {
    const token = this.server.find(refreshToken);
    if (!token) return;
    const track = this.#track(token.tenant);
    if (token.order > (track.kept?.order ?? 0)) {
      track.kept = token;
      track.isFileBehind = false;
    }
    if (token.order >= track.deliveredOrder) track.beforeUnkept = null;
    if (track.token !== refreshToken || !Number.isFinite(track.owedSince)) return;
    track.plan = this.#planOf(track, lifetime);
    this.#debts.set(track, Math.max(token.issuedAt + track.plan, this.world.now()), track.owedUntil);
  }

  exportAsked(connection: number): void {
    this.#exports.asked(connection);
  }

  /** The keeper has handed out this token, or with `null` none. */
  exportAnswered(connection: number, refreshToken: string | null, life: number): void {
    const token = refreshToken === null ? null : this.server.find(refreshToken);
    this.#exports.answered(connection, token, this.world.beliefOf(connection), this.world.now());
    const track = this.#track(connection);
    // It is recorded before it is handed out: a newer one may come meanwhile.
    if (token && this.world.now() - track.deliveredAt >= UNWRITTEN) this.#checkAge(track, token, life);
  }

  /** Nothing uses those exported tokens of this connection any more that were taken until then. */
  exportsReplaced(connection: number, until: number): void {
    this.#exports.replaced(connection, until);
  }

  /** The process is gone, and what it had in memory. */
  processEnded(): void {
    const now = this.world.now();
    for (const track of this.#tracks) {
      this.#debts.check(track);
      track.isFileBehind = false;
      const clear = track.way.clearBetween(track.deliveredAt, now);
      if (track.beforeUnkept && mustHaveSucceeded(clear)) this.breach('forgotten', track.connection);
      if (fallBack(track)) {
        track.owedSince = track.refused === null ? Math.max(track.owedSince, now) : this.#owedAfter(track.refused);
        this.note(track.connection, 'what was in memory is gone');
      }
      if (track.mayForgetFailure || now - track.failedAt < UNWRITTEN) this.#forgetFailure(track);
    }
  }

  /**
   * The process is gone, and the file does not know of the newest token: that is found when the file wants a refresh of the one before,
   * whatever was learned between the two, and however wrong the clock was then; an interval from now at the latest. After a failure
   * (`isRetried`) the file has the next try.
   */
  fileIsBehind(connection: number, isRetried: boolean): void {
    const track = this.#track(connection);
    track.isFileBehind = true;
    if (isRetried) return;
    track.plan = this.world.intervalOf(connection);
    track.excusedUntil = Math.max(track.excusedUntil, this.world.now() + CLOCK_SEEN_WITHIN + track.plan);
    this.#debts.putOff(track, track.excusedUntil);
  }

  /** It has noted a notification about this connection, and died before it raised it. */
  diedBeforeTelling(connection: number): void {
    const track = this.#track(connection);
    track.hasLostNotification = true;
    track.signInLost = this.server.find(track.token)?.signedInAt ?? Number.NaN;
  }

  /** The app has ended in order, with a keychain that worked. */
  ended(life: number): void {
    for (const { connection, deliveredLife, deliveredOrder, kept } of this.#tracks)
      if (deliveredLife === life && deliveredOrder > (kept?.order ?? 0)) this.breach('forgotten', connection);
  }

  /** From now on only a person can help. */
  needsPerson(connection: number, need: Need): void {
    const { needs } = this.#track(connection);
    if (!needs.has(need)) needs.set(need, this.world.now());
    this.note(connection, STARTS[need]);
  }

  /** A person has entered a new client secret. */
  secretReplaced(connection: number): void {
    const track = this.#track(connection);
    const now = this.world.now();
    this.#needEnded(track, 'replace-secret', now);
    if (track.beforeUnkept?.refused === 'secret')
      track.beforeUnkept = { ...track.beforeUnkept, refused: null, owedSince: now };
    if (track.refused === 'secret') {
      track.refused = null;
      this.#debts.set(track, now);
    }
    this.note(connection, 'a person replaced the secret');
  }

  /** An admin has lifted what kept the connection out: the keeper sees that when it looks again. */
  unblocked(connection: number): void {
    this.#needEnded(this.#track(connection), 'sign-in-in-browser', this.world.now() + LOOK_AGAIN);
    this.note(connection, 'no longer blocked');
  }

  #needEnded(track: Track, need: Need, excusedUntil: number): void {
    this.#judgeIfExpired(track);
    track.needs.delete(need);
    track.beforeUnkept?.needs.delete(need);
    track.needEndedAt = this.world.now();
    track.excusedUntil = Math.max(track.excusedUntil, excusedUntil);
  }

  /** From now on the tenant gets no answer. */
  fellSick(connection: number): void {
    this.#track(connection).sickSince = this.world.now();
    this.note(connection, 'gets no answer any more');
  }

  recovered(connection: number): void {
    const track = this.#track(connection);
    this.#judgeIfExpired(track);
    track.sickSince = Number.POSITIVE_INFINITY;
    track.excusedUntil = Math.max(track.excusedUntil, this.world.now());
    this.note(connection, 'gets answers again');
  }

  /** The machine's clock jumped: a plan may be late by as much as it may be long. */
  clockJumped(): void {
    const now = this.world.now();
    this.#clockRightSince = this.world.clockAhead() === 0 ? now : Number.POSITIVE_INFINITY;
    for (const track of this.#tracks) {
      track.excusedUntil = Math.max(track.excusedUntil, now + CLOCK_SEEN_WITHIN + track.plan);
      this.#debts.putOff(track, track.excusedUntil + (track.refused === 'use' ? LOOK_AGAIN : 0));
      if (track.refused === 'use') track.owedUntil = this.#seemsToLastUntil(track);
    }
  }

  /** `wasRecorded`: a notification that a full disk kept from being recorded may come again after a crash, rather than never. */
  told(connection: number, notification: NotificationInWords, wasRecorded: boolean): void {
    const track = this.#track(connection);
    this.note(connection, `notification: ${notification.title}`);
    if (track.raised.get(notification.id) === true) this.breach('repeated', connection);
    track.raised.set(notification.id, wasRecorded);
    const token = this.server.find(track.token);
    const held = token ? [this.#lifeOf(token)] : [];
    const lives = {
      held,
      kept: track.kept ? [this.#lifeOf(track.kept)] : [],
      mayHaveMoreExports: this.#exports.mayBeMore(connection),
      exportedTokens: this.#exports
        .of(connection, this.world.beliefOf(connection))
        .map((one) => lifeOf(one.token, this.server, one.belief, this.#misdatings.datingOf(one.token))),
    };
    const occasion = occasionOf(notification, track, lives, this.weather, this.world);
    if (occasion) this.notifications[occasion] += 1;
    else this.breach('needless', connection);
    const isInTime = held.some((life) => endOf(life) > this.world.now());
    if (token && isInTime && notificationReason(notification).startsWith('sign-in:'))
      track.signInTold = token.signedInAt;
    const isExpiry = /^(?:lifetime|sign-in):0$/.test(notificationReason(notification));
    if (isExpiry) track.saidToHaveExpiredAt = Math.min(track.saidToHaveExpiredAt, this.world.now());
    for (const need of track.needs.keys()) if (notification.remedy === need) track.told.add(need);
  }

  /** Sees whether anything that was owed has waited too long. */
  checkDebts(): void {
    for (const track of this.#tracks) this.#debts.check(track);
  }

  /** Judges every token that has expired since the last audit. */
  audit(): void {
    this.checkDebts();
    for (const track of this.#tracks) this.#judgeIfExpired(track);
    this.weather.forget(this.world.now() - 400 * DAY);
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
    track.namedSignInLimit = Number.POSITIVE_INFINITY;
    const token = this.server.find(track.token);
    if (token) this.#debts.putOff(track, Math.max(token.issuedAt + track.plan, track.excusedUntil));
  }

  /** The longest span that the keeper may plan ahead, with what it takes the lifetime for. */
  #planOf({ connection, namedLifetime }: Track, believed: number): number {
    return Math.min(this.world.intervalOf(connection), Math.min(believed, namedLifetime) / 3);
  }

  /** Since when a try is owed after such a refusal. */
  #owedAfter(refused: NonNullable<Track['refused']>): number {
    return refused === 'use' ? this.world.now() + LOOK_AGAIN : Number.POSITIVE_INFINITY;
  }

  /** Until when the token may be taken for one that lasts; with a date that is wrong nothing is certain. */
  #seemsToLastUntil({ token: refreshToken, belief, namedLifetime, namedSignInLimit }: Track): number {
    const token = this.server.find(refreshToken);
    if (!token || this.world.clockAhead() !== 0) return Number.NEGATIVE_INFINITY;
    const { seemsOlder, isSignInDoubtful } = this.#misdatings.datingOf(token);
    if (seemsOlder || isSignInDoubtful) return Number.NEGATIVE_INFINITY;
    const lifetime = Math.min(belief.lifetime, namedLifetime);
    const signInLimit = Math.min(belief.signInLimit, namedSignInLimit);
    return Math.min(token.issuedAt + lifetime, token.signedInAt + signInLimit) - LAST_LOOK;
  }

  #lifeOf(token: Issued): Life {
    return lifeOf(token, this.server, this.world.beliefOf(token.tenant), this.#misdatings.datingOf(token));
  }

  #checkAge(track: Track, token: Issued, life: number): void {
    const newest = Math.max(track.kept?.order ?? 0, life === track.deliveredLife ? track.deliveredOrder : 0);
    if (token.order < newest) this.breach('outdated', token.tenant);
  }

  /** Judged once, and before a person mends it: that somebody did is no excuse. */
  #judgeIfExpired(track: Track): void {
    const token = this.server.find(track.token);
    if (!token || track.isJudged) return;
    if (this.world.now() < endOf(endsOf(token, this.server))) return;
    const life = this.#lifeOf(token);
    const { expiresAt, signInEndsAt } = life;
    const endsAt = endOf(life);
    track.isJudged = true;
    const isOfSignIn = signInEndsAt < expiresAt;
    this.note(track.connection, `${isOfSignIn ? 'sign-in over' : 'expired'} on ${new Date(endsAt).toISOString()}`);
    const verdict = isOfSignIn ? judgeSignIn(track, life, this.#clockRightSince) : judge(track, token, expiresAt);
    if ('breach' in verdict) {
      this.breach(verdict.breach, track.connection);
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

const STARTS: Readonly<Record<Need, string>> = {
  'sign-in': 'revoked',
  'replace-secret': 'secret expired',
  'sign-in-in-browser': 'blocked by conditional access',
};

/** How long a reply asks to wait. */
function waitIn(raw: RawFailure): number {
  return raw.kind === 'reply' ? (parseRetryAfter(raw.retryAfter, null, 0) ?? 0) : 0;
}

function codeIn(raw: RawFailure): string {
  return raw.kind === 'reply' ? (raw.error?.code ?? '') : '';
}

function inWords(raw: RawFailure): string {
  if (raw.kind !== 'reply') return raw.kind;
  return `HTTP ${raw.status} ${codeIn(raw)}`.trim();
}
