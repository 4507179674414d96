import type { KeychainProblem } from '../../src/core/model/failure';
import { DAY, SECOND } from '../../src/core/model/time';
import { type Keychain, KeychainError } from '../../src/core/storage/ports';
import { joinSecret, partsOf } from '../../src/core/storage/secret-parts';
import type { Chance } from './chance';
import type { VirtualTime } from './virtual-time';

const PROBLEMS: readonly KeychainProblem[] = ['locked', 'missing', 'refused', 'hanging', 'mismatch'];

/** What a dead process waits for. A promise of its own each time, so that what waits can be forgotten. */
export const never = () => new Promise<never>(() => undefined);

/** A keychain that refuses now and then, each time in a way of its own. It outlives the processes that use it. */
export class Keyring {
  readonly #entries = new Map<string, string>();
  #problem: KeychainProblem | null = null;
  #outages = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly chance: Chance,
    /** The secret of this entry is in the keychain now, whole. */
    private readonly kept: (account: string, text: string) => void,
  ) {}

  /** From now on it refuses, or works again. */
  setOut(isOut: boolean): void {
    this.#problem = isOut ? (PROBLEMS[this.chance.below(PROBLEMS.length)] ?? 'locked') : null;
    this.#outages += 1;
    if (this.#problem !== 'mismatch') return;
    const outage = this.#outages;
    // One that spoils what it is given does not do so for months.
    this.time.after(DAY, () => {
      if (outage === this.#outages) this.#problem = 'refused';
    });
  }

  /** Whether the secret is there whole. */
  holds(prefix: string): boolean {
    return this.#textOf(prefix) !== null;
  }

  /** The keychain as a process sees it. `ends` tells whether that process is dead, and may end it. */
  portFor(ends: (step: string) => boolean): Keychain {
    return {
      get: async (account) => {
        if (ends('keychain get')) return never();
        if (this.#problem && (await this.#refuses(ends))) return never();
        return this.#entries.get(account) ?? null;
      },
      set: async (account, value) => {
        if (ends('before keychain set')) return never();
        // It says that it has written, and has cut the end off.
        if (this.#problem === 'mismatch') this.#entries.set(account, value.slice(0, -1));
        else {
          if (this.#problem && (await this.#refuses(ends))) return never();
          this.#entries.set(account, value);
          const prefix = account.slice(0, account.lastIndexOf('/'));
          const text = this.#textOf(prefix);
          if (text !== null) this.kept(account, text);
        }
        if (ends('after keychain set')) return never();
      },
      delete: async (account) => {
        if (ends('before keychain delete')) return never();
        if (this.#problem && (await this.#refuses(ends))) return never();
        const was = this.#entries.delete(account);
        if (ends('after keychain delete')) return never();
        return was;
      },
      entries: async () => {
        if (ends('keychain entries')) return never();
        if (this.#problem && (await this.#refuses(ends))) return never();
        return Array.from(this.#entries, ([account, value]) => ({ account, value }));
      },
      probe: async () => {
        if (ends('keychain probe')) return never();
        if (this.#problem === 'mismatch') throw new KeychainError('mismatch');
        if (this.#problem && (await this.#refuses(ends))) return never();
      },
    };
  }

  /** Rejects as the keychain does now; `false`: it does what it is asked to, `true`: nobody waits for it any more. */
  async #refuses(ends: (step: string) => boolean): Promise<boolean> {
    const problem = this.#problem;
    if (problem === null || problem === 'mismatch') return false;
    if (problem === 'hanging') {
      await this.time.sleep(10 * SECOND);
      if (ends('a hanging keychain')) return true;
    }
    throw new KeychainError(problem);
  }

  /** The text of a secret, with what stands before it in its only entry; `null` unless it is whole. */
  #textOf(prefix: string): string | null {
    const first = this.#entries.get(`${prefix}/1`);
    const count = first === undefined ? null : partsOf(first);
    if (first === undefined || count === null) return null;
    if (count === 1) return first;
    const parts = Array.from({ length: count }, (_, index) => this.#entries.get(`${prefix}/${index + 1}`) ?? '');
    return joinSecret(parts);
  }
}
