import { expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import { applyInterval } from '../../../src/main/handlers/apply-interval';
import { CONTOSO, CREDENTIAL, World } from '../../core/world';

it('an interval counts for every connection but those that only remind, and with it the next refresh', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  for (const [name, schedule] of [
    ['Only reminds', { kind: 'remind-only' }],
    ['Has it', { kind: 'every', interval: 12 * HOUR }],
  ] as const)
    expect(await keeper.add({ ...CONTOSO, name, schedule }, CREDENTIAL)).toMatchObject({ ok: true });
  expect(await applyInterval(keeper, 12 * HOUR)).toEqual({ ok: true, value: { changed: 1 } });
  expect(keeper.connections().map(({ schedule }) => schedule)).toEqual([
    { kind: 'every', interval: 12 * HOUR },
    { kind: 'remind-only' },
    { kind: 'every', interval: 12 * HOUR },
  ]);
  const { refreshAt, token } = keeper.find(id) ?? {};
  expect((refreshAt ?? 0) - (token?.issuedAt ?? 0)).toBeLessThanOrEqual(12 * HOUR);
  // An interval that tokens don't live as long as is refused nowhere: the keeper refreshes earlier by itself.
  expect(await applyInterval(keeper, 30 * DAY)).toEqual({ ok: true, value: { changed: 2 } });
});
