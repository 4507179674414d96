import { MINUTE } from '../../src/core/model/time';
import type { Authority } from './authorities';

/** What calls can go to in vain: an authority, or the keychain, where each can cost a person a prompt. */
export type Target = Authority | 'keychain';

/** So many calls in vain are none too many, since something happened that may have mended it: those under way, and the first short pauses. */
const FREE = 30;
/** Pauses of 7 minutes on average come to far less than a call in so much time. */
const ONE_IN = 2 * MINUTE;

interface Siege {
  since: number;
  calls: number;
  isTold: boolean;
}

/** Counts the calls to what is out of order: many of them in a row would be a storm. */
export class Storms {
  readonly #sieges = new Map<Target, Siege>();

  constructor(private readonly now: () => number) {}

  /** Something happened after which all may try at once. */
  calm(): void {
    this.#sieges.clear();
  }

  /** A call that cannot come to anything. Returns whether it makes a storm, once for each. */
  isStorm(target: Target): boolean {
    const siege = this.#sieges.get(target) ?? { since: this.now(), calls: 0, isTold: false };
    this.#sieges.set(target, siege);
    siege.calls += 1;
    if (siege.isTold || siege.calls <= FREE + (this.now() - siege.since) / ONE_IN) return false;
    siege.isTold = true;
    return true;
  }
}
