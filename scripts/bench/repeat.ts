export interface Limits {
  readonly atMost: number;
  /** Milliseconds that three runs may exceed, but no further ones. */
  readonly within: number;
}

/** Does a job again and again, one after the other: an odd number of times, so that there is one in the middle, and three at least. */
export async function repeat<T>({ atMost, within }: Limits, job: () => Promise<T>): Promise<T[]> {
  const began = performance.now();
  const results = [await job()];
  const isEnough = () => {
    const spentWithTwoMore = (performance.now() - began) * (1 + 2 / results.length);
    return results.length >= 3 && (results.length + 2 > atMost || spentWithTwoMore > within);
  };
  while (!isEnough()) results.push(await job(), await job());
  return results;
}

/** The value in the middle of an odd number of them. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
