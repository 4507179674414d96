import { describe, expect, it, vi } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import { createDeviceCodeSignIn } from '../../../src/platform/msal/device-code';
import { settle } from '../../core/world';
import { CLIENT, startStrangeAuthority } from '../../support/strange-authority';
import { never } from '../msal/support';
import { CREDENTIAL, meetStranger, NEW } from './stranger';

describe('an authorization server that is not Entra ID, and is right', () => {
  it('signs in and refreshes at a token endpoint of another path, with short tokens and opaque access tokens', async () => {
    const { authority, keeper, id, signIn, held } = await meetStranger();
    expect(await signIn()).toMatchObject({ ok: true, value: { trouble: null } });
    const first = await held();
    expect(first).toEqual(NEW);
    expect(keeper.find(id)?.token).toMatchObject({
      account: { username: 'subject-7', objectId: 'subject-7', tenantId: `${authority.origin}/dept.example` },
      hasMfa: null,
    });
    for (let round = 2; round <= 4; round += 1)
      expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null, token: { serial: round } } });
    expect([...authority.alive.keys()]).toEqual([await held()]);
    expect(await keeper.accessToken(id, 0)).toMatchObject({ ok: true });
    expect(new Set(authority.asked)).toContain('/cgi-bin/issue');
  });

  it('is refreshed without an ID token: whose the token is was known, and is known again when one comes', async () => {
    const { authority, keeper, id, signIn } = await meetStranger();
    await signIn();
    const account = keeper.find(id)?.token?.account;
    authority.habits.idToken = false;
    expect(await keeper.refresh(id)).toMatchObject({
      ok: true,
      value: { trouble: null, token: { serial: 2, account } },
    });
    authority.habits.idToken = true;
    expect(await keeper.refresh(id)).toMatchObject({
      ok: true,
      value: { trouble: null, token: { serial: 3, account } },
    });
  });

  it('signs in without any ID token, by PKCE alone, and learns the name when one comes', async () => {
    const { authority, keeper, id, signIn } = await meetStranger({ idToken: false });
    expect(await signIn()).toMatchObject({ ok: true, value: { trouble: null, token: { account: { username: '' } } } });
    authority.habits.idToken = true;
    expect(await keeper.refresh(id)).toMatchObject({
      ok: true,
      value: { token: { account: { username: 'subject-7' } } },
    });
  });

  it.each(['never', 'silently'] as const)(
    'that %s rotates: the token stays in use, with its own issue date',
    async (rotation) => {
      const { authority, world, keeper, id, signIn, held } = await meetStranger(
        { rotation },
        { schedule: { kind: 'every', interval: DAY } },
      );
      await signIn();
      const token = keeper.find(id)?.token;
      const first = await held();
      world.now += 40 * DAY;
      expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null, token } });
      expect(await held()).toBe(first);
      expect(keeper.find(id)?.refreshAt).toBeGreaterThan(world.now + DAY / 2);
      expect(await keeper.accessToken(id, 0)).toMatchObject({ ok: true });
      expect(authority.shown).toEqual([first]);
      // No storm: the next exchange is a day away.
      await world.pass(HOUR);
      expect(authority.shown).toHaveLength(1);
    },
  );

  it('that does not rotate keeps a token alive for years, and nobody is told a token expired that works', async () => {
    const { authority, world, keeper, id, signIn, held } = await meetStranger({ rotation: 'silently' });
    await signIn();
    const first = await held();
    for (let month = 0; month < 24; month += 1) {
      world.now += 31 * DAY;
      expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null } });
    }
    expect(keeper.statusOf(keeper.find(id) ?? expect.fail())).not.toBe('expired');
    expect(new Set(authority.shown)).toEqual(new Set([first]));
    expect(keeper.find(id)?.token?.serial).toBe(1);
  });

  it('that does not rotate is not blamed for a refresh that failed: what is said is that nothing came in its place', async () => {
    const daily = { kind: 'every', interval: DAY } as const;
    const { world, keeper, id, signIn } = await meetStranger({ rotation: 'silently' }, { schedule: daily });
    await signIn();
    world.now += 70 * DAY;
    await keeper.refresh(id);
    await vi.waitFor(() => expect(world.notifications).toHaveLength(1));
    expect(world.notifications[0]?.body.join(' ')).toContain("hasn't replaced it");
    world.now += DAY;
    expect(await keeper.refresh(id)).toMatchObject({ ok: true });
    await settle();
    expect(world.notifications).toHaveLength(1);
  });

  it('that does not rotate ends a trouble too, and a restart goes on with the token', async () => {
    const { authority, world, keeper, id, signIn, held } = await meetStranger({ rotation: 'silently' });
    await signIn();
    const first = await held();
    authority.alive.clear();
    expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'oauth/invalid_grant' } });
    authority.alive.set(first, 'subject-7');
    expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null, notificationsRaised: [] } });
    await keeper.stop();
    const next = world.keeper();
    await next.start();
    expect(await next.refresh(id)).toMatchObject({ ok: true, value: { trouble: null, token: { serial: 1 } } });
    expect(authority.shown.at(-1)).toBe(first);
  });

  it('that does not rotate gives access tokens for other resources, and tries another secret, with the same token', async () => {
    const { authority, keeper, id, signIn, held } = await meetStranger({ rotation: 'silently' });
    await signIn();
    const [first, token] = [await held(), keeper.find(id)?.token];
    const resource = { kind: 'custom', scopes: ['https://hats.example/read'] } as const;
    expect(await keeper.accessToken(id, 0, resource)).toMatchObject({ ok: true });
    expect(await keeper.replaceCredential(id, CREDENTIAL)).toMatchObject({ ok: true });
    expect(authority.shown).toHaveLength(2);
    expect(keeper.find(id)?.token).toEqual(token);
    expect(new Set(authority.shown)).toEqual(new Set([first]));
    expect(await held()).toBe(first);
  });

  it("that does not rotate leaves a sign-in's token alone that came while it was asked", async () => {
    const { authority, world, keeper, id, signIn, held } = await meetStranger({ rotation: 'silently' });
    await signIn();
    const { server } = world;
    let letGo: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    world.server = async (...asked) => {
      const reply = await server(...asked);
      await late;
      return reply;
    };
    const refreshing = keeper.refresh(id);
    await vi.waitFor(() => expect(authority.shown).toHaveLength(1));
    await signIn();
    const second = await held();
    letGo();
    expect(await refreshing).toMatchObject({ ok: true, value: { token: { serial: 2 } } });
    expect(await held()).toBe(second);
    expect(second).not.toBe(authority.shown[0]);
  });

  it('a token that waits for the keychain goes on waiting when it stays', async () => {
    const { world, keeper, id, signIn, held } = await meetStranger({ rotation: 'silently' });
    world.keychain.writesLeft = 0;
    await signIn();
    expect(keeper.find(id)?.trouble?.failure.code).toBe('keychain/locked');
    world.now += 2 * DAY;
    expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'keychain/locked' } });
    world.keychain.problem = null;
    world.keychain.writesLeft = Number.POSITIVE_INFINITY;
    expect(await keeper.retryStorage()).toMatchObject({ ok: true });
    expect(await held()).toEqual(NEW);
    expect(keeper.find(id)?.trouble).toBeNull();
  });

  it('signs in with a device code at paths of its own', async () => {
    const { settings, options } = await meetStranger();
    const connection = { ...settings, application: { kind: 'public' } } as const;
    const exchange = await createDeviceCodeSignIn(options)({ connection, signal: never(), show: () => undefined });
    expect(exchange).toMatchObject({ ok: true, tokens: { refreshToken: NEW, account: { objectId: 'subject-7' } } });
  });
});

