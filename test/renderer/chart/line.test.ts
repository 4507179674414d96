import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, type HeldSpan, HOUR } from '../../../src/ipc/vocabulary';
import { bandOf, frameOf, leftAt, lineOf } from '../../../src/renderer/chart/line';

const day = (at: number, left: number) => ({ at: at * DAY, left: left * DAY });
const span = (from: number, until: number | null, endsAt: number): HeldSpan => ({
  ...{ from: from * DAY, until: until === null ? null : until * DAY, endsAt: endsAt * DAY },
});

it('falls by a day each day and jumps with each new token', () => {
  const spans = [span(0, 10, 90), span(10, null, 100)];
  expect(lineOf(spans, 0, 20 * DAY)).toEqual([day(0, 90), day(10, 80), day(10, 90), day(20, 80)]);
});

it('begins where the picture does, and not before the first token', () => {
  expect(lineOf([span(0, null, 90)], 30 * DAY, 40 * DAY)).toEqual([day(30, 60), day(40, 50)]);
  expect(lineOf([span(5, null, 95)], 0, 10 * DAY)).toEqual([day(5, 90), day(10, 85)]);
  expect(lineOf([span(5, null, 95)], 0, 4 * DAY)).toEqual([]);
});

it('lies on the ground from where a token expired until the next', () => {
  const spans = [span(0, 12, 7), span(12, null, 19)];
  expect(lineOf(spans, 0, 13 * DAY)).toEqual([day(0, 7), day(7, 0), day(12, 0), day(12, 7), day(13, 6)]);
});

it('drops to the ground where a token was ended before its time', () => {
  const spans = [span(0, 3, 90), span(5, null, 95)];
  expect(lineOf(spans, 0, 5 * DAY)).toEqual([day(0, 90), day(3, 87), day(3, 0), day(5, 0)]);
  expect(lineOf([span(0, 3, 90)], 0, 9 * DAY)).toEqual([day(0, 90), day(3, 87), day(3, 0), day(9, 0)]);
  expect(lineOf([span(0, 3, 90)], 6 * DAY, 9 * DAY)).toEqual([day(6, 0), day(9, 0)]);
});

it('says what was left at any time, and nothing where no token was held', () => {
  const spans = [span(1, 3, 91), span(5, null, 12)];
  expect([0, 1, 2, 3, 4, 5, 12, 20].map((at) => leftAt(spans, at * DAY))).toEqual([
    ...[null, 90 * DAY, 89 * DAY, null, null, 7 * DAY, 0, 0],
  ]);
});

it('never rises but where a token begins, and is what was left at each of its points, whatever the tokens', () => {
  const lives = fc.array(
    fc.record({ gap: fc.integer({ min: 1, max: 400 }), life: fc.integer({ min: 1, max: 2000 }) }),
    {
      minLength: 1,
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(lives, (all) => {
      let at = 0;
      const begun = all.map(({ gap, life }) => {
        at += gap * HOUR;
        return { from: at, endsAt: at + life * HOUR };
      });
      const spans = begun.map((one, index) => ({ ...one, until: begun[index + 1]?.from ?? null }));
      const points = lineOf(spans, 0, at + 100 * DAY);
      for (const [index, point] of points.entries()) {
        const before = points[index - 1];
        if (before === undefined || before.left >= point.left) continue;
        expect(before.at).toBe(point.at);
        expect(leftAt(spans, point.at)).toBe(point.left);
      }
    }),
  );
});

it('is a band of what was least and most where it bends too often to be seen', () => {
  const spans = Array.from({ length: 48 }, (_, index) => ({
    ...{ from: index * HOUR, until: index === 47 ? null : (index + 1) * HOUR, endsAt: (index + 12) * HOUR },
  }));
  const bands = bandOf(lineOf(spans, 0, 48 * HOUR - 1), DAY);
  expect(bands.map(({ at }) => at)).toEqual([DAY / 2, DAY * 1.5]);
  for (const { least, most } of bands) expect([Math.ceil(least / HOUR), most / HOUR]).toEqual([11, 12]);
});

it('covers every slice that the line runs through, with the figures of a straight line', () => {
  expect(bandOf([day(0.5, 9.5), day(3.5, 6.5)], DAY)).toEqual([
    { at: 0.5 * DAY, least: 9.5 * DAY, most: 9.5 * DAY },
    { at: 1.5 * DAY, least: 9 * DAY, most: 9 * DAY },
    { at: 2.5 * DAY, least: 8 * DAY, most: 8 * DAY },
    { at: 3.5 * DAY, least: 6.5 * DAY, most: 7 * DAY },
  ]);
});

it('is framed by the past that was asked for and as much of the days to come, until the token expires', () => {
  const now = 100 * DAY;
  expect(frameOf([span(99, null, 189)], now, 90 * DAY, 90 * DAY)).toEqual({
    ...{ from: 10 * DAY, until: 190 * DAY, most: 90 * DAY },
  });
  const short = frameOf([span(99, null, 110)], now, 90 * DAY, 11 * DAY);
  expect(short.until).toBe(now + 15 * DAY);
  expect(frameOf([span(90, 95, 180)], now, 90 * DAY, 90 * DAY).until).toBe(now + 15 * DAY);
  expect(frameOf([], now, 90 * DAY, 0)).toEqual({ from: 10 * DAY, until: now + 15 * DAY, most: 1 });
});
