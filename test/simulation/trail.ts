/** One thing that happened, or the same thing several times in a row. */
interface Note {
  readonly at: number;
  readonly what: string;
  /** What it began or ended, if anything: of what came earlier, only what was still so is worth telling. */
  readonly subject: string | null;
  readonly isOn: boolean;
  times: number;
  last: number;
}

/** What happened, oldest first, in little memory; put into words only when somebody asks. */
export class Trail {
  readonly #notes: Note[] = [];

  note(at: number, what: string, subject: string | null = null, isOn = false): void {
    const latest = this.#notes.at(-1);
    if (latest?.what === what) {
      latest.times += 1;
      latest.last = at;
    } else this.#notes.push({ at, what, subject, isOn, times: 1, last: at });
  }

  /** When the first thing happened after the one that the trail began with; infinite when nothing did. */
  get leftTheUsualAt(): number {
    return this.#notes[1]?.at ?? Number.POSITIVE_INFINITY;
  }

  get beganAt(): number {
    return this.#notes[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Everything here, together with what led to it on another trail: all since a moment, what was going on then, and what was
   * said of `subject` since this trail began, and last before.
   */
  tell(other: Trail, since: number, subject: string): string[] {
    return [...this.#notes, ...other.#leadingTo(since, subject, this.beganAt)]
      .sort((a, b) => a.at - b.at)
      .map(({ at, what, times, last }) => {
        const more = times > 1 ? ` (${times} times, last ${stamp(last)})` : '';
        return `${stamp(at)} ${what}${more}`;
      });
  }

  #leadingTo(since: number, subject: string, subjectSince: number): Note[] {
    const told = new Set<string>();
    return this.#notes
      .toReversed()
      .filter((note) => {
        if (note.last >= since) return true;
        if (note.subject === null || told.has(note.subject)) return false;
        if (note.subject === subject && note.at >= subjectSince) return true;
        told.add(note.subject);
        return note.isOn;
      })
      .toReversed();
  }
}

function stamp(at: number): string {
  return new Date(at).toISOString();
}
