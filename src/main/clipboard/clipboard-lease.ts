import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, DurationMs, EpochMs, Timers } from '../../core/model/time';
export interface SecretClipboard {
  /** Writes a secret together with the marks that keep it out of histories and clouds. */
  writeSecret(text: string): Promise<void>;
  readText(): Promise<string>;
  clear(): void;
}
export type LeasedSecret = 'access-token' | 'refresh-token';

/** A secret that is on the clipboard, known by a salted hash only. */
interface Lease {
  readonly connectionId: string;
  readonly what: LeasedSecret;
  readonly clearsAt: EpochMs;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Reading can fail, or hang, while another program holds the clipboard open. */
const READ_PATIENCE: DurationMs = 5000;
const READ_PAUSE: DurationMs = 1000;

/**
 * Puts secrets on the clipboard and takes them off again when their time is up or the app quits, but not if something else is
 * there: what somebody copied since is theirs. What cannot be read is taken off too, since it may be the secret.
 */
export class ClipboardLease {
  #lease: Lease | null = null;
  #cancelTimer: () => void = () => {};

  constructor(
    private readonly clipboard: SecretClipboard,
    private readonly clock: Clock,
    private readonly timers: Timers,
    /** How long a secret stays. */
    private readonly delay: () => DurationMs,
    private readonly changed: () => void,
  ) {}
  current(): Pick<Lease, 'connectionId' | 'clearsAt' | 'what'> | null {
    if (!this.#lease) return null;
    const { connectionId, clearsAt, what } = this.#lease;
    return { connectionId, clearsAt, what };
  }

  /** Copies a secret for a while, in place of one copied before. Rejects when the clipboard cannot be written. */
  async copy(text: string, connectionId: string, what: LeasedSecret = 'access-token'): Promise<{ clearsAt: EpochMs }> {
    await this.clipboard.writeSecret(text);
    const salt = randomBytes(16);
    const delay = this.delay();
    const clearsAt = this.clock.now() + delay;
    this.#lease = { connectionId, what, clearsAt, salt, hash: digest(salt, text) };
    this.#cancelTimer();
    this.#cancelTimer = this.timers.set(delay, () => void this.end());
    this.changed();
    return { clearsAt };
  }

  /** Clears what is overdue: timers stand still while a computer sleeps. */
  async clearIfDue(): Promise<void> {
    if (this.#lease && this.#lease.clearsAt <= this.clock.now()) await this.end();
  }

  /** Ends the lease, and leaves the clipboard as it is, where something else is there by now. Never rejects. */
  async endIfReplaced(): Promise<void> {
    const lease = this.#lease;
    if (!lease) return;
    const text = await this.#read(READ_PATIENCE);
    if (this.#lease !== lease || text === null || isOf(lease, text)) return;
    this.#cancelTimer();
    this.#lease = null;
    this.changed();
  }

  /** Ends the lease now, and clears the clipboard unless something else is there. Never rejects; takes no longer than `patience`. */
  async end(patience = READ_PATIENCE): Promise<void> {
    const lease = this.#lease;
    if (!lease) return;
    this.#cancelTimer();
    const text = await this.#read(patience);
    // Another secret may have been copied while the clipboard was read, or somebody with less patience was quicker.
    if (this.#lease !== lease) return;
    this.#lease = null;
    try {
      if (text === null || isOf(lease, text)) this.clipboard.clear();
    } catch {
      // Nothing more can be done.
    }
    this.changed();
  }

  /** What is there, or `null` when that cannot be found out in time. */
  #read(patience: DurationMs): Promise<string | null> {
    return new Promise((resolve) => {
      let isOver = false;
      const end = (text: string | null) => {
        isOver = true;
        stopWaiting();
        resolve(text);
      };
      const stopWaiting = this.timers.set(patience, () => end(null));
      const read = (): void => {
        if (!isOver) this.clipboard.readText().then(end, () => this.timers.set(READ_PAUSE, read));
      };
      read();
    });
  }
}

function isOf({ salt, hash }: Lease, text: string): boolean {
  return timingSafeEqual(digest(salt, text), hash);
}

function digest(salt: Buffer, text: string): Buffer {
  return createHash('sha256').update(salt).update(text, 'utf8').digest();
}
