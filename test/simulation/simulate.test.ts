import { spawn } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';
import { DAY, MINUTE } from '../../src/core/model/time';
import { CAUSES } from './causes';
import { machinesOf, type Report, report } from './fleet';
import { readOptions } from './options';
import type { Scene } from './people';
import { BREACHES } from './promises';
import { isSabotage, SABOTAGES, type Sabotage } from './sabotage';
import { shrink } from './shrink';
import { Trail } from './trail';
import { isClean, tell } from './words';
import { live } from './world';

// All computing: on a machine that does something else as well it takes its time.
vi.setConfig({ testTimeout: 120_000 });

async function simulate(options: { connections: number; years: number; seed: number }): Promise<Report> {
  const outcomes = [];
  for (const world of machinesOf(options)) outcomes.push(await live(world));
  return report(options, outcomes);
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a year of bad luck breaks no promise (seed %i)', async (seed) => {
  const year = await simulate({ connections: 8, years: 1, seed });
  expect(tell(year, null)).not.toMatch('The shortest trail');
  expect(isClean(year)).toBe(true);
  expect(year.refreshes).toBeGreaterThan(8 * 30);
  expect(year.crashes + year.quits).toBeGreaterThan(40);
  expect(year.peakInFlight).toBeLessThanOrEqual(4);
});

const today = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));

test(`half a year of bad luck with the seed of the day breaks no promise (seed ${today})`, async () => {
  const outcome = await simulate({ connections: 40, years: 0.5, seed: today });
  expect(tell(outcome, null)).not.toMatch('The shortest trail');
  expect(isClean(outcome)).toBe(true);
});

test('a retry with the old client secret that is refused while a new one is being tried owes no further try', async () => {
  const met: string[] = [];
  for (let seed = 1; seed <= 12 && met.length < 3; seed += 1) {
    const options = { connections: 1, years: 0.1, seed, without: CAUSES };
    const { breaches } = await live(options, (scene) => haveSecretTriedDuringRetry(scene, (what) => met.push(what)));
    expect(breaches.neglected).toBe(0);
  }
  expect(met).toEqual(['refused meanwhile', 'refused meanwhile', 'refused meanwhile']);
});

/**
 * The client secret has expired, and a try gets no answer. Just when the keeper tries again, somebody enters the new secret. The try
 * with the old one is refused; the new one gets no answer.
 */
function haveSecretTriedDuringRetry(
  { time, server, roster, referee, machine, people }: Scene,
  meet: (what: string) => void,
): void {
  const tenant = server.tenant(0);
  const tried = referee.tried.bind(referee);
  const answered = referee.answered.bind(referee);
  let step: 'before' | 'silence' | 'retry' | 'over' = 'before';
  time.after(5 * DAY, () => {
    tenant.secretExpired = true;
    roster.renewSecret(0);
    referee.needsPerson(0, 'replace-secret');
    tenant.isSick = true;
    step = 'silence';
  });
  referee.tried = (attempt) => {
    tried(attempt);
    if (step !== 'silence' || machine.keeper.find(roster.idOf(0))?.trouble === null) return;
    step = 'retry';
    tenant.isSick = false;
    time.after(1, () => void people.enterSecret(0));
  };
  referee.answered = (attempt, carried) => {
    answered(attempt, carried);
    if (step !== 'retry') return;
    step = 'over';
    if (attempt.isAside) return;
    meet('refused meanwhile');
    tenant.isSick = true;
    time.after(MINUTE, () => {
      tenant.isSick = false;
    });
  };
}

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
  test.each(Object.entries(SABOTAGES).map(([name, sabotage]) => [sabotage.what, name, sabotage] as const))(
    'one that %s',
    async (_what, worse, sabotage) => {
      const { breaks, years, connections = 4 }: Sabotage = sabotage;
      if (!isSabotage(worse)) throw new Error(`no sabotage ${worse}`);
      // What gives it away happens in some lives and not in others.
      for (let seed = 1; seed <= 10; seed += 1) {
        const options = { connections, years, seed, worse, until: breaks };
        const outcome = await live(options);
        if (outcome.breaches[breaks] === 0) continue;
        expect(isClean(report(options, [outcome]))).toBe(false);
        return;
      }
      expect.fail('it broke no promise in ten lives');
    },
  );

  test('in every promise there is', () => {
    const broken = new Set<string>(Object.values(SABOTAGES).map(({ breaks }) => breaks));
    expect(Object.keys(BREACHES).filter((kind) => !broken.has(kind))).toEqual([]);
  });
});

