/** One thing that happened, or the same thing several times in a row. */
interface Note {
  readonly at: number;
  readonly what: string;
  times: number;
  last: number;
}

/** What happened, oldest first, in little memory; put into words only when somebody asks. */
export class Trail {
  readonly #notes: Note[] = [];

  note(at: number, what: string): void {
    const latest = this.#notes.at(-1);
    if (latest?.what === what) {
      latest.times += 1;
      latest.last = at;
    } else this.#notes.push({ at, what, times: 1, last: at });
  }

  /** Everything since a moment, together with what another trail has since another. */
  tell(since: number, other: Trail, otherSince: number): string[] {
    return [...this.#since(since), ...other.#since(otherSince)]
      .sort((a, b) => a.at - b.at)
      .map(({ at, what, times, last }) => {
        const more = times > 1 ? ` (${times} times, last ${stamp(last)})` : '';
        return `${stamp(at)} ${what}${more}`;
      });
  }

  #since(moment: number): Note[] {
    let first = this.#notes.length;
    while (first > 0 && (this.#notes[first - 1]?.last ?? 0) >= moment) first -= 1;
    return this.#notes.slice(first);
  }
}

function stamp(at: number): string {
  return new Date(at).toISOString();
}
