import type { KeychainProblem } from '../../src/core/model/failure';
import { DAY, SECOND } from '../../src/core/model/time';
import { type Keychain, KeychainError } from '../../src/core/storage/ports';
import { joinSecret, type Part, readPart } from '../../src/core/storage/secret-parts';
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
  /** The whole secret in a slot, where that has been looked for since it last changed. */
  readonly #joined = new Map<string, ReturnType<typeof joinSecret>>();
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
          this.#put(account, value.slice(0, -1));
        } else {
          if (this.#problem && (await this.#refuses(account, ends))) return never();
          this.#put(account, value);
          const secret = this.#secretIn(slotOf(account));
          if (secret) this.watch.kept(account, secret.text);
        }
        if (ends('after keychain set')) return never();
      },
      delete: async (account) => {
        if (ends('before keychain delete')) return never();
        if (this.#problem && (await this.#refuses(account, ends))) return never();
        const was = this.#entries.delete(account);
        this.#joined.delete(slotOf(account));
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

  #put(account: string, value: string): void {
    this.#entries.set(account, value);
    this.#joined.delete(slotOf(account));
  }

  /** The serial number of the whole secret in a slot; 0: there is none. */
  #serialIn(slot: string): number {
    return this.#secretIn(slot)?.serial ?? 0;
  }

  #secretIn(slot: string): ReturnType<typeof joinSecret> {
    const known = this.#joined.get(slot);
    if (known !== undefined) return known;
    const secret = joinSecret(this.#partsOf(slot));
    this.#joined.set(slot, secret);
    return secret;
  }

  /** The parts of the secret in a slot that are there, of as many as its first one says. */
  #partsOf(slot: string): readonly Part[] {
    const parts: Part[] = [];
    let count = 1;
    for (let index = 1; index <= count; index += 1) {
      const part = readPart(this.#entries.get(`${slot}/${index}`) ?? '');
      if (!part) break;
      if (index === 1) count = part.count;
      parts.push(part);
    }
    return parts;
  }
}

/** The slot that an entry is a part of. */
function slotOf(account: string): string {
  return account.slice(0, account.lastIndexOf('/'));
}