test('the trail that is shown is the shortest found, in a world where little else goes wrong', async () => {
  const options = { connections: 4, years: 1, seed: 1, worse: 'old-token' } as const;
  const outcome = await live(options);
  if (!outcome.shortest) throw new Error('nothing was found');
  const shrunk = await shrink(outcome.shortest, options);
  expect(shrunk?.breach.trail.length).toBeLessThanOrEqual(outcome.shortest.trail.length);
  expect(shrunk?.world).toMatchObject({ connections: 1, seed: 1 });
  // This keeper fails also where nothing goes wrong.
  expect(shrunk?.world.without).toEqual(CAUSES);
  const text = tell(report(options, [outcome]), shrunk);
  expect(text).toMatch(/The shortest trail \(one connection, seed \d+, with nothing going wrong\):\n\S+Z new token\n/);
});

describe('a trail', () => {
  test('names what was still going on when it began, and every jump of the clock since the token came', () => {
    const common = new Trail();
    const note = (at: number, what: string, subject: string, isOn: boolean) => common.note(at, what, subject, isOn);
    note(1, 'clock off', 'clock', true);
    note(2, 'disk begins', 'disk', true);
    note(3, 'network begins', 'network', true);
    note(4, 'network ends', 'network', false);
    note(20, 'clock right again', 'clock', false);
    note(30, 'network begins', 'network', true);
    const own = new Trail();
    own.note(10, 'new token');
    own.note(31, 'try failed');
    const told = own.tell(common, 25, 'clock').map((line) => line.replace(/^\S+ /, ''));
    const led = ['clock off', 'disk begins', 'new token', 'clock right again', 'network begins', 'try failed'];
    expect(told).toEqual(led);
  });
});

describe('the command', () => {
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/simulation/simulate.ts', ...args]);
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      out.stderr += text;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    return { ...out, code };
  };

  test('prints the same for the same seed, byte for byte, with several machines on threads', async () => {
    const args = ['--connections', '501', '--years', '0.01', '--seed', '9', '--json'];
    const once = await run(...args);
    const again = await run(...args);
    expect(once.stdout).toBe(again.stdout);
    expect(JSON.parse(once.stdout)).toMatchObject({
      machines: 2,
      excused: { network: 0 },
      shortest: null,
      retries: expect.any(Number),
    });
    expect(once.code).toBe(0);
  });

  test('ends with 1 when a promise is broken, and shows the trail', async () => {
    const { code, stdout } = await run('--connections', '1', '--years', '0.1', '--worse', 'old-token');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^With a keeper that goes on with the old token\n/);
    expect(stdout).toMatch(/The shortest trail .*:\n\S+Z new token\n/);
  });

  test('ends with 2 when it is not understood, and says why', async () => {
    const { code, stdout, stderr } = await run('--years', 'ten');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^--years takes a number from 0.01 to 1000, not "ten".\nUsage: npm run simulate/);
  });
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
    [['--years', '0'], '--years takes a number from 0.01 to 1000, not "0".'],
    [['--years', 'ten'], '--years takes a number from 0.01 to 1000, not "ten".'],
    [['--connections', '1.5'], '--connections takes a whole number from 1 to 100000, not "1.5".'],
    [['--worse', 'better'], `--worse takes one of ${Object.keys(SABOTAGES).join(', ')}.`],
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
