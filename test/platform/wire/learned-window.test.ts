import { expect, test } from 'vitest';
import { nextThresholdAt } from '../../../src/core/expiry/notifications';
import { DAY } from '../../../src/core/model/time';
import { obtainTokens } from '../../practice/support/cloud';
import { keepOverTheWire } from './kept-over-the-wire';

test('a shorter window is learned from the server, and lived by after the next sign-in', async () => {
  const window = 7 * DAY;
  const kept = await keepOverTheWire({ policy: { window } });
  const { keeper, id, world, cloud } = kept;
  kept.advance(8 * DAY);
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'AADSTS700082' } });
  expect(keeper.find(id)?.learnedWindow).toBe(window);

  await keeper.change(id, { schedule: { kind: 'every', interval: 30 * DAY } });
  const { refreshToken } = await obtainTokens(cloud);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.what);
  const exchange = await world.server(refreshToken);
  expect(await ticket.value.complete(exchange)).toMatchObject({ ok: true });

  const connection = keeper.find(id);
  expect(connection?.token?.window).toBe(window);
  expect((connection?.refreshAt ?? 0) - world.now).toBeLessThanOrEqual(window / 3);
  const notice = connection?.token && nextThresholdAt(connection.token, world.now);
  expect((notice ?? 0) - world.now).toBe(Math.round((window * 2) / 3));
});

test('it is forgotten once the tenant has let an older token be exchanged', async () => {
  const { keeper, id, world, cloud, advance } = await keepOverTheWire({ policy: { window: 7 * DAY } });
  advance(8 * DAY);
  await keeper.refresh(id);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.what);
  await ticket.value.complete(await world.server((await obtainTokens(cloud)).refreshToken));
  expect(keeper.find(id)?.token?.window).toBe(7 * DAY);
  cloud.setPolicy({ window: 90 * DAY });
  expect((await keeper.refresh(id)).ok).toBe(true);
  expect(keeper.find(id)?.learnedWindow).toBe(7 * DAY);
  advance(8 * DAY);
  expect((await keeper.refresh(id)).ok).toBe(true);
  expect(keeper.find(id)).toMatchObject({ learnedWindow: null, token: { window: 90 * DAY } });
});
