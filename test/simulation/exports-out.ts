import { type Belief, stricterOf } from './lives';
import type { Issued } from './server';

interface ExportOut {
  readonly token: Issued;
  /** What the keeper took its tenant's policies for when it was taken. */
  readonly belief: Belief;
}

/** Refresh tokens that people have taken along and not replaced. */
export class ExportsOut {
  readonly #out = new Map<number, readonly ExportOut[]>();
  /** How many were asked for and got no answer, by connection: the process died, and they may be on record all the same. */
  readonly #asked = new Map<number, number>();

  /** Somebody asks for one: it is on record before it is handed out, also if the process dies in between. */
  asked(connection: number): void {
    this.#asked.set(connection, this.#unanswered(connection) + 1);
  }

  answered(connection: number, token: Issued | null, belief: Belief): void {
    this.#asked.set(connection, Math.max(0, this.#unanswered(connection) - 1));
    if (token) this.#out.set(connection, [...(this.#out.get(connection) ?? []), { token, belief }]);
  }

  replaced(connection: number): void {
    this.#out.delete(connection);
    this.#asked.delete(connection);
  }

  mayBeMore(connection: number): boolean {
    return this.#unanswered(connection) > 0;
  }

  /** Those in use, measured also by what is known of the tenant now. */
  of(connection: number, belief: Belief): readonly ExportOut[] {
    return (this.#out.get(connection) ?? []).map((one) => ({ ...one, belief: stricterOf(one.belief, belief) }));
  }

  #unanswered(connection: number): number {
    return this.#asked.get(connection) ?? 0;
  }
}
