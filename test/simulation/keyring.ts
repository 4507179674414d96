import type { KeychainProblem } from '../../src/core/model/failure';
import { DAY, SECOND } from '../../src/core/model/time';
import { type Keychain, KeychainError } from '../../src/core/storage/ports';
import { joinSecret, readPart } from '../../src/core/storage/secret-parts';
import type { Chance } from './chance';
import type { VirtualTime } from './virtual-time';

const PROBLEMS: readonly KeychainProblem[] = ['locked', 'missing', 'refused', 'hanging', 'mismatch'];

/** What a dead process waits for. A promise of its own each time, so that what waits can be forgotten. */
export const never = () => new Promise<never>(() => undefined);

/** Hears of what happens to the keychain. */
interface KeyringWatch {
  /** The secret of this entry is in the keychain now, whole. */
  kept(account: string, text: string): void;
  /** It was asked for something, and refuses. */
  refused(account: string): void;
}

/** A keychain that refuses now and then, each time in a way of its own. It outlives the processes that use it. */
export class Keyring {
  readonly #entries = new Map<string, string>();
  /** Entries that were not written as they were given. */
  readonly #spoiled = new Set<string>();
  #problem: KeychainProblem | null = null;
  #outages = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly chance: Chance,
    private readonly watch: KeyringWatch,
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

  /** The serial number of the newest whole refresh token of an id; 0: there is none. */
  newestSerial(id: string): number {
    return Math.max(this.#serialIn(`${id}/refresh-token/a`), this.#serialIn(`${id}/refresh-token/b`));
  }

  /** The keychain as a process sees it. `ends` tells whether that process is dead, and may end it. */
  portFor(ends: (step: string) => boolean): Keychain {
    const read = async (account: string) => {
      if (ends('keychain get')) return never();
      if (this.#problem && (await this.#refuses(account, ends))) return never();
      return this.#entries.get(account) ?? null;
    };
    return {
      get: read,
      find: read,
      set: async (account, value) => {
        if (ends('before keychain set')) return never();
        // It says that it has written, and has cut the end off.
        if (this.#problem === 'mismatch') {
          this.#entries.set(account, value.slice(0, -1));
          this.#spoiled.add(account);
        } else {
          if (this.#problem && (await this.#refuses(account, ends))) return never();
          this.#entries.set(account, value);
          this.#spoiled.delete(account);
          const parts = this.#partsOf(account.slice(0, account.lastIndexOf('/')));
          const text = parts.length === 1 ? value : joinSecret(parts)?.text;
          if (text !== undefined) this.watch.kept(account, text);
        }
        if (ends('after keychain set')) return never();
      },
      delete: async (account) => {
        if (ends('before keychain delete')) return never();
        if (this.#problem && (await this.#refuses(account, ends))) return never();
        const was = this.#entries.delete(account);
        if (ends('after keychain delete')) return never();
        return was;
      },
      entries: async () => {
        if (ends('keychain entries')) return never();
        if (this.#problem && (await this.#refuses('', ends))) return never();
        return Array.from(this.#entries, ([account, value]) => ({ account, value }));
      },
      probe: async () => {
        if (ends('keychain probe')) return never();
        if (this.#problem === 'mismatch') throw new KeychainError('mismatch');
        if (this.#problem && (await this.#refuses('', ends))) return never();
      },
    };
  }

  /** Rejects as the keychain does now; `false`: it does what it is asked to, `true`: nobody waits for it any more. */
  async #refuses(account: string, ends: (step: string) => boolean): Promise<boolean> {
    const problem = this.#problem;
    if (problem === null || problem === 'mismatch') return false;
    this.watch.refused(account);
    if (problem === 'hanging') {
      await this.time.sleep(10 * SECOND);
      if (ends('a hanging keychain')) return true;
    }
    throw new KeychainError(problem);
  }

  /** The serial number of the whole secret in a slot; 0: there is none. */
  #serialIn(slot: string): number {
    const parts = this.#partsOf(slot);
    const serials = new Set(parts.map((part) => readPart(part)?.serial));
    const isWhole = serials.size === 1 && parts.every((_, index) => !this.#spoiled.has(`${slot}/${index + 1}`));
    return isWhole ? ([...serials][0] ?? 0) : 0;
  }

  /** The entries of the secret in a slot; none unless all are there. */
  #partsOf(slot: string): readonly string[] {
    const first = this.#entries.get(`${slot}/1`);
    const count = first === undefined ? undefined : readPart(first)?.count;
    if (first === undefined || count === undefined) return [];
    if (count === 1) return [first];
    const parts = Array.from({ length: count }, (_, index) => this.#entries.get(`${slot}/${index + 1}`));
    const found = parts.filter((part) => part !== undefined);
    return found.length === count ? found : [];
  }
}
