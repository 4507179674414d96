import { describe, expect, it, test } from 'vitest';
import { SecretStore } from '../../../src/core/storage/secret-store';
import { World } from '../world';

const ID = '0'.repeat(32);
const LONG = 'x'.repeat(6000);

describe('a secret', () => {
  it('takes the place of the older one of two, and the one before stays', async () => {
    const { keychain } = new World();
    const store = new SecretStore(keychain);
    for (const serial of [1, 2, 3]) await store.write(ID, 'refresh-token', { serial, text: `token ${serial}` });
    expect([...keychain.values.keys()].sort()).toEqual([`${ID}/refresh-token/a/1`, `${ID}/refresh-token/b/1`]);
    expect(await store.read(ID, 'refresh-token', 3)).toBe('token 3');
    expect(await store.read(ID, 'refresh-token', 2)).toBe('token 2');
    expect(await store.read(ID, 'refresh-token', 1)).toBeNull();
    expect(keychain.calls.delete).toBe(0);
  });

  it('costs one write and one read', async () => {
    const { keychain } = new World();
    await new SecretStore(keychain).write(ID, 'refresh-token', { serial: 1, text: 'token' });
    expect(keychain.calls).toMatchObject({ set: 1, get: 1, find: 0, delete: 0, entries: 0, probe: 0 });
  });

  it.each([1, 2, 3, 7])('is the newest whole one, whichever was expected (%i)', async (expected) => {
    const { keychain } = new World();
    const store = new SecretStore(keychain);
    await store.write(ID, 'refresh-token', { serial: 1, text: LONG });
    await store.write(ID, 'refresh-token', { serial: 2, text: `${LONG} 2` });
    expect(await store.newest(ID, 'refresh-token', expected)).toEqual({ serial: 2, text: `${LONG} 2` });
  });

  it('that is a mixture of two is none: the other slot counts', async () => {
    const { keychain } = new World();
    const store = new SecretStore(keychain);
    for (const serial of [1, 2]) await store.write(ID, 'refresh-token', { serial, text: LONG });
    // Serial 3 got no further than its first part.
    keychain.writesLeft = 1;
    await expect(store.write(ID, 'refresh-token', { serial: 3, text: LONG })).rejects.toThrow('locked');
    keychain.problem = null;
    expect(await store.newest(ID, 'refresh-token', 2)).toMatchObject({ serial: 2 });
    expect(await store.survey()).toMatchObject([{ id: ID, kind: 'refresh-token', serial: 2 }]);
  });

  it('that is shorter than the one before it in the slot is read without what that left behind', async () => {
    const { keychain } = new World();
    const store = new SecretStore(keychain);
    await store.write(ID, 'client-secret', { serial: 1, text: LONG });
    await store.write(ID, 'client-secret', { serial: 3, text: 'short' });
    expect(await store.read(ID, 'client-secret', 3)).toBe('short');
    expect(await store.survey()).toEqual([{ id: ID, kind: 'client-secret', serial: 3, text: 'short' }]);
  });
});

test('nothing of an id is left once it is removed, even when the first try is cut short at any step', async () => {
  const { keychain } = new World();
  const store = new SecretStore(keychain);
  for (const kind of ['refresh-token', 'client-secret'] as const)
    for (const serial of [1, 2]) await store.write(ID, kind, { serial, text: LONG });
  const before = new Map(keychain.values);
  for (let steps = 0; steps < before.size; steps += 1) {
    keychain.values.clear();
    for (const [account, value] of before) keychain.values.set(account, value);
    let left = steps;
    const { delete: remove } = keychain;
    keychain.delete = async (account) => {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return remove.call(keychain, account);
    };
    await expect(store.remove(ID)).rejects.toThrow('killed');
    keychain.delete = remove;
    await store.remove(ID);
    expect(keychain.values.size).toBe(0);
  }
});
