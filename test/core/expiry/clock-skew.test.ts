import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Encounter, measureSkew, SkewWatch } from '../../../src/core/expiry/clock-skew';
import type { Exchange } from '../../../src/core/model/exchange';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/model/time';
import { rawReply } from '../../support/raw-reply';
import { entraError, NEW_YEAR, unreachable, World } from '../world';

const world = new World();
const dated = (serverTime: number | null): Exchange => ({ ok: true, tokens: world.issue({ serverTime }) });

/** A reply that took `took`, dated by a server whose clock is `behind` ahead of the one here, `into` the request. */
function anEncounter(behind: number, took = 300, into = took / 2): Encounter {
  const serverTime = Math.floor((NEW_YEAR + into + behind) / SECOND) * SECOND;
  return { cloud: 'global', exchange: dated(serverTime), startedAt: NEW_YEAR, endedAt: NEW_YEAR + took };
}

function refusal(status: number, fields: Readonly<Record<string, string>> | null, date: string | null): Exchange {
  return { ok: false, raw: rawReply(status, fields, { date }) };
}

describe('the skew that is measured', () => {
  it('is never more than it is, nor less by more than the request took and a second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400 * DAY, max: 400 * DAY }),
        fc.integer({ min: 0, max: 5 * MINUTE }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (behind, took, part) => {
          const measured = measureSkew(anEncounter(behind, took, Math.floor(took * part))) ?? Number.NaN;
          expect(Math.abs(measured)).toBeLessThanOrEqual(Math.abs(behind));
          expect(Math.abs(behind - measured)).toBeLessThanOrEqual(took + SECOND);
        },
      ),
    );
  });

  it('is none for a clock that is right, however slow the reply', () => {
    expect(measureSkew(anEncounter(0, 29 * SECOND, 0))).toBe(0);
    expect(measureSkew(anEncounter(0, 29 * SECOND, 29 * SECOND))).toBe(0);
  });

  it('is unknown when the clock jumped, or the computer slept, between request and reply', () => {
    expect(measureSkew(anEncounter(62 * DAY, 62 * DAY))).toBeNull();
    expect(measureSkew(anEncounter(0, -HOUR))).toBeNull();
  });

  it("is read from Entra ID's refusals too, and from nothing else", () => {
    const date = new Date(NEW_YEAR + HOUR).toUTCString();
    const measure = (exchange: Exchange) =>
      measureSkew({ cloud: 'global', exchange, startedAt: NEW_YEAR, endedAt: NEW_YEAR });
    const revoked = { error: 'invalid_grant', error_description: 'AADSTS50173: revoked' };
    expect(measure(refusal(400, revoked, date))).toBe(HOUR);
    expect(measure(refusal(503, { error: 'server_error' }, date))).toBe(HOUR);
    expect(measure(refusal(400, { error: 'welcome_to_the_hotel' }, date))).toBeNull();
    expect(measure(refusal(200, null, date))).toBeNull();
    expect(measure(refusal(502, null, date))).toBeNull();
    expect(measure(refusal(400, { error: 'invalid_grant' }, 'yesterday'))).toBeNull();
    expect(measure(dated(null))).toBeNull();
    expect(measure(unreachable())).toBeNull();
  });
});

describe('a clock', () => {
  it('is wrong from 5 minutes on, until a later reply shows it right', () => {
    const watch = new SkewWatch();
    expect(watch.meet(anEncounter(4 * MINUTE))).toBe(false);
    expect(watch.current).toBeNull();
    expect(watch.meet(anEncounter(12 * MINUTE, 0))).toBe(true);
    expect(watch.current).toBe(12 * MINUTE);
    expect(watch.meet({ ...anEncounter(0), exchange: unreachable() })).toBe(false);
    expect(watch.current).toBe(12 * MINUTE);
    expect(watch.meet(anEncounter(0))).toBe(true);
    expect(watch.current).toBeNull();
  });

  it('can be ahead', () => {
    const watch = new SkewWatch();
    watch.meet(anEncounter(-3 * HOUR, 0));
    expect(watch.current).toBe(-3 * HOUR + SECOND);
  });

  it('of practice says nothing about the one of the system', () => {
    const watch = new SkewWatch();
    watch.meet(anEncounter(HOUR, 0));
    watch.meet({ ...anEncounter(0), cloud: 'practice' });
    expect(watch.current).toBe(HOUR);
    watch.meet({ ...anEncounter(0), cloud: 'china' });
    expect(watch.current).toBeNull();
  });
});

test('the keeper tells of a wrong clock once, and again when it is right', async () => {
  const world = new World();
  let ahead = 12 * MINUTE;
  world.server = () => ({ ok: true, tokens: world.issue({ serverTime: world.now + ahead }) });
  const { keeper, id } = await world.signedIn();
  const told = () => world.events.filter(({ type }) => type === 'clock-skew').length;
  expect(keeper.clockSkew()).toBeNull();
  await keeper.refresh(id);
  expect(keeper.clockSkew()).toBe(12 * MINUTE);
  await keeper.refresh(id);
  expect(told()).toBe(1);
  ahead = 0;
  await keeper.refresh(id);
  expect(keeper.clockSkew()).toBeNull();
  expect(told()).toBe(2);
});

test('a sign-in shows that the clock is wrong, without a first refresh', async () => {
  const world = new World();
  const { keeper } = await world.signedIn({}, world.issue({ serverTime: NEW_YEAR - DAY }));
  expect(keeper.clockSkew()).toBeLessThan(-23 * HOUR);
});

test('a failed sign-in shows it as well', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  const refused = entraError(50126);
  if (refused.ok || refused.raw.kind !== 'reply') throw new Error('not a reply');
  await ticket.value.complete({ ok: false, raw: { ...refused.raw, date: new Date(NEW_YEAR + HOUR).toUTCString() } });
  expect(keeper.clockSkew()).toBe(HOUR);
});
