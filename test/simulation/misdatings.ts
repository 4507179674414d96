import type { Dating } from './lives';
import type { Issued } from './server';

/** Which tokens came while the machine's clock was wrong, so that the keeper has a wrong date of them. */
export class Misdatings {
  /** By the token's order. */
  readonly #older = new Set<number>();
  readonly #signIns = new Set<string>();

  /** A token has come. `aheads`: how far the clock was ahead when it was asked for, and then; negative when it was behind. */
  note(token: Issued, aheads: readonly number[]): void {
    if (aheads.some((ahead) => ahead < 0)) this.#older.add(token.order);
    // A sign-in that seems over counts anew from an exchange.
    if (aheads.some((ahead) => ahead !== 0)) this.#signIns.add(signInOf(token));
  }

  datingOf(token: Issued): Dating {
    return { seemsOlder: this.#older.has(token.order), isSignInDoubtful: this.#signIns.has(signInOf(token)) };
  }
}

function signInOf({ tenant, signedInAt }: Issued): string {
  return `${tenant}/${signedInAt}`;
}
