import type { Failure } from '../model/failure';

/** What is wrong with the whole app, of which the worst is shown. */
export class AppTrouble {
  #frozen: Failure | null = null;
  #current: Failure | null = null;
  #damage: Failure | null = null;

  /** @param changed Called when something else is, or may be, to be shown. */
  constructor(private readonly changed: () => void) {}

  /** What is to be shown. */
  get worst(): Failure | null {
    return this.#frozen ?? this.#current ?? this.#damage;
  }

  /** Why nothing may be changed, nor refreshed. */
  get frozen(): Failure | null {
    return this.#frozen;
  }

  /** Whether it may end by itself that nothing may be changed. */
  get thaws(): boolean {
    return this.#frozen?.code === 'file/unreadable' || this.#frozen?.code === 'folder/busy';
  }

  /** What the keychain or the file refuses at present. */
  get current(): Failure | null {
    return this.#current;
  }

  freeze(why: Failure): void {
    this.#frozen = why;
    this.changed();
  }

  /** For a try to get on. To be followed by {@link announce}: if it fails, nothing has changed, and nothing is to be told anew. */
  thaw(): void {
    this.#frozen = null;
  }

  announce(): void {
    this.changed();
  }

  meet(failure: Failure): void {
    this.#current = failure;
    this.changed();
  }

  /** What was refused works again, if that was it: codes that begin so. */
  overcome(codes: 'keychain/' | 'file/unwritable'): void {
    if (!this.#current?.code.startsWith(codes)) return;
    this.#current = null;
    this.changed();
  }

  /** The file was bad. That is over, and shown until somebody has seen it, when nothing worse is to be shown. */
  tellDamage(damage: Failure): void {
    this.#damage = damage;
    this.changed();
  }

  forgetDamage(): void {
    if (this.#damage === null) return;
    this.#damage = null;
    this.changed();
  }
}
