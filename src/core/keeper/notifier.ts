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
  ) {}

  /** Notes what is due as raised, and tells it. */
  async raise(id: string): Promise<void> {
    await this.#doubts.pass(() => this.#endDoubt(id));
    const connection = this.store.find(id);
    if (!connection) return;
    const { notificationsRaised, credential } = connection;
    const exportedTokens = this.store.exportedTokensOf(id);
    const now = this.store.nowFor(connection);
    const { ofToken, ofCredential, ofExports } = dueNotifications(connection, exportedTokens, now);
    if (ofExports) this.store.setExportedTokens(id, ofExports.exportedTokens);
    this.store.change(id, {
      ...(ofToken ? { notificationsRaised: [...new Set([...notificationsRaised, ...ofToken.settles])] } : {}),
      ...(ofCredential && credential
        ? { credential: { ...credential, notificationsRaised: ofCredential.settles } }
        : {}),
    });
    await this.store.notify(ofToken?.notification, ofCredential?.notification, ofExports?.notification);
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
