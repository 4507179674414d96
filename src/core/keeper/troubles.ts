import { learnFrom } from '../expiry/learned-lifetime';
import { dueFailureNotification, failureKey, isOfKeychain } from '../expiry/notifications';
import { fitFailure } from '../failures/fit-failure';
import type { Connection, Trouble } from '../model/connection';
import type { Failure } from '../model/failure';
import type { Result } from '../model/result';
import type { DurationMs, EpochMs } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { Storage } from '../storage/storage';
import type { KeeperPorts } from './ports';
import { lookAgainDelay, paceOf, retryDelay } from './retry';
import { Scouts } from './scouts';

type Failed = Extract<Result<never>, { ok: false }>;

/** Notes on connections what went wrong: the failure, when the next try is, what was learned from it, and who has to be told. */
export class Troubles {
  readonly #scouts: Scouts;

  constructor(
    private readonly store: ConnectionStore,
    private readonly storage: Storage,
    private readonly ports: Pick<KeeperPorts, 'clockOf' | 'random'>,
    /** Whether the keeper has been told to stop: what breaks off then passes by itself. */
    private readonly isStopping: () => boolean,
  ) {
    this.#scouts = new Scouts(store);
    store.listen((event) => {
      const mayEnd = event.type === 'list' || (event.type === 'connection' && this.#scouts.isScout(event.id));
      if (mayEnd) void this.#release(this.#scouts.takeAbandoned());
    });
  }

  /** Notes a failure on the connection, plans the next try, and raises the notification that is due. */
  async record(connection: Connection, found: Failure): Promise<Failed> {
    const failure = fitFailure(found, connection);
    const current = this.store.find(connection.id);
    const outdated = current?.token?.generation !== connection.token?.generation;
    const stopping = this.isStopping() && failure.kind === 'transient';
    if (!current || outdated || stopping) return { ok: false, failure };
    const now = this.ports.clockOf(current.cloud).now();
    const attempts = (current.trouble?.attempts ?? 0) + 1;
    const delay = this.#pause(current, failure, attempts, now);
    const trouble: Trouble = {
      failure: standing(current, failure),
      since: sinceOf(current.trouble, failure) ?? now,
      attempts,
      retryAt: delay === null ? null : now + delay,
    };
    const due = dueFailureNotification(current, failure, now);
    const isTold = due !== null && this.#isToldOfAnother(current.id, failure);
    this.store.change(current.id, {
      ...learnFrom(failure, current, now),
      trouble,
      ...(due ? { notificationsRaised: [...current.notificationsRaised, ...due.settles] } : {}),
    });
    await this.storage.save();
    if (due && !isTold) this.store.tell({ type: 'notification', notification: due.notification });
    return { ok: false, failure };
  }

  /**
   * Notes why a sign-in failed. A token that still works is none the worse for it; without one the card has to say what
   * is in the way. No notification: the person is looking at the window.
   */
  async recordOfSignIn(connection: Connection, found: Failure): Promise<Failed> {
    const failure = fitFailure(found, connection);
    const works = connection.token !== null && connection.trouble === null;
    if (works || failure.kind === 'transient') return { ok: false, failure };
    this.store.change(connection.id, { notificationsRaised: [...connection.notificationsRaised, failureKey(failure)] });
    return this.record(connection, failure);
  }

  /** This connection got through, or will not try any more: those who waited for it try as soon as they would have tried without it. */
  async relieve(connection: Connection): Promise<void> {
    await this.#release(this.#scouts.relieve(connection));
  }

  async #release(waiting: ReturnType<Scouts['relieve']>): Promise<void> {
    for (const [id, isHurried] of waiting) {
      const { trouble, cloud } = this.store.find(id) ?? {};
      if (!trouble || !cloud || trouble.retryAt === null) continue;
      const alone = retryDelay(trouble.failure, trouble.attempts, this.ports.random()) ?? 0;
      const soon = isHurried ? this.ports.clockOf(cloud).now() : trouble.failure.at + alone;
      this.store.change(id, { trouble: { ...trouble, retryAt: Math.min(trouble.retryAt, soon) } });
    }
    if (waiting.length > 0) await this.storage.save();
  }

  /** Something happened after which what passes by itself may have passed: tries again at once, one connection for all where that will do. */
  tryAgain(): void {
    for (const connection of this.store.all()) {
      const { id, cloud, trouble } = connection;
      if (trouble?.retryAt == null || trouble.failure.retryAfter !== undefined || paceOf(trouble.failure) !== 'soon')
        continue;
      if (this.#scouts.isToTry(connection))
        this.store.change(id, { trouble: { ...trouble, retryAt: this.ports.clockOf(cloud).now() } });
    }
  }

  /** How long to wait before the next try; longer while another connection tries for all. */
  #pause(connection: Connection, failure: Failure, attempts: number, now: EpochMs): DurationMs | null {
    const chance = this.ports.random();
    const { token, schedule } = connection;
    if (paceOf(failure) === 'daily')
      return token && schedule.kind === 'every' ? lookAgainDelay(token, now, chance) : null;
    const alone = retryDelay(failure, attempts, chance);
    const patience = alone === null ? null : this.#scouts.patienceOf(connection, failure, now);
    return alone === null || patience === null ? alone : Math.max(alone, patience * chance);
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
  const outlasts = trouble !== null && failure.kind === 'transient' && paceOf(trouble.failure) !== 'soon';
  return outlasts ? trouble.failure : failure;
}
