import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FAMILIES, kindOf } from '../../../src/core/failures/catalogue';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { lookAgainDelay, paceOf, retryDelay } from '../../../src/core/keeper/troubles';
import type { Exchange } from '../../../src/core/model/exchange';
import { DAY, HOUR } from '../../../src/core/model/time';
import { entraError, NEW_YEAR, settle, unreachable, World } from '../world';

const FINAL = [700082, 70008, 700084, 50173, 70043, 70044, 70000, 700007, 7000222];
const BLOCKED = [53003, 53000, 530003, 65001, 50057, 700016, 90002, 50034, 7000215, 50076, 50079, 50078, 50158];

/** Every status that a listener could have seen. */
function watchStatus(keeper: Keeper, id: string): Set<string> {
  const seen = new Set<string>();
  keeper.listen(() => {
    const connection = keeper.find(id);
    if (connection?.trouble) seen.add(keeper.statusOf(connection));
  });
  return seen;
}

describe('a failure that somebody can end without this app', () => {
  it.each(BLOCKED)(
    'AADSTS%i is told once, looked at about once a day, and left alone once the token has expired',
    async (code) => {
      const world = new World();
      const { keeper, id } = await world.signedIn();
      world.server = () => entraError(code);
      await world.pass(DAY);
      const seen = watchStatus(keeper, id);
      await world.pass(49 * DAY);
      expect(world.redeemed.length).toBeGreaterThanOrEqual(48);
      expect(world.redeemed.length).toBeLessThanOrEqual(56);
      expect(world.notifications.length).toBe(1);
      expect(seen).toEqual(new Set(['person']));
      expect(keeper.find(id)?.trouble?.failure.code).toBe(`AADSTS${code}`);
      await world.pass(41 * DAY);
      const tries = world.redeemed.length;
      expect(NEW_YEAR + 90 * DAY - (world.redeemedAt.at(-1) ?? 0)).toBeLessThan(3 * HOUR);
      await world.pass(30 * DAY);
      expect(world.redeemed.length).toBe(tries);
      expect(world.notifications.filter(({ title }) => title.endsWith('action needed')).length).toBe(1);
    },
  );

  it('is over as soon as a try succeeds', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(53003);
    await world.pass(10 * DAY);
    expect(world.stillSo(keeper)).toEqual(['Contoso: action needed']);
    world.server = () => ({ ok: true, tokens: world.issue() });
    await world.pass(DAY + HOUR);
    const connection = keeper.find(id);
    expect(connection?.trouble).toBeNull();
    expect(connection && keeper.statusOf(connection)).toBe('fine');
    expect(world.stillSo(keeper)).toEqual([]);
  });

  it('becomes another one, which is told as well, when the server says so', async () => {
    const world = new World();
    await world.signedIn();
    world.server = () => entraError(50055);
    await world.pass(5 * DAY);
    world.server = () => entraError(50173);
    await world.pass(5 * DAY);
    expect(world.notifications.map(({ body }) => body[0])).toEqual([
      'The password expired or must be changed.',
      expect.stringMatching(/^The refresh token was revoked/),
    ]);
    const tries = world.redeemed.length;
    await world.pass(5 * DAY);
    expect(world.redeemed.length).toBe(tries);
  });

  it('is looked at no sooner for a wake-up, a network that is back, or a restart', async () => {
    const world = new World();
    const { keeper } = await world.signedIn();
    world.server = () => entraError(53003);
    await world.pass(2 * DAY);
    const tries = world.redeemed.length;
    for (const cause of ['wake', 'unlock', 'online'] as const) keeper.systemEvent(cause);
    await settle();
    world.kill();
    await world.keeper().start();
    await settle();
    expect(world.redeemed.length).toBe(tries);
    await world.pass(DAY);
    expect(world.redeemed.length).toBe(tries + 1);
  });

  it('is not hidden by a failure that passes, after which it is looked at again soon', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(53003);
    await world.pass(2 * DAY);
    const seen = watchStatus(keeper, id);
    world.server = unreachable;
    await world.pass(2 * DAY);
    expect(seen).toEqual(new Set(['person']));
    world.server = () => ({ ok: true, tokens: world.issue() });
    await world.pass(HOUR);
    expect(keeper.find(id)?.trouble).toBeNull();
  });

  it('shows that it is looked at when a person asks for it, even while a quiet look is under way', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(53003);
    await world.pass(2 * DAY);
    const asked = keeper.refresh(id);
    expect(keeper.busyOf(id)).toBe('refresh');
    await asked;

    let answer: (exchange: Exchange) => void = () => undefined;
    world.server = () => new Promise((resolve) => (answer = resolve));
    await world.pass(DAY);
    expect(keeper.busyOf(id)).toBeNull();
    const joined = keeper.refresh(id);
    expect(keeper.busyOf(id)).toBe('refresh');
    answer(entraError(53003));
    expect(await joined).toMatchObject({ ok: false, failure: { code: 'AADSTS53003' } });
    expect(keeper.busyOf(id)).toBeNull();
    expect(world.notifications.length).toBe(1);
  });

  it('is looked at more often in a short lifetime', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(700082, 'invalid_grant', 'It was inactive for 12:00:00.');
    await keeper.refresh(id);
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    await ticket.value.complete({ ok: true, tokens: world.issue() });
    world.server = () => entraError(53003);
    const before = world.redeemed.length;
    await world.pass(12 * HOUR);
    expect(world.redeemed.length - before).toBeGreaterThanOrEqual(3);
    expect(world.redeemed.length - before).toBeLessThanOrEqual(5);
  });

  it.each(['the system tells so', 'nothing does'] as const)(
    'is looked at again when the clock, by which the token had expired, is set right, and %s',
    async (told) => {
      const world = new World();
      const { keeper, id } = await world.signedIn();
      world.server = () => entraError(53003);
      await world.pass(2 * DAY);
      world.now += 400 * DAY;
      keeper.systemEvent('clock');
      await world.pass(2 * DAY);
      world.now -= 400 * DAY;
      world.server = () => ({ ok: true, tokens: world.issue() });
      if (told === 'the system tells so') keeper.systemEvent('clock');
      // Whatever somebody asks for, the keeper looks at its clock afterwards.
      else await keeper.credentialOf(id);
      await world.pass(2 * DAY);
      expect(keeper.find(id)?.trouble).toBeNull();
    },
  );

  it('is not looked at where a person wants to be reminded only', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn({ schedule: { kind: 'remind-only' } });
    world.server = () => entraError(53003);
    await keeper.refresh(id);
    await world.pass(20 * DAY);
    expect(world.redeemed.length).toBe(1);
  });
});

