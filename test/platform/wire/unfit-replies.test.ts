import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../src/core/failures/catalogue';
import { explain } from '../../../src/core/failures/explain';
import { DAY } from '../../../src/core/model/time';
import { type Met, meetStranger } from './stranger';

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
