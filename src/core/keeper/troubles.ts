import { learnFrom, limitOf } from '../expiry/lifetime';
import { dueFailureNotification, failureKey, isOfKeychain } from '../expiry/notifications';
import { endsElsewhere, kindOf } from '../failures/catalogue';
import { pauseAfter } from '../model/backoff';
import type { Connection, Trouble } from '../model/connection';
import type { Failure, Result } from '../model/failure';
import type { Random } from '../model/new-id';
import { DAY, type DurationMs, type EpochMs, HOUR } from '../model/time';
import type { Validity } from '../model/validity';
import type { ConnectionStore } from '../storage/connection-store';
import { isUnanswered, LONGEST_PAUSE } from './circuit-breaker';

/** The longest pause after a failure that says something of one connection only. */
const LONGEST_OWN_PAUSE: DurationMs = HOUR;

type Failed = Extract<Result<never>, { ok: false }>;

/** Notes on connections what went wrong: the failure, when the next try is, what was learned from it, and who has to be told. */
export class Troubles {
  /** Whether somebody sees the notifications; else they wait for a keeper that runs. */
  isSeen = false;

  constructor(
    private readonly store: ConnectionStore,
    private readonly random: Random,
    /** Whether the keeper has been told to stop: what breaks off then passes by itself. */
    private readonly isStopping: () => boolean,
  ) {}

  /** Notes a failure on the connection, plans the next try, and raises the notification that is due. */
  record(connection: Connection, failure: Failure): Failed {
    const current = this.store.find(connection.id);
    const isOutdated = current?.token?.serial !== connection.token?.serial;
    const isStopped = this.isStopping() && kindOf(failure.code) === 'transient';
    if (!current || isOutdated || isStopped) return { ok: false, failure };
    const now = this.store.nowFor(current);
    const attempts = (current.trouble?.attempts ?? 0) + 1;
    const delay = this.#pause(current, failure, attempts, now);
    const trouble: Trouble = {
      failure: standing(current, failure),
      since: sinceOf(current.trouble, failure) ?? now,
      attempts,
      retryAt: delay === null ? null : now + delay,
    };
    this.#note(current, failure, { ...learnFrom(failure, current), trouble });
    return { ok: false, failure };
  }

  /** Raises the notifications about troubles that came while nobody would have seen them, and that no further try tells again. */
  tellUnseen(): void {
    for (const connection of this.store.all())
      if (connection.trouble?.retryAt === null) this.#note(connection, connection.trouble.failure, null);
  }

  /** Changes the connection that a failure is of, and raises the notification that is due. */
  #note(connection: Connection, failure: Failure, change: Partial<Connection> | null): void {
    const { id, notificationsRaised } = connection;
    const due = this.isSeen ? dueFailureNotification(connection, failure, this.store.nowFor(connection)) : null;
    const isTold = due !== null && this.#isToldOfAnother(id, failure);
    const raised = due && { notificationsRaised: [...notificationsRaised, ...due.settles] };
    if (change || raised) this.store.change(id, { ...change, ...raised });
    if (due && !isTold) void this.store.notify(due.notification);
  }

  /** Notes why a sign-in failed, unless the held token works. No notification: the person is looking at the window. */
  recordOfSignIn(connection: Connection, failure: Failure): Failed {
    const works = connection.token !== null && connection.trouble === null;
    if (works || kindOf(failure.code) === 'transient') return { ok: false, failure };
    this.store.change(connection.id, {
      notificationsRaised: [...connection.notificationsRaised, failureKey(failure)],
    });
    return this.record(connection, failure);
  }

  /** Something happened after which what passes by itself may have passed: all of that, or those meant, is tried again at once. */
  tryAgain(isMeant: (connection: Connection) => boolean = () => true): void {
    for (const connection of this.store.all()) {
      const { id, trouble } = connection;
      if (trouble?.retryAt == null || trouble.failure.retryAfter !== undefined || paceOf(trouble.failure) !== 'soon')
        continue;
      if (isMeant(connection))
        this.store.change(id, { trouble: { ...trouble, retryAt: this.store.nowFor(connection) } });
    }
  }

  /** How long to wait before the next try; `null`: there is none by itself. */
  #pause(connection: Connection, failure: Failure, attempts: number, now: EpochMs): DurationMs | null {
    const chance = this.random();
    const { token, schedule } = connection;
    if (paceOf(failure) !== 'daily') return retryDelay(failure, attempts, chance);
    return token && schedule.kind === 'every' ? lookAgainDelay(token, now, chance) : null;
  }

  /** Whether another connection has the same trouble, and what ends it for both has been told. */
  #isToldOfAnother(id: string, failure: Failure): boolean {
    if (!isOfKeychain(failure)) return false;
    const key = failureKey(failure);
    return this.store
      .all()
      .some(
        (other) =>
          other.id !== id && other.trouble?.failure.code === failure.code && other.notificationsRaised.includes(key),
      );
  }
}

/** When this run of failures began. A keychain that refuses begins one: how long it has done so is a matter of its own. */
function sinceOf(trouble: Trouble | null, failure: Failure): EpochMs | null {
  if (trouble === null || (isOfKeychain(failure) && !isOfKeychain(trouble.failure))) return null;
  return trouble.since;
}

/** What a connection is in trouble for after this failure: one that passes does not hide one that somebody has to end. */
function standing({ trouble }: Connection, failure: Failure): Failure {
  const outlasts = trouble !== null && kindOf(failure.code) === 'transient' && paceOf(trouble.failure) !== 'soon';
  return outlasts ? trouble.failure : failure;
}

/**
 * How a failure is tried again. `soon`: it passes by itself; keychain and file troubles are among these, since they end
 * without telling us. `daily`: it needs somebody, who may not need this app for it. `never`: only what is done here ends it.
 */
export type Pace = 'soon' | 'daily' | 'never';

export function paceOf({ code }: Pick<Failure, 'code'>): Pace {
  if (kindOf(code) === 'transient' || /^(keychain|file)\//.test(code)) return 'soon';
  return endsElsewhere(code) ? 'daily' : 'never';
}

/**
 * How long to wait after the `attempts`-th failure in a row (from 1) of those tried soon: exponential with full jitter, from 5
 * seconds to as long as a circuit breaker pauses, or an hour when the server has answered, and never less than it asked for.
 * `null` for all others. `random` is in [0, 1).
 */
export function retryDelay(failure: Failure, attempts: number, random: number): DurationMs | null {
  if (paceOf(failure) !== 'soon') return null;
  const longest = isUnanswered(failure) ? LONGEST_PAUSE : LONGEST_OWN_PAUSE;
  return (failure.retryAfter ?? 0) + pauseAfter(attempts, longest, random);
}

/**
 * How long to wait before a failure that may end elsewhere is looked at again: a day, or a third of a short lifetime, and up
 * to a tenth less, so that many do not come at once. The last look is shortly before the token expires. `random` is in [0, 1).
 */
export function lookAgainDelay(token: Validity, now: EpochMs, random: number): DurationMs {
  const { endsAt, span } = limitOf(token);
  const usual = Math.min(DAY, span / 3);
  const wait = usual * (1 - random / 10);
  const margin = usual / 20;
  const last = endsAt - margin - now;
  return last >= margin && last < wait ? last : wait;
}
