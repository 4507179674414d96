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
  /** Connections of which one was asked for and not handed out, which may be on record all the same. */
  readonly #asked = new Set<number>();

  /** Somebody asks for one: it is on record before it is handed out, also if the process dies in between. */
  asked(connection: number): void {
    this.#asked.add(connection);
  }

  answered(connection: number, token: Issued | null, belief: Belief): void {
    this.#asked.delete(connection);
    if (token) this.#out.set(connection, [...(this.#out.get(connection) ?? []), { token, belief }]);
  }

  replaced(connection: number): void {
    this.#out.delete(connection);
    this.#asked.delete(connection);
  }

  mayBeMore(connection: number): boolean {
    return this.#asked.has(connection);
  }

  /** Those in use, measured also by what is known of the tenant now. */
  of(connection: number, belief: Belief): readonly ExportOut[] {
    return (this.#out.get(connection) ?? []).map((one) => ({ ...one, belief: stricterOf(one.belief, belief) }));
  }
}
