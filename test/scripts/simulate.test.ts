import { describe, expect, test, vi } from 'vitest';
import { renderReport } from '../../scripts/simulate/report';
import { simulate } from '../../scripts/simulate/run';

// All computing: on a machine that does something else as well it takes its time.
vi.setConfig({ testTimeout: 120_000 });

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

describe('a keeper that is not good enough is found out', () => {
  test('one that keeps using the old token, as scripts do that ignore the new one', async () => {
    const report = await simulate(
      { connections: 2, years: 1, seed: 1 },
      {
        spoil: (endpoint) => ({
          redeem: async (request) => {
            const exchange = await endpoint.redeem(request);
            if (!exchange.ok) return exchange;
            return { ok: true, tokens: { ...exchange.tokens, refreshToken: request.refreshToken } };
          },
        }),
      },
    );
    expect(report.losses.length).toBeGreaterThan(0);
    expect(renderReport(report)).toMatch(
      /The shortest trail to a loss \(connection \d\):\n[\s\S]*new token\n[\s\S]*: loss/,
    );
  });
});
