import { expect, test } from 'vitest';
import { nextThresholdAt } from '../../../src/core/expiry/notifications';
import { DAY } from '../../../src/core/model/time';
import { obtainTokens } from '../../practice/support/cloud';
import { keepOverTheWire } from './kept-over-the-wire';

test('a shorter lifetime is learned from the server, and lived by after the next sign-in', async () => {
  const lifetime = 7 * DAY;
  const kept = await keepOverTheWire({ policy: { lifetime } });
  const { keeper, id, world, cloud } = kept;
  kept.advance(8 * DAY);
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'AADSTS700082' } });
  expect(keeper.find(id)?.learnedLifetime).toBe(lifetime);

  await keeper.change(id, { schedule: { kind: 'every', interval: 30 * DAY } });
  const { refreshToken } = await obtainTokens(cloud);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  const exchange = await world.server(refreshToken);
  expect(await ticket.value.complete(exchange)).toMatchObject({ ok: true });

  const connection = keeper.find(id);
  expect(connection?.token?.lifetime).toBe(lifetime);
  expect((connection?.refreshAt ?? 0) - world.now).toBeLessThanOrEqual(lifetime / 3);
  const notification = connection?.token && nextThresholdAt(connection.token, world.now);
  expect((notification ?? 0) - world.now).toBe(Math.round((lifetime * 2) / 3));
});

test('it is kept to until the server names another; a token that has outlived it is tried, and works', async () => {
  const { keeper, id, world, cloud, advance } = await keepOverTheWire({ policy: { lifetime: 7 * DAY } });
  advance(8 * DAY);
  await keeper.refresh(id);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  await ticket.value.complete(await world.server((await obtainTokens(cloud)).refreshToken));
  expect(keeper.find(id)?.token?.lifetime).toBe(7 * DAY);
  cloud.setPolicy({ lifetime: 90 * DAY });
  expect((await keeper.refresh(id)).ok).toBe(true);
  advance(8 * DAY);
  expect((await keeper.refresh(id)).ok).toBe(true);
  expect(keeper.find(id)).toMatchObject({ learnedLifetime: 7 * DAY, token: { lifetime: 7 * DAY }, trouble: null });

  cloud.setPolicy({ lifetime: 3 * DAY });
  expect((await keeper.refresh(id)).ok).toBe(true);
  advance(4 * DAY);
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'AADSTS700082' } });
  expect(keeper.find(id)?.learnedLifetime).toBe(3 * DAY);
});
