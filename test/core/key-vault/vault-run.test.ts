import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import { entraError } from '../world';
import { foreign, keptUp, newest, setUp, stateOf, worldWithVault } from './kept-up';

describe('what another keeper has put there', () => {
  const tagsOf = (at: number, signedInAt = at, account = 'ada@contoso.com') => ({
    account,
    'issued-at': new Date(at).toISOString(),
    'signed-in-at': new Date(signedInAt).toISOString(),
  });

  it('is taken over when it is of a later sign-in, once an exchange has shown that it works', async () => {
    const { world, vault, keeper, id } = await keptUp();
    await world.pass(HOUR);
    const signedInAt = world.now;
    vault.put('token', { value: foreign(), tags: tagsOf(world.now) });
    await world.pass(DAY);
    expect(world.redeemed).toContain(foreign());
    expect(keeper.find(id)?.token?.signedInAt).toBe(signedInAt);
    expect(newest(vault)?.value).toContain('refresh-');
    const entries = await keeper.history(id);
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'sign-in', code: 'key-vault' }));
  });

  it('of the same sign-in is replaced by ours without an exchange', async () => {
    const { world, vault, keeper, id } = await keptUp();
    const { signedInAt = 0 } = keeper.find(id)?.token ?? {};
    await world.pass(HOUR);
    vault.put('token', { value: foreign(), tags: tagsOf(world.now, signedInAt) });
    await world.pass(DAY);
    expect(world.redeemed).not.toContain(foreign());
    expect(newest(vault)?.value).toContain('refresh-');
  });

  it('saves a connection whose own token was revoked, without a person', async () => {
    const { world, vault, keeper, id } = await keptUp();
    world.server = (token) => (token === foreign() ? { ok: true, tokens: world.issue() } : entraError(50173));
    await world.pass(DAY);
    expect(keeper.find(id)?.trouble?.failure.code).toBe('AADSTS50173');
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null });
    // Somebody signs in at another machine, whose keeper writes it.
    vault.put('token', { value: foreign(), tags: tagsOf(world.now) });
    await world.pass(6 * HOUR);
    expect(keeper.find(id)?.trouble).toBeNull();
    expect(newest(vault)?.value).toContain('refresh-');
  });

  it('gives a new machine its first token', async () => {
    const { world, vault } = worldWithVault();
    const { keeper, id } = await world.connected();
    vault.put('token', { value: foreign(), tags: tagsOf(world.now) });
    await setUp(keeper, id);
    await world.pass(0);
    expect(keeper.find(id)?.token?.account.username).toBe('ada@contoso.com');
    await world.pass(DAY);
    expect(vault.values('token')).toHaveLength(3);
  });

  it('of no use is tried once, and replaced by ours', async () => {
    const { world, vault, keeper, id } = await keptUp();
    world.server = (token) => (token === foreign() ? entraError(50173) : { ok: true, tokens: world.issue() });
    vault.put('token', { value: foreign(), tags: tagsOf(world.now + DAY) });
    vault.refuses = { code: 'vault/rbac', at: 'write' };
    for (let day = 0; day < 3; day += 1) await world.pass(DAY);
    expect(world.redeemed.filter((token) => token === foreign())).toHaveLength(1);
    vault.refuses = null;
    await world.pass(6 * HOUR);
    expect(newest(vault)?.value).toContain('refresh-');
    expect(stateOf(keeper, id)?.behind).toBe(0);
  });

  it('that is no refresh token, or another account’s, is left alone until a person has it replaced', async () => {
    const { world, vault, keeper, id } = await keptUp();
    const other = foreign('of-bob');
    world.server = (token) => ({
      ok: true,
      tokens: world.issue(token === other ? { account: { username: 'bob', objectId: 'b', tenantId: 'tid-1' } } : {}),
    });
    for (const [value, tags, code] of [
      ['Server=db;Password=hunter2', {}, 'vault/not-a-token'],
      ['', {}, 'vault/not-a-token'],
      [other, tagsOf(world.now + DAY, world.now, 'bob@contoso.com'), 'vault/other-account'],
    ] as const) {
      vault.put('token', { value, tags });
      await world.pass(DAY);
      expect(newest(vault)?.value).toBe(value);
      expect(stateOf(keeper, id)?.trouble?.failure.code).toBe(code);
      expect((await keeper.syncVault(id, true)).ok).toBe(true);
      expect(newest(vault)?.value).toContain('refresh-');
      expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null });
    }
    // Nobody says whose it is: an exchange does, before anything is put in its place.
    vault.put('token', { value: other });
    await world.pass(DAY);
    expect(stateOf(keeper, id)?.trouble?.failure.code).toBe('vault/other-account');
    expect(newest(vault)?.value).toBe(other);
    vault.put('another', { value: other });
    await setUp(keeper, id, { secretName: 'another' });
    expect(await keeper.syncVault(id)).toMatchObject({ ok: false, failure: { code: 'vault/other-account' } });
    expect(vault.values('another')).toEqual([other]);
  });

  it('is proven only with what works: offline, or with a wrong secret, nothing is said of it', async () => {
    const { world, vault, keeper, id } = await keptUp();
    vault.put('token', { value: foreign(), tags: tagsOf(world.now + DAY) });
    world.server = (token) =>
      token === foreign()
        ? { ok: false, raw: { kind: 'network', code: 'ECONNREFUSED' } }
        : { ok: true, tokens: world.issue() };
    await keeper.refresh(id);
    await world.pass(0);
    expect(stateOf(keeper, id)).toMatchObject({ useless: null, trouble: { failure: { code: 'network/refused' } } });
    expect(newest(vault)?.value).toBe(foreign());
    world.server = () => ({ ok: true, tokens: world.issue() });
    await world.pass(HOUR);
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null });
  });
});