it.each(FINAL)('AADSTS%i is tried no more', async (code) => {
  const world = new World();
  await world.signedIn();
  world.server = () => entraError(code);
  await world.pass(20 * DAY);
  expect(world.redeemed.length).toBe(1);
  expect(world.notifications.length).toBe(1);
});

test('an unknown code of Entra ID is looked at daily, one of our own that needs somebody never', () => {
  expect(paceOf({ code: 'AADSTS123456' })).toBe('daily');
  expect(paceOf({ code: 'oauth/invalid_grant' })).toBe('daily');
  expect(paceOf({ code: 'oauth/access_denied' })).toBe('never');
  const own = FAMILIES.filter(({ source }) => source === null).flatMap(({ rows }) => Object.keys(rows));
  expect(own).toContain('keychain/locked');
  for (const code of own)
    expect(paceOf({ code }), code).toBe(
      kindOf(code) === 'transient' || /^(keychain|file)/.test(code) ? 'soon' : 'never',
    );
});

test('what does not pass by itself has no growing pauses', () => {
  const failure = { code: 'AADSTS53003', at: 0 };
  expect(retryDelay(failure, 1, 0.5)).toBeNull();
});

test('looks are at most a day or a third of the token’s span apart, never a storm, and the last comes before the end', () => {
  const spans = fc.integer({ min: HOUR, max: 400 * DAY });
  const chances = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(spans, fc.double({ min: 0, max: 1, noNaN: true }), chances, (lifetime, part, chance) => {
      const token = { issuedAt: NEW_YEAR, signedInAt: NEW_YEAR, lifetime };
      const end = NEW_YEAR + lifetime;
      const usual = Math.min(DAY, lifetime / 3);
      let now = NEW_YEAR + lifetime * part;
      const first = now;
      let last = now;
      let looks = 0;
      while (now < end) {
        last = now;
        const delay = lookAgainDelay(token, now, chance[looks % chance.length] ?? 0);
        expect(delay).toBeGreaterThanOrEqual(usual / 20 - 1);
        expect(delay).toBeLessThanOrEqual(usual);
        now += delay;
        looks += 1;
      }
      expect(looks).toBeLessThanOrEqual(Math.ceil((end - first) / (usual * 0.9)) + 2);
      expect(end - last).toBeLessThanOrEqual(usual / 10 + 1);
    }),
  );
});

test('a process that only does what it is asked leaves the notification to a keeper that runs, which raises it once', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.stop();
  world.server = () => entraError(50173);
  const asked = world.keeper();
  await asked.open();
  expect(await asked.refresh(id)).toMatchObject({ failure: { code: 'AADSTS50173' } });
  await asked.stop();
  expect(world.notifications).toEqual([]);
  for (let start = 1; start <= 2; start += 1) {
    const next = world.keeper();
    await next.start();
    await world.pass(HOUR);
    expect(world.notifications.map(({ title }) => title)).toEqual(['Contoso: action needed']);
    await next.stop();
  }
});
