import { describe, expect, test, vi } from 'vitest';
import { CAUSES } from '../../scripts/simulate/causes';
import { machinesOf, type Report, report } from '../../scripts/simulate/fleet';
import { readOptions } from '../../scripts/simulate/options';
import { shrink } from '../../scripts/simulate/shrink';
import { isClean, tell } from '../../scripts/simulate/words';
import { live } from '../../scripts/simulate/world';
import { SABOTAGES } from './simulate-sabotage';

// All computing: on a machine that does something else as well it takes its time.
vi.setConfig({ testTimeout: 120_000 });

async function simulate(options: { connections: number; years: number; seed: number }): Promise<Report> {
  const outcomes = [];
  for (const world of machinesOf(options)) outcomes.push(await live(world));
  return report(options, outcomes);
}

test.each([1, 2, 3, 4])('a year of bad luck breaks no promise (seed %i)', async (seed) => {
  const year = await simulate({ connections: 8, years: 1, seed });
  expect(tell(year, null)).not.toMatch('The shortest trail');
  expect(isClean(year)).toBe(true);
  expect(year.refreshes).toBeGreaterThan(8 * 80);
  expect(year.crashes).toBeGreaterThan(50);
  expect(year.peakInFlight).toBeLessThanOrEqual(4);
});

test('the same seed gives the same report, byte for byte, and another seed another', async () => {
  const [once, again, other] = await Promise.all(
    [7, 7, 8].map(async (seed) => JSON.stringify(await simulate({ connections: 3, years: 1, seed }), null, 2)),
  );
  expect(again).toBe(once);
  expect(other).not.toBe(once);
});

test('what is simulated does not depend on the computer: more than 500 connections live on several machines', () => {
  const machines = machinesOf({ connections: 1201, years: 10, seed: 5 });
  expect(machines.map(({ connections }) => connections)).toEqual([401, 400, 400]);
  expect(machines.map(({ seed }) => seed)[0]).toBe(5);
  expect(new Set(machines.map(({ seed }) => seed)).size).toBe(3);
  expect(machinesOf({ connections: 1201, years: 10, seed: 5 })).toEqual(machines);
});

describe('a keeper that is not good enough is found out', () => {
  test.each(SABOTAGES.map((sabotage) => [sabotage.what, sabotage] as const))(
    'one that %s',
    async (_what, { spoil, breaks, years }) => {
      const options = { connections: 4, years, seed: 1 };
      const outcome = await live(options, spoil);
      expect(outcome.breaches[breaks]).toBeGreaterThan(0);
      expect(isClean(report(options, [outcome]))).toBe(false);
    },
  );
});

test('the trail that is shown is the shortest found, in a world where little else goes wrong', async () => {
  const [{ spoil, years }] = SABOTAGES;
  const options = { connections: 4, years, seed: 1 };
  const outcome = await live(options, spoil);
  if (!outcome.shortest) throw new Error('nothing was found');
  const shrunk = await shrink(outcome.shortest, options, (world) => live(world, spoil));
  expect(shrunk?.breach.trail.length).toBeLessThanOrEqual(outcome.shortest.trail.length);
  expect(shrunk?.world).toMatchObject({ connections: 1, seed: 1 });
  // This keeper fails also where nothing goes wrong.
  expect(shrunk?.world.without).toEqual(CAUSES);
  const text = tell(report(options, [outcome]), shrunk);
  expect(text).toMatch(/The shortest trail \(one connection, seed \d+, with nothing going wrong\):\n\S+Z new token\n/);
});

describe('flags', () => {
  test('are whole numbers with a default each', () => {
    expect(readOptions([])).toEqual({ connections: 100, years: 2, seed: 1, json: false });
    expect(readOptions(['--connections', '1000', '--years=10', '--seed', '0', '--json'])).toEqual({
      connections: 1000,
      years: 10,
      seed: 0,
      json: true,
    });
  });

  test.each([
    [['--connections', '0'], '--connections takes a whole number from 1 to 100000, not "0".'],
    [['--years', '1.5'], '--years takes a whole number from 1 to 1000, not "1.5".'],
    [['--years', 'ten'], '--years takes a whole number from 1 to 1000, not "ten".'],
    [['--seed', '4294967296'], '--seed takes a whole number from 0 to 4294967295, not "4294967296".'],
    [['--seed='], '--seed takes a whole number from 0 to 4294967295, not "".'],
    [['--seed'], '--seed needs a value.'],
    [['--years', '--json'], '--years needs a value.'],
    [['--json=yes'], '--json takes no value.'],
    [['--year', '3'], 'There is no option --year.'],
    [['12'], '"12" is not understood.'],
  ])('that are bad are named: %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(new RangeError(message));
  });
});
