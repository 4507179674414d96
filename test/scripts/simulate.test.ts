import { expect, test } from 'vitest';
import { simulate } from '../../scripts/simulate/run';

test.each([1, 2, 3])('a year of bad luck loses no token that could have been kept (seed %i)', async (seed) => {
  const report = await simulate({ connections: 6, years: 1, seed });
  expect(report.losses).toEqual([]);
  expect(report.duplicateNotices).toEqual([]);
  expect(report.refreshes).toBeGreaterThan(6 * 200);
  expect(report.peakInFlight).toBeLessThanOrEqual(4);
});

test('the same seed gives the same run', async () => {
  const options = { connections: 3, years: 1, seed: 7 };
  expect(await simulate(options)).toEqual(await simulate(options));
});
