import { dueCredentialNotification, nextCredentialThresholdAt } from '../expiry/credential-expiry';
import { dueExportNotification, nextExportNotificationAt } from '../expiry/exported-tokens';
import { correctedRefreshAt, expiresAt } from '../expiry/lifetime';
import { dueExpiryNotification, nextThresholdAt, THRESHOLDS, type Threshold } from '../expiry/notifications';
import type { CloudName } from '../model/clouds';
import type { Connection } from '../model/connection';
import type { ExportedToken } from '../model/exported-token';
import { type Clock, DAY, type DurationMs, type EpochMs, HOUR } from '../model/time';
import { paceOf } from './troubles';

/** The keeper never sleeps longer: it bounds the harm of a clock that jumps without telling, and of the 24.8-day limit of timers. */
export const LONGEST_SLEEP: DurationMs = HOUR;

/** The furthest a retry can honestly be away: a day that a server asked for, and an hour of our own. */
const FURTHEST_RETRY: DurationMs = DAY + HOUR;

const NEVER: EpochMs = Number.POSITIVE_INFINITY;

/** When a connection wants something, on its own clock; infinite: never, by itself and by this clock. One that waits wants no refresh. */
function wantsAt(
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  isWaiting: boolean,
  now: EpochMs,
  thresholds: readonly Threshold[],
): EpochMs {
  if (hasDueNotification(connection, exportedTokens, now, thresholds)) return now;
  return Math.min(
    (isWaiting ? null : refreshDueAt(connection, now)) ?? NEVER,
    (connection.token && nextThresholdAt(connection.token, now, thresholds)) ?? NEVER,
    nextCredentialThresholdAt(connection, now, thresholds) ?? NEVER,
    nextExportNotificationAt(connection, exportedTokens, now, thresholds) ?? NEVER,
  );
}

/** What a person is to be told about the connection at `now`, on its own clock. */
export function dueNotifications(
  connection: Connection,
  exportedTokens: readonly ExportedToken[],
  now: EpochMs,
  thresholds: readonly Threshold[],
) {
  return {
    ofToken: dueExpiryNotification(connection, now, thresholds),
    ofCredential: dueCredentialNotification(connection, now, thresholds),
    ofExports: dueExportNotification(connection, exportedTokens, now, thresholds),
  };
}

function hasDueNotification(...asked: Parameters<typeof dueNotifications>): boolean {
  const { ofToken, ofCredential, ofExports } = dueNotifications(...asked);
  return (ofToken ?? ofCredential ?? ofExports) !== null;
}

/** Who wants something when: soonest first, then by id, so that the same world gives the same order. */
export class Agenda {
  readonly #times = new Map<string, EpochMs>();
  readonly #order: Array<{ readonly id: string; readonly at: EpochMs }> = [];

  /** Sets or, with `null`, removes the time of an id. */
  set(id: string, at: EpochMs | null): void {
    const before = this.#times.get(id);
    if (before !== undefined) this.#order.splice(this.#placeOf(id, before), 1);
    if (at === null) {
      this.#times.delete(id);
      return;
    }
    this.#times.set(id, at);
    this.#order.splice(this.#placeOf(id, at), 0, { id, at });
  }

  /** The soonest time; infinite when there is none. */
  next(): EpochMs {
    return this.#order[0]?.at ?? NEVER;
  }

  /** Takes out every id whose time has come. */
  takeDue(now: EpochMs): string[] {
    if (this.next() > now) return [];
    const later = this.#order.findIndex(({ at }) => at > now);
    const due = this.#order.splice(0, later < 0 ? this.#order.length : later).map(({ id }) => id);
    for (const id of due) this.#times.delete(id);
    return due;
  }

  /** How many come before this id at that time. */
  #placeOf(id: string, at: EpochMs): number {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = this.#order[middle];
      if (one && (one.at < at || (one.at === at && one.id < id))) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What all connections want next, each on the clock of its cloud. */
export class Alarm {
  readonly #agendas = new Map<CloudName, Agenda>();
  /** The latest time seen on each clock: one that went back makes every plan of its cloud doubtful. */
  readonly #latest = new Map<CloudName, EpochMs>();

  constructor(
    private readonly clockOf: (cloud: CloudName) => Clock,
    private readonly notifyAt: () => readonly Threshold[] = () => THRESHOLDS,
  ) {}

  /**
   * @param isWaiting Whether it waits for a circuit breaker to let it refresh.
   * @param vaultAt When its key vault is to be looked at; `null`: not by itself.
   */
  set(
    connection: Connection,
    exportedTokens: readonly ExportedToken[],
    isWaiting: boolean,
    vaultAt: EpochMs | null = null,
  ): void {
    const { id, cloud } = connection;
    const agenda = this.#agendas.get(cloud) ?? new Agenda();
    this.#agendas.set(cloud, agenda);
    const own = wantsAt(connection, exportedTokens, isWaiting, this.clockOf(cloud).now(), this.notifyAt());
    agenda.set(id, Math.min(own, vaultAt ?? NEVER));
  }

  /** Whether a person is to be told something about the connection now. */
  isTelling(connection: Connection, exportedTokens: readonly ExportedToken[]): boolean {
    return hasDueNotification(connection, exportedTokens, this.clockOf(connection.cloud).now(), this.notifyAt());
  }

  clear(id: string): void {
    for (const agenda of this.#agendas.values()) agenda.set(id, null);
  }

  reset(): void {
    this.#agendas.clear();
  }

  /** Takes the ids that want something now. After a clock was set back, these are all of its cloud: each is looked at anew. */
  takeDue(): string[] {
    const due: string[] = [];
    for (const [cloud, agenda] of this.#agendas) {
      const now = this.clockOf(cloud).now();
      const wentBack = now < (this.#latest.get(cloud) ?? now);
      this.#latest.set(cloud, now);
      due.push(...agenda.takeDue(wentBack ? NEVER : now));
    }
    return due;
  }

  /** The shortest wait over all clocks; infinite when nothing is planned. Not negative. */
  timeToNext(): DurationMs {
    let wait = NEVER;
    for (const [cloud, agenda] of this.#agendas) wait = Math.min(wait, agenda.next() - this.clockOf(cloud).now());
    return Math.max(0, wait);
  }
}

/** When the next exchange is due by itself: the next try after a failure, else the schedule. Corrected for a clock set back. */
function refreshDueAt(connection: Connection, now: EpochMs): EpochMs | null {
  const { token, trouble, refreshAt, schedule } = connection;
  if (trouble) return nextTryAt(connection, now);
  if (!token || refreshAt === null) return null;
  return correctedRefreshAt(refreshAt, token, schedule, now);
}

/** Whether the next exchange is due by itself. */
export function isRefreshDue(connection: Connection, now: EpochMs): boolean {
  const at = refreshDueAt(connection, now);
  return at !== null && at <= now;
}

/** Whether what is due is so only because the clock went back: it would no longer be once that has come as far again. */
export function isPlannedLater({ trouble, refreshAt }: Connection, now: EpochMs): boolean {
  return trouble === null && refreshAt !== null && refreshAt > now;
}

/** When a connection in trouble is tried again by itself, by any clock; `null`: only a person can help. */
export function nextTryAt({ token, trouble }: Connection, now: EpochMs): EpochMs | null {
  if (!trouble || trouble.retryAt === null) return null;
  const wentBack = now < trouble.failure.at || trouble.retryAt - now > FURTHEST_RETRY;
  const at = wentBack ? now : trouble.retryAt;
  const isOver = paceOf(trouble.failure) === 'daily' && token !== null && at >= expiresAt(token);
  return isOver ? null : at;
}
