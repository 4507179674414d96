import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { HOTEL_PAGE } from '../../practice/support/replies';
import { keepOverTheWire } from './kept-over-the-wire';

test("a clock that is 12 minutes behind the server's is noticed in the Date of its reply, and forgotten with a right one", async () => {
  const { keeper, id, cloud } = await keepOverTheWire();
  cloud.setFault('token', { kind: 'wrong-date', ahead: 12 * MINUTE }, 1);
  expect((await keeper.refresh(id)).ok).toBe(true);
  expect(Math.round((keeper.clockSkew() ?? 0) / MINUTE)).toBe(12);
  expect((await keeper.refresh(id)).ok).toBe(true);
  expect(keeper.clockSkew()).toBeNull();
});

test('it is noticed in a refusal as well, and a hotel has no say in it', async () => {
  const { keeper, id, cloud, wire } = await keepOverTheWire();
  cloud.revoke();
  wire.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const headers = { 'content-type': 'application/json', date: new Date(cloud.clock.now() - DAY).toUTCString() };
    return new Response(await response.text(), { status: response.status, headers });
  };
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'AADSTS50173' } });
  expect(Math.round((keeper.clockSkew() ?? 0) / HOUR)).toBe(-24);
  wire.fetch = fetch;
  cloud.setFault('token', HOTEL_PAGE);
  await keeper.refresh(id);
  expect(keeper.clockSkew()).not.toBeNull();
});

test('moving the practice clock, even under a request that is on its way, is no wrong clock', async () => {
  const { keeper, id, wire, advance } = await keepOverTheWire();
  advance(62 * DAY);
  await keeper.refresh(id);
  wire.fetch = async (input, init) => {
    const response = await fetch(input, init);
    advance(20 * DAY);
    return response;
  };
  expect((await keeper.refresh(id)).ok).toBe(true);
  expect(keeper.clockSkew()).toBeNull();
});
