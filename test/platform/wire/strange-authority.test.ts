import { describe, expect, it, vi } from 'vitest';
import { kindOf } from '../../../src/core/failures/catalogue';
import { explain } from '../../../src/core/failures/explain';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import { DAY, HOUR } from '../../../src/core/model/time';
import { SecretStore } from '../../../src/core/storage/secret-store';
import type { NetworkOptions } from '../../../src/platform/http/fetch-within';
import { type BegunAuthorization, createAuthorization } from '../../../src/platform/msal/authorization';
import { createDeviceCodeSignIn } from '../../../src/platform/msal/device-code';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import { settle, World } from '../../core/world';
import { CLIENT, type Habits, startStrangeAuthority } from '../../support/strange-authority';
import { trustingFetch } from '../../support/trusting-fetch';
import { never } from '../msal/support';

const CREDENTIAL = { kind: 'secret', clientSecret: CLIENT.secret } as const;

/** The real keeper on real MSAL over TLS to an authorization server that is not Entra ID. */
async function meetStranger(habits: Partial<Habits> = {}, change: Partial<ConnectionSettings> = {}) {
  const authority = await startStrangeAuthority(habits);
  const settings = { ...authority.settings, ...change };
  const trusting = trustingFetch(authority.ca);
  const options: NetworkOptions = { practiceOrigin: () => null, fetch: trusting };
  const endpoint = createTokenEndpoint(options);
  const world = new World();
  world.server = (refreshToken, credential = CREDENTIAL) =>
    endpoint.redeem({ connection: settings, credential, refreshToken, signal: never() });
  const keeper = world.keeper();
  await keeper.start();
  const added = await keeper.add(settings, CREDENTIAL);
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  const { id } = added.value;

  const begin = async (): Promise<BegunAuthorization> => {
    const request = { connection: settings, credential: CREDENTIAL, loginHint: null, consent: false, signal: never() };
    const begun = await createAuthorization(options)(request);
    if (!begun.ok) throw new Error(JSON.stringify(begun.raw));
    return begun.value;
  };
  /** The person signs in: this server asks for nothing, and sends the browser back. */
  const signIn = async (bend: (redirect: URL) => void = () => undefined) => {
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    const begun = await begin();
    const sent = await trusting(begun.url, { redirect: 'manual' });
    const redirect = new URL(sent.headers.get('location') ?? '');
    bend(redirect);
    return ticket.value.complete(await begun.finish(redirect));
  };
  /** The refresh token in the keychain. */
  const held = async (): Promise<string> => {
    const secret = await new SecretStore(world.keychain).newest(id, 'refresh-token', null);
    return JSON.parse(secret?.text ?? '{}').refreshToken;
  };
  return { authority, settings, options, world, keeper, id, begin, signIn, held };
}

type Met = Awaited<ReturnType<typeof meetStranger>>;

const NEW = expect.stringMatching(/^[\w-]{12}$/);

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

const BAD_ID_TOKENS: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
  ['an ID token that is none', { id_token: 'not.a.token' }],
  ['an ID token that is a number', { id_token: 7 }],
  ['an ID token without a subject', { id_token: `e30.${Buffer.from('{"iss":"x"}').toString('base64url')}.c2ln` }],
];

/** What is unfit in a reply that has a new refresh token. */
const UNFIT: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
  ...BAD_ID_TOKENS,
  ['no access token', { access_token: undefined }],
  ['an access token that is none', { access_token: 7 }],
  ['a token type that nobody knows', { token_type: 'pop' }],
  ['a token type of a server of its own', { token_type: 'urn:example:hat' }],
  ['an error beside it', { error: 'odd', error_description: 'Something else is wrong.' }],
];

/** What is out of the ordinary in a reply, and no reason to refuse anything. */
const ODD: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
  ['fewer scopes', { scope: 'other' }],
  ['an empty scope', { scope: '' }],
  ['a scope that is none', { scope: 7 }],
  ['no expires_in', { expires_in: undefined }],
  ['an expires_in of words', { expires_in: 'soon' }],
  ['an expires_in that is negative', { expires_in: -5 }],
  ['an expires_in that is an object', { expires_in: {} }],
  ['no token type', { token_type: undefined }],
  ['a token type in capitals', { token_type: 'BEARER' }],
  ['client_info that is none', { client_info: 'nonsense' }],
  ['an error that is null', { error: null }],
  ['fields that nobody knows', { 'x-hat': { size: 7 }, session_state: [] }],
  ['an ID token that is null', { id_token: null }],
];

const alter =
  (change: Record<string, unknown>) =>
  (reply: Record<string, unknown>): Record<string, unknown> => ({ ...reply, ...change });

/** Whether the one token that the server still takes is the held one. */
async function holdsTheLast({ authority, held }: Met): Promise<void> {
  expect([...authority.alive.keys()]).toEqual([await held()]);
}

