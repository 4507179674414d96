import { describe, expect, it } from 'vitest';
import type { OwnCode } from '../../../src/core/failures/own';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { NO_OTHER_NAMES, type VaultSettings } from '../../../src/core/model/vault';
import { CONTOSO, CREDENTIAL, entraError, SECRET } from '../world';
import { keptUp, newest, SETTINGS, setUp, stateOf, worldWithVault } from './kept-up';

describe('a connection with a key vault', () => {
  it('has each new refresh token written there, with its end, its account and its dates', async () => {
    const { world, vault, keeper, id } = await keptUp();
    expect(vault.values('token')).toEqual([expect.stringContaining('refresh-1-')]);
    await world.pass(DAY);
    const { token } = keeper.find(id) ?? {};
    expect(vault.values('token')).toEqual([
      expect.stringContaining('refresh-1-'),
      expect.stringContaining('refresh-2-'),
    ]);
    expect(newest(vault)).toMatchObject({
      expiresAt: (token?.issuedAt ?? 0) + 90 * DAY,
      tags: {
        connection: 'Contoso',
        account: 'ada@contoso.com',
        'issued-at': new Date(token?.issuedAt ?? 0).toISOString(),
        'signed-in-at': new Date(token?.signedInAt ?? 0).toISOString(),
      },
    });
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null, dueAt: null });
    expect(world.saved?.connections[0]?.vault).toEqual(stateOf(keeper, id));
    expect(JSON.stringify(world.saved)).not.toMatch(/refresh-\d+-/);
  });

  it('writes as its own user, its application, another connection, or the managed identity of the computer', async () => {
    const { world, vault, keeper, id } = await keptUp();
    expect([...vault.accessTokens]).toEqual(['of-application']);
    const given = async (credential: VaultSettings['credential']) => {
      vault.accessTokens.clear();
      await setUp(keeper, id, { credential });
      expect((await keeper.syncVault(id)).ok).toBe(true);
      return [...vault.accessTokens];
    };
    expect(await given({ kind: 'managed-identity', clientId: null })).toEqual(['of-identity']);
    expect(await given({ kind: 'user' })).toEqual([expect.stringMatching(/^access-\d+$/)]);
    const other = await keeper.add({ ...CONTOSO, name: 'Other' }, CREDENTIAL);
    const otherId = other.ok ? other.value.id : '';
    expect(await given({ kind: 'connection', id: otherId })).toEqual(['of-application']);
    await keeper.remove(otherId);
    await setUp(keeper, id, { credential: { kind: 'connection', id: otherId } });
    expect(await keeper.syncVault(id)).toMatchObject({ ok: false, failure: { code: 'vault/no-connection' } });
    await world.pass(0);
  });

  it('gives no token to a vault of another tenant', async () => {
    const { world, vault } = worldWithVault();
    const { keeper, id } = await world.signedIn(
      {},
      world.issue({
        account: { username: 'ada@contoso.com', objectId: 'oid', tenantId: '11111111-2222-3333-4444-000000000000' },
      }),
    );
    vault.tenantId = '11111111-2222-3333-4444-555555555555';
    await setUp(keeper, id, { credential: { kind: 'user' } });
    expect(await keeper.syncVault(id)).toMatchObject({ ok: false, failure: { code: 'vault/other-tenant' } });
    expect(vault.calls).toEqual(['challenge']);
  });

  it.each<readonly [OwnCode, 'challenge' | 'read' | 'write']>([
    ['vault/not-a-vault', 'challenge'],
    ['vault/wrong-cloud', 'challenge'],
    ['vault/unknown-host', 'challenge'],
    ['vault/unauthorized', 'read'],
    ['vault/policy', 'read'],
    ['vault/rbac', 'write'],
    ['vault/firewall', 'read'],
    ['vault/disabled', 'read'],
    ['vault/deleted', 'write'],
    ['vault/throttled', 'write'],
  ])(
    'that is refused (%s, at the %s) refreshes all the same, counts how far behind it is, and catches up',
    async (code, at) => {
      const { world, vault, keeper, id } = await keptUp();
      vault.refuses = { code, at };
      await world.pass(DAY);
      await world.pass(DAY);
      // A vault whose tenant is known is not asked for it again.
      if (at === 'challenge') {
        expect(stateOf(keeper, id)?.behind).toBe(0);
        await setUp(keeper, id, { url: 'https://another.vault.azure.net' });
        await world.pass(0);
        expect(stateOf(keeper, id)).toMatchObject({ behind: 1, trouble: { failure: { code } } });
      } else expect(stateOf(keeper, id)).toMatchObject({ behind: 2, trouble: { failure: { code } } });
      expect(keeper.find(id)?.trouble).toBeNull();
      vault.refuses = null;
      await world.pass(6 * HOUR);
      expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null });
      expect(newest(vault)?.value).toContain(`refresh-${world.redeemed.length + 1}-`);
    },
  );

  it('waits as long as a throttling vault asks, also when it refreshes meanwhile', async () => {
    const { world, vault, keeper, id } = await keptUp();
    vault.refuses = { code: 'vault/throttled', retryAfter: 3 * HOUR };
    await keeper.refresh(id);
    await world.pass(MINUTE);
    const before = vault.calls.length;
    await keeper.refresh(id);
    await world.pass(2 * HOUR);
    expect(vault.calls).toHaveLength(before);
    expect(stateOf(keeper, id)?.behind).toBe(2);
    vault.refuses = null;
    await world.pass(3 * HOUR);
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null });
  });

  it('never waits for a vault that hangs', async () => {
    const { world, vault, keeper, id } = await keptUp();
    vault.delay = () => new Promise(() => undefined);
    for (let day = 0; day < 3; day += 1) await world.pass(DAY);
    expect(world.redeemed).toHaveLength(3);
    expect(keeper.find(id)?.trouble).toBeNull();
    expect(stateOf(keeper, id)?.behind).toBe(3);
  });

  it('stops without waiting long for a vault that hangs, and the next keeper catches up', async () => {
    const { world, vault, keeper, id } = await keptUp();
    vault.delay = () => new Promise(() => undefined);
    await keeper.refresh(id);
    const stopping = keeper.stop();
    await world.pass(10_000);
    // What hangs is a port that ignores its signal; the real one does not.
    void stopping;
    world.kill();
    vault.delay = async () => undefined;
    const next = world.keeper();
    await next.start();
    await world.pass(0);
    expect(stateOf(next, id)).toMatchObject({ behind: 0, trouble: null });
    expect(newest(vault)?.value).toContain('refresh-2-');
  });

  it('is tried again at once when the network is back', async () => {
    const { world, vault, keeper, id } = await keptUp();
    vault.refuses = { code: 'vault/unknown-host' };
    await keeper.refresh(id);
    for (let hour = 0; hour < 12; hour += 1) await world.pass(HOUR);
    vault.refuses = null;
    keeper.systemEvent('online');
    await world.pass(0);
    expect(stateOf(keeper, id)).toMatchObject({ behind: 0, trouble: null });
  });

  it('disables old versions when told to, each that it has seen and none that came since', async () => {
    const { world, vault } = await keptUp({ disableOldVersions: true });
    await world.pass(DAY);
    await world.pass(DAY);
    expect(vault.secrets.get('token')?.map(({ enabled }) => enabled)).toEqual([false, false, true]);
    vault.refuses = { code: 'vault/throttled', at: 'disable' };
    await world.pass(DAY);
    const late = vault.put('token', { value: 'x' });
    expect(vault.secrets.get('token')?.map(({ enabled }) => enabled)).toEqual([false, false, true, true, true]);
    vault.refuses = null;
    vault.secrets.get('token')?.pop();
    await world.pass(HOUR);
    expect(vault.secrets.get('token')?.map(({ enabled }) => enabled)).toEqual([false, false, false, true]);
    expect(late).toMatch(/^0+5$/);
  });

  it('writes application, tenant and secret under names of one’s choice, and again only when they change', async () => {
    const names = { applicationId: 'applicationid', applicationSecret: 'applicationsecret', tenantId: 'tenantid' };
    const { world, vault, keeper, id } = await keptUp({ names });
    expect(['applicationid', 'applicationsecret', 'tenantid'].map((name) => vault.values(name))).toEqual([
      [CONTOSO.clientId],
      [SECRET],
      ['tid-1'],
    ]);
    await world.pass(3 * DAY);
    expect(vault.values('applicationsecret')).toHaveLength(1);
    await keeper.replaceCredential(id, { kind: 'secret', clientSecret: `${SECRET}2` });
    await keeper.refresh(id);
    await world.pass(0);
    expect(vault.values('applicationsecret')).toEqual([SECRET, `${SECRET}2`]);
    // A vault that was deleted and made anew is filled again.
    vault.secrets.clear();
    await keeper.refresh(id);
    await world.pass(0);
    expect(vault.values('applicationsecret')).toEqual([`${SECRET}2`]);
  });

  it('is refused settings that make no sense, in words', async () => {
    const { world } = worldWithVault();
    const { keeper, id } = await world.signedIn();
    for (const wrong of [
      { url: 'https://evil.example' },
      { url: 'https://contoso.vault.azure.cn' },
      { url: 'https://contoso.vault.azure.net/secrets/token' },
      { secretName: 'a b' },
      { names: { ...NO_OTHER_NAMES, tenantId: 'TOKEN' } },
      { credential: { kind: 'managed-identity', clientId: 'mine' } as const },
    ])
      expect(await keeper.setVault(id, { ...SETTINGS, ...wrong })).toMatchObject({
        ok: false,
        failure: { code: 'request/invalid', detail: { kind: 'value', problem: expect.stringMatching(/\.$/) } },
      });
    expect(stateOf(keeper, id)).toBeNull();
    expect(await keeper.syncVault(id)).toMatchObject({ ok: false, failure: { code: 'request/invalid' } });
  });
});