describe('a token that a person brings', () => {
  it.each([1, 12, 39])('may have %i characters', async (length) => {
    const { authority, keeper, id, held } = await meetStranger({ length });
    const brought = authority.issue();
    expect(await keeper.importToken(id, brought)).toMatchObject({ ok: true });
    expect(authority.alive.has(brought)).toBe(false);
    expect([...authority.alive.keys()]).toEqual([await held()]);
  });

  it('may be a JWT', async () => {
    const { authority, keeper, id } = await meetStranger();
    const brought = 'eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2ln';
    authority.alive.set(brought, 'subject-7');
    expect(await keeper.importToken(id, brought)).toMatchObject({ ok: true });
  });

  it.each(['never', 'silently'] as const)('stays in use where it %s rotates, and counts from now', async (rotation) => {
    const { authority, world, keeper, id, held } = await meetStranger({ rotation, idToken: false });
    const brought = authority.issue();
    expect(await keeper.importToken(id, brought)).toMatchObject({
      ok: true,
      value: { token: { issuedAt: world.now } },
    });
    expect(await held()).toBe(brought);
  });
});

describe('where people and secrets go', () => {
  it('to a sign-in page on another host, which gets no secret', async () => {
    const { authority, begin, signIn, held } = await meetStranger();
    const elsewhere = authority.origin.replace('localhost', '127.0.0.1');
    authority.habits.discovery = { authorization_endpoint: `${elsewhere}/login.cgi` };
    const begun = await begin();
    expect(begun).toMatchObject({ isElsewhere: true, url: expect.stringContaining(`${elsewhere}/login.cgi?`) });
    expect(begun.url).not.toContain(CLIENT.secret);
    expect(await signIn()).toMatchObject({ ok: true });
    expect(await held()).toEqual(NEW);
  });

  it('never to a token endpoint on another host, whatever the discovery document says', async () => {
    const other = await startStrangeAuthority();
    const { authority, keeper, id } = await meetStranger({
      discovery: { token_endpoint: `${other.origin}/cgi-bin/issue` },
    });
    const brought = authority.issue();
    expect(await keeper.importToken(id, brought)).toMatchObject({
      ok: false,
      failure: { code: 'network/unreachable' },
    });
    expect(other.asked).toEqual([]);
    expect(authority.alive.has(brought)).toBe(true);
  });
});