describe('a reply with a new refresh token, of a server that ends the one before', () => {
  it.each(ODD)('with %s is taken by a refresh', async (_what, change) => {
    const met = await meetStranger();
    await met.signIn();
    met.authority.habits.alter = alter(change);
    expect(await met.keeper.refresh(met.id)).toMatchObject({ ok: true, value: { trouble: null } });
    await holdsTheLast(met);
  });

  it.each(UNFIT)('with %s is kept by a refresh, and the rest is said', async (_what, change) => {
    const met = await meetStranger();
    const { authority, keeper, id, settings, world } = met;
    await met.signIn();
    const account = keeper.find(id)?.token?.account;
    authority.habits.alter = alter(change);
    const refreshed = await keeper.refresh(id);
    expect(refreshed).toMatchObject({ ok: false });
    await holdsTheLast(met);
    const after = keeper.find(id);
    expect(after).toMatchObject({ token: { serial: 2, account, issuedAt: world.now }, trouble: { attempts: 1 } });
    if (!('error' in change) && after?.trouble) {
      expect(kindOf(after.trouble.failure.code)).toBe('transient');
      expect(explain(after.trouble.failure, settings).note).toContain('kept');
    }
    // The pauses grow, although each try brings a new token.
    await keeper.refresh(id);
    expect(keeper.find(id)?.trouble).toMatchObject({ attempts: 2 });
    expect(world.events.filter(({ type }) => type === 'notification').length).toBeLessThanOrEqual(1);
    authority.habits.alter = (reply) => reply;
    expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null, token: { account } } });
    await holdsTheLast(met);
  });

  it.each(UNFIT)('with %s is kept by an import, and the rest is said', async (_what, change) => {
    const met = await meetStranger();
    met.authority.habits.alter = alter(change);
    const brought = met.authority.issue();
    expect(await met.keeper.importToken(met.id, brought)).toMatchObject({ ok: false });
    expect(met.keeper.find(met.id)).toMatchObject({ token: { serial: 1 }, trouble: null });
    await holdsTheLast(met);
    met.authority.habits.alter = (reply) => reply;
    expect(await met.keeper.refresh(met.id)).toMatchObject({
      ok: true,
      value: { token: { account: { objectId: 'subject-7' } } },
    });
  });

  it.each(UNFIT)('with %s is kept by a sign-in, and the rest is said', async (_what, change) => {
    const met = await meetStranger();
    met.authority.habits.alter = alter(change);
    expect(await met.signIn()).toMatchObject({ ok: false });
    await holdsTheLast(met);
  });

  it.each(['a sign-in', 'an import'])(
    'ends the trouble of the one before when %s brought it, unfit as the rest is',
    async (how) => {
      const met = await meetStranger({}, { schedule: { kind: 'every', interval: DAY } });
      const { authority, world, keeper, id } = met;
      await met.signIn();
      authority.alive.clear();
      expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'oauth/invalid_grant' } });
      authority.habits.alter = alter({ token_type: 'pop' });
      const brought = how === 'an import' ? keeper.importToken(id, authority.issue()) : met.signIn();
      expect(await brought).toMatchObject({ ok: false, failure: { code: 'reply/incomplete' } });
      await holdsTheLast(met);
      expect(keeper.find(id)?.trouble).toBeNull();
      expect(keeper.find(id)?.refreshAt).toBeGreaterThan(world.now);
    },
  );

  it('is kept, whatever else is unfit, when it came with an access token for another resource', async () => {
    const met = await meetStranger();
    await met.signIn();
    met.authority.habits.alter = alter({ token_type: 'pop' });
    const resource = { kind: 'custom', scopes: ['https://hats.example/read'] } as const;
    expect(await met.keeper.accessToken(met.id, 0, resource)).toMatchObject({ ok: false });
    expect(met.keeper.find(met.id)).toMatchObject({ token: { serial: 2 }, trouble: null });
    await holdsTheLast(met);
  });

  it('for another account is kept in place of the one it came for, said, and not used as that account', async () => {
    const met = await meetStranger();
    const { authority, keeper, id } = met;
    await met.signIn();
    const account = keeper.find(id)?.token?.account;
    for (const token of authority.alive.keys()) authority.alive.set(token, 'subject-8');
    expect(await keeper.refresh(id)).toMatchObject({
      ok: false,
      failure: { code: 'account/other', detail: { kind: 'account', username: 'subject-8' } },
    });
    await holdsTheLast(met);
    expect(keeper.find(id)).toMatchObject({
      token: { serial: 2, account },
      trouble: { failure: { code: 'account/other' } },
    });
    for (const token of authority.alive.keys()) authority.alive.set(token, 'subject-7');
    expect(await keeper.refresh(id)).toMatchObject({ ok: true, value: { trouble: null } });
  });

  it('for another account takes nothing from a sign-in or an import: the held one works', async () => {
    const met = await meetStranger();
    const { authority, keeper, id } = met;
    await met.signIn();
    const token = keeper.find(id)?.token;
    authority.habits.subject = 'subject-8';
    expect(await met.signIn()).toMatchObject({ ok: false, failure: { code: 'account/other' } });
    expect(await keeper.importToken(id, authority.issue())).toMatchObject({
      ok: false,
      failure: { code: 'account/other' },
    });
    expect(keeper.find(id)?.token).toEqual(token);
    expect(await keeper.refresh(id)).toMatchObject({ ok: true });
  });

  it("of somebody else's sign-in is nothing of ours", async () => {
    const met = await meetStranger();
    const nonce = `e30.${Buffer.from('{"iss":"x","sub":"y","nonce":"theirs"}').toString('base64url')}.c2ln`;
    met.authority.habits.alter = alter({ id_token: nonce });
    expect(await met.signIn()).toMatchObject({ ok: false, failure: { code: 'sign-in/state' } });
    expect(met.keeper.find(met.id)?.token).toBeNull();
  });

  it('that comes while the keychain refuses waits in memory, and the card says so', async () => {
    const met = await meetStranger();
    const { authority, world, keeper, id } = met;
    await met.signIn();
    authority.habits.alter = alter({ token_type: 'pop' });
    world.keychain.writesLeft = 0;
    expect(await keeper.refresh(id)).toMatchObject({
      ok: false,
      failure: { code: 'keychain/locked', detail: { kind: 'in-memory' } },
    });
    world.keychain.problem = null;
    world.keychain.writesLeft = Number.POSITIVE_INFINITY;
    expect(await keeper.retryStorage()).toMatchObject({ ok: true });
    await holdsTheLast(met);
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