describe('the vault’s copy', () => {
  it('is one exported token that renews itself, of which no notification tells while that works', async () => {
    const { world, vault, keeper, id } = await keptUp();
    const [first] = keeper.exportedTokens(id);
    await world.pass(2 * DAY);
    const exported = keeper.exportedTokens(id);
    expect(exported).toEqual([expect.objectContaining({ to: 'key-vault', renews: true, state: 'in-use' })]);
    expect(exported[0]?.expiresAt).toBeGreaterThan(first?.expiresAt ?? 0);
    // A sign-in policy that ends all tokens of a sign-in soon is told of as the connection's own.
    world.server = () =>
      entraError(
        70044,
        'invalid_grant',
        'The session has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-01-03T00:00:00.0000000Z and the maximum allowed lifetime for this request is 172800.',
      );
    await world.pass(DAY);
    expect(world.notifications.filter(({ title }) => /exported/i.test(title))).toEqual([]);
    expect(vault.values('token')).toHaveLength(3);
  });

  it('is told of before it expires once the vault has not been reached for that long', async () => {
    const { world, vault } = await keptUp();
    vault.refuses = { code: 'vault/firewall' };
    for (let week = 0; week < 9; week += 1) await world.pass(7 * DAY);
    expect(world.notifications.filter(({ title, body }) => /exported/i.test(`${title} ${body}`))).toHaveLength(1);
  });

  it('is an ordinary exported token once the vault is no longer set up', async () => {
    const { world, keeper, id } = await keptUp();
    expect((await keeper.setVault(id, null)).ok).toBe(true);
    expect(keeper.exportedTokens(id)[0]).not.toHaveProperty('renews');
    await world.pass(2 * DAY);
    expect(keeper.exportedTokens(id)).toHaveLength(1);
    expect(stateOf(keeper, id)).toBeNull();
  });

  it('is on record before it leaves; a token that cannot be recorded stays here', async () => {
    const { world, vault, keeper, id } = await keptUp();
    world.diskFull = true;
    await keeper.refresh(id);
    await world.pass(0);
    expect(vault.values('token')).toHaveLength(1);
    expect(stateOf(keeper, id)).toMatchObject({ behind: 1, trouble: { failure: { code: 'file/unwritable' } } });
    world.diskFull = false;
    await world.pass(6 * HOUR);
    expect(vault.values('token')).toHaveLength(2);
  });
});
