import type { HeldSpan } from '../../ipc/vocabulary';

/** The part of time that is drawn, and the longest time left in it. */
export interface Frame {
  readonly from: number;
  readonly until: number;
  readonly most: number;
}

export interface LinePoint {
  readonly at: number;
  /** Milliseconds until the token that was held then expires; 0 without one. */
  readonly left: number;
}

/** How long the token that was held at a time lived from then on; `null`: none was. */
export function leftAt(spans: readonly HeldSpan[], at: number): number | null {
  const span = spans.findLast(({ from }) => from <= at);
  if (span === undefined || (span.until !== null && span.until <= at)) return null;
  return Math.max(0, span.endsAt - at);
}

/**
 * The line of remaining lifetime between two times: it falls by a day each day, jumps where a new token came, and is at 0 from where
 * a token ended until the next. Exact: a point wherever it bends. Nothing is drawn before the first token.
 */
export function lineOf(spans: readonly HeldSpan[], from: number, until: number): readonly LinePoint[] {
  const points: LinePoint[] = [];
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const start = Math.max(from, span.from);
    const end = Math.min(until, next);
    if (start >= end) continue;
    const over = Math.min(span.endsAt, span.until ?? Number.POSITIVE_INFINITY);
    if (over > start) points.push({ at: start, left: span.endsAt - start });
    if (over < end) {
      const turn = Math.max(over, start);
      if (over > start) points.push({ at: turn, left: span.endsAt - turn });
      points.push({ at: turn, left: 0 }, { at: end, left: 0 });
    } else points.push({ at: end, left: span.endsAt - end });
  }
  return points.filter(({ at, left }, index) => at !== points[index - 1]?.at || left !== points[index - 1]?.left);
}

/** What a line covers in a slice of time. */
export interface Band {
  readonly at: number;
  readonly least: number;
  readonly most: number;
}

/** The same line where it bends more often than can be seen: the least and the most that was left, in slices of equal length. */
export function bandOf(points: readonly LinePoint[], slice: number): readonly Band[] {
  const bands = new Map<number, Band>();
  const take = (at: number, left: number) => {
    const key = Math.floor(at / slice);
    const band = bands.get(key) ?? { at: (key + 0.5) * slice, least: left, most: left };
    bands.set(key, { ...band, least: Math.min(band.least, left), most: Math.max(band.most, left) });
  };
  for (const [index, point] of points.entries()) {
    const next = points[index + 1] ?? point;
    take(point.at, point.left);
    for (let edge = (Math.floor(point.at / slice) + 1) * slice; edge < next.at; edge += slice)
      take(edge, point.left + ((next.left - point.left) * (edge - point.at)) / (next.at - point.at));
  }
  return [...bands.values()].sort((a, b) => a.at - b.at);
}

/** What to draw: the past that was asked for, and of the days to come no more than that; as high as a whole lifetime. */
export function frameOf(spans: readonly HeldSpan[], now: number, past: number, lifetime: number): Frame {
  const end = spans.at(-1)?.until === null ? (spans.at(-1)?.endsAt ?? now) : now;
  const ahead = Math.min(past, Math.max(past / 6, (end - now) * 1.04));
  const from = now - past;
  const seen = spans.filter((_, index) => (spans[index + 1]?.from ?? Number.POSITIVE_INFINITY) > from);
  return {
    from,
    until: now + ahead,
    most: Math.max(lifetime, 1, ...seen.map((span) => span.endsAt - Math.max(from, span.from))),
  };
}
