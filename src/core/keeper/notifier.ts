import { THRESHOLDS, type Threshold } from '../expiry/notifications';
import { isOver, type Standing, sortStanding, standingOf, type Told } from '../expiry/standing';
import { groupedBy } from '../model/grouped';
import { type EpochMs, MINUTE } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import { Gate } from '../storage/gate';
import type { Secrets } from '../storage/secrets';
import { dueNotifications } from './alarm';
import type { Refresher } from './refresher';

/** Raises the notifications that are due, once what they would say is sure. */
export class Notifier {
  /** Asks the keychain of one connection after the other. */
  readonly #doubts = new Gate(1);
  #keychainRefusedAt: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly refresher: Refresher,
    private readonly notifyAt: () => readonly Threshold[] = () => THRESHOLDS,
  ) {}

  /** Notes what is due as raised, and tells it. */
  async raise(id: string): Promise<void> {
    await this.#doubts.pass(() => this.#endDoubt(id));
    const connection = this.store.find(id);
    if (!connection) return;
    const { notificationsRaised, credential } = connection;
    const exportedTokens = this.store.exportedTokensOf(id);
    const now = this.store.nowFor(connection);
    const { ofToken, ofCredential, ofExports } = dueNotifications(connection, exportedTokens, now, this.notifyAt());
    if (ofExports) this.store.setExportedTokens(id, ofExports.exportedTokens);
    this.store.change(id, {
      ...(ofToken ? { notificationsRaised: [...new Set([...notificationsRaised, ...ofToken.settles])] } : {}),
      ...(ofCredential && credential
        ? { credential: { ...credential, notificationsRaised: ofCredential.settles } }
        : {}),
    });
    await this.store.notify(ofToken?.notification, ofCredential?.notification, ofExports?.notification);
  }

  /** What of all that was told is still so, as it is now: the worst first, and only once what several told alike. */
  standing(told: Iterable<Told>): readonly Standing[] {
    const standing = [...groupedBy(told, ({ id }) => connectionIn(id))].flatMap(([id, ofConnection]) => {
      const connection = this.store.find(id);
      if (!connection) return [];
      return standingOf(ofConnection, connection, this.store.exportedTokensOf(id), this.store.nowFor(connection));
    });
    return sortStanding(standing);
  }

  /** Whether what was told is about a token, a sign-in, a credential or exported tokens that have been replaced since. */
  isOver(id: string): boolean {
    const connection = this.store.find(connectionIn(id));
    return connection !== null && isOver(id, connection, this.store.exportedTokensOf(connection.id));
  }

  /** A newer token may be kept by now, or be in the keychain, which is not asked again when it has just refused. */
  async #endDoubt(id: string): Promise<void> {
    const now = this.store.nowFor({ cloud: 'global' });
    const since = now - this.#keychainRefusedAt;
    if (since >= 0 && since < MINUTE) return;
    const kept = await this.refresher.keepPending(id);
    const isConfirmed = await this.secrets.confirm(id).then(
      () => true,
      () => false,
    );
    if (kept?.ok === false || !isConfirmed) this.#keychainRefusedAt = now;
  }
}

function connectionIn(notificationId: string): string {
  return notificationId.slice(0, notificationId.indexOf('/'));
}
