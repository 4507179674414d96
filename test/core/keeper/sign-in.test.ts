import { expect, test } from 'vitest';
import { settle, unreachable, World } from '../world';

test.each(['succeeds', 'fails'])(
  'a connection that is removed before its sign-in %s is said to be gone',
  async (how) => {
    const world = new World();
    const { keeper, id } = await world.connected();
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    await keeper.remove(id);
    const end = await ticket.value.complete(how === 'fails' ? unreachable() : { ok: true, tokens: world.issue() });
    expect(end).toMatchObject({ ok: false, failure: { code: 'request/unknown' } });
    await settle();
    expect([...world.keychain.values.keys()]).toEqual([]);
    expect(world.notifications).toEqual([]);
  },
);
