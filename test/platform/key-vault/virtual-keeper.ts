import { Keeper } from '../../../src/core/keeper/keeper';
import type { DurationMs, EpochMs } from '../../../src/core/model/time';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { fingerprints } from '../../../src/platform/files/fingerprints';
import { createFolderLock } from '../../../src/platform/files/folder-lock';
import { createHistoryFile } from '../../../src/platform/files/history-file';
import { createKeyVault } from '../../../src/platform/key-vault/key-vault';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import type { PracticeCloud } from '../../../src/practice';
import { World } from '../../core/world';

/** Time that passes only between one event and the next, for keepers and the practice cloud alike. */
export class VirtualTime {
  now: EpochMs;
  readonly #timers = new Set<{ readonly at: EpochMs; readonly fire: () => void }>();
  readonly #keepers: Keeper[] = [];

  constructor(private readonly cloud: PracticeCloud) {
    this.now = cloud.clock.now();
  }

  /** A keeper with a folder of its own, the real adapters, and a keychain in memory. */
  async open(folder: string): Promise<Keeper> {
    const { cloud } = this;
    const network = {
      practiceOrigin: () => cloud.origin,
      fetch: (url: string, init: RequestInit) => {
        cloud.clock.advance(this.now - cloud.clock.now());
        return fetch(url, init);
      },
    };
    const keeper = new Keeper({
      clockOf: () => ({ now: () => this.now }),
      timers: {
        set: (delay, fire) => {
          const timer = { at: this.now + delay, fire };
          this.#timers.add(timer);
          return () => this.#timers.delete(timer);
        },
      },
      random: Math.random,
      keychain: new World().keychain,
      file: createConnectionsFile(folder),
      history: createHistoryFile(folder),
      lock: createFolderLock({ folder }),
      endpoint: createTokenEndpoint(network),
      vault: createKeyVault(network),
      fingerprints,
    });
    this.#keepers.push(keeper);
    await keeper.start();
    return keeper;
  }

  /** Lets time pass, and each keeper finish what is due before more of it does. */
  async pass(span: DurationMs): Promise<void> {
    const until = this.now + span;
    for (;;) {
      await this.settled();
      const [due] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (!due || due.at > until) break;
      this.#timers.delete(due);
      this.now = Math.max(this.now, due.at);
      due.fire();
    }
    this.now = until;
  }

  async settled(): Promise<void> {
    const isBusy = () =>
      this.#keepers.some((keeper) =>
        keeper.connections().some(({ id }) => keeper.busyOf(id) !== null || keeper.isSyncingVault(id)),
      );
    do await new Promise<void>((resolve) => setImmediate(resolve));
    while (isBusy());
  }
}
