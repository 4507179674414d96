import { describe, expect, it } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { CONTOSO, CREDENTIAL, entraError, SECRET } from '../world';
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

describe('a token on its way to a key vault', () => {
  it.each<[string, (keeper: Keeper, id: string) => Promise<unknown>, number]>([
    ['the key vault is no longer set up', (keeper, id) => keeper.setVault(id, null), 1],
    ['its connection was removed', (keeper, id) => keeper.remove(id), 0],
  ])('stays here once %s', async (_, end, exported) => {
    const { world, vault, keeper, id } = await keptUp();
    let hasEnded = false;
    world.delay = async () => {
      if (hasEnded || keeper.exportedTokens(id).length < 2) return;
      hasEnded = true;
      void end(keeper, id);
    };
    await keeper.refresh(id);
    await world.pass(MINUTE);
    expect(hasEnded).toBe(true);
    expect(vault.values('token')).toHaveLength(1);
    expect(keeper.exportedTokens(id)).toHaveLength(exported);
  });

  it('counts as written there, whatever is in the way of what comes after it', async () => {
    const { world, vault, keeper, id } = await keptUp({ disableOldVersions: true });
    vault.refuses = { code: 'vault/policy', at: 'disable' };
    await world.pass(3 * DAY);
    expect(vault.values('token')).toHaveLength(4);
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: { failure: { code: 'vault/policy' } } });
  });

  it('goes to no vault of a tenant that only an edited file names', async () => {
    const { world, vault } = worldWithVault();
    const { keeper, id } = await world.signedIn();
    const other = await keeper.add({ ...CONTOSO, name: 'Other' }, CREDENTIAL);
    await setUp(keeper, id, { credential: { kind: 'connection', id: other.ok ? other.value.id : '' } });
    await keeper.stop();
    if (!world.saved) throw new Error('nothing was saved');
    const connections = world.saved.connections.map((one) =>
      one.id === id ? one : { ...one, tenant: 'evil.example' },
    );
    world.saved = { ...world.saved, connections };
    vault.secrets.clear();
    const next = world.keeper();
    await next.start();
    expect(await next.syncVault(id)).toMatchObject({ ok: false, failure: { code: 'secret/mismatch' } });
    expect(vault.values('token')).toEqual([]);
  });
});

describe('what application, tenant and secret are written over', () => {
  const names = { applicationId: 'applicationid', applicationSecret: 'applicationsecret', tenantId: 'tenantid' };

  it('is only what a keeper has put there: another value is left alone until a person has it replaced', async () => {
    const { world, vault } = worldWithVault();
    const { keeper, id } = await world.signedIn();
    vault.put('applicationid', { value: CONTOSO.clientId });
    vault.put('applicationsecret', { value: 'a-newer-secret-that-CIPP-has-made' });
    await setUp(keeper, id, { names });
    await world.pass(0);
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: { failure: { code: 'vault/other-value' } } });
    expect(vault.values('token')).toHaveLength(1);
    expect(vault.values('applicationsecret')).toEqual(['a-newer-secret-that-CIPP-has-made']);
    // What is there already isn't written again.
    expect(vault.values('applicationid')).toEqual([CONTOSO.clientId]);
    expect((await keeper.syncVault(id, true)).ok).toBe(true);
    expect(newest(vault, 'applicationsecret')?.value).toBe(SECRET);
    await keeper.replaceCredential(id, { kind: 'secret', clientSecret: `${SECRET}2` });
    await keeper.refresh(id);
    await world.pass(0);
    expect(newest(vault, 'applicationsecret')?.value).toBe(`${SECRET}2`);
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null });
  });
});

it('a vault that is of another tenant by now is asked anew whose it is', async () => {
  const { vault, keeper, id } = await keptUp();
  vault.refuses = { code: 'vault/other-tenant', at: 'read' };
  expect((await keeper.syncVault(id)).ok).toBe(false);
  vault.refuses = null;
  vault.calls.length = 0;
  expect((await keeper.syncVault(id)).ok).toBe(true);
  expect(vault.calls[0]).toBe('challenge');
});
