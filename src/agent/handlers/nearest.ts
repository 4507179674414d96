/** The name that is most like what was written, if it can have been meant: a third of its letters differ at most. Capitals don't count. */
export function nearest(written: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.floor((written.length + 1) / 3) + 1;
  for (const name of names) {
    const count = differences(written.toLocaleLowerCase(), name.toLocaleLowerCase());
    if (count < fewest) [best, fewest] = [name, count];
  }
  return best;
}

/** How many letters are to be put in, left out, or replaced (Levenshtein). */
function differences(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1];
    for (const [column, its] of [...other].entries())
      line.push(
        Math.min(
          (above[column + 1] ?? 0) + 1,
          (line[column] ?? 0) + 1,
          (above[column] ?? 0) + (letter === its ? 0 : 1),
        ),
      );
    above = line;
  }
  return above.at(-1) ?? 0;
}
