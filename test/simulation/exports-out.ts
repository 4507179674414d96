import { type Belief, stricterOf } from './lives';
import type { Issued } from './server';

interface ExportOut {
  readonly token: Issued;
  /** What the keeper took its tenant's policies for when it was taken. */
  readonly belief: Belief;
  readonly takenAt: number;
}

/** Refresh tokens that people have taken along and not replaced. */
export class ExportsOut {
  readonly #out = new Map<number, readonly ExportOut[]>();
  /** How many were asked for of each connection and not handed out yet, nor refused: where the process died, they may be on record. */
  readonly #asked = new Map<number, number>();

  /** Somebody asks for one: it is on record before it is handed out, also if the process dies in between. */
  asked(connection: number): void {
    this.#asked.set(connection, this.#askedOf(connection) + 1);
  }

  answered(connection: number, token: Issued | null, belief: Belief, takenAt: number): void {
    this.#asked.set(connection, Math.max(0, this.#askedOf(connection) - 1));
    if (token) this.#out.set(connection, [...(this.#out.get(connection) ?? []), { token, belief, takenAt }]);
  }

  /** Nothing uses those any more that were taken until then. */
  replaced(connection: number, until: number): void {
    const left = (this.#out.get(connection) ?? []).filter(({ takenAt }) => takenAt > until);
    this.#out.set(connection, left);
    this.#asked.delete(connection);
  }

  mayBeMore(connection: number): boolean {
    return this.#askedOf(connection) > 0;
  }

  /** Those in use, measured also by what is known of the tenant now. */
  of(connection: number, belief: Belief): readonly ExportOut[] {
    return (this.#out.get(connection) ?? []).map((one) => ({ ...one, belief: stricterOf(one.belief, belief) }));
  }

  #askedOf(connection: number): number {
    return this.#asked.get(connection) ?? 0;
  }
}
