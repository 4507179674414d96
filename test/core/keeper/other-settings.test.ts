import { describe, expect, test } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import type { Connection, ConnectionSettings } from '../../../src/core/model/connection';
import type { Exchange } from '../../../src/core/model/exchange';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { CREDENTIAL, settle, World } from '../world';

const CLOUD = {
  authority: 'https://login.contoso.example',
  partnerCenter: 'https://api.contoso.example',
  scope: 'https://api.contoso.example/user_impersonation',
  extraCa: null,
};
const CUSTOM: Partial<ConnectionSettings> = { cloud: 'custom', customCloud: CLOUD };
const PEM = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';
const TOKEN_MISMATCH = { ok: false, failure: { code: 'token/mismatch' } };
const SECRET_MISMATCH = { ok: false, failure: { code: 'secret/mismatch' } };

/** A world whose app was closed, in which somebody then wrote this into the file. */
async function edited(change: Partial<Connection>, before: Partial<ConnectionSettings> = CUSTOM) {
  const world = new World();
  const { keeper, id } = await world.signedIn(before);
  const was = keeper.find(id);
  await keeper.stop();
  if (!world.saved) throw new Error('nothing was saved');
  const [connection, ...others] = world.saved.connections;
  if (!connection || !was) throw new Error('no connection was saved');
  world.saved = { ...world.saved, connections: [{ ...connection, ...change }, ...others] };
  const next = world.keeper();
  await next.start();
  return { world, keeper: next, id, was };
}

const ELSEWHERE: ReadonlyArray<[string, Partial<Connection>, Partial<ConnectionSettings>]> = [
  ['another authority', { customCloud: { ...CLOUD, authority: 'https://evil.example' } }, CUSTOM],
  ['another API', { customCloud: { ...CLOUD, partnerCenter: 'https://evil.example' } }, CUSTOM],
  ['another authority to trust', { customCloud: { ...CLOUD, extraCa: PEM } }, CUSTOM],
  ['another cloud', { cloud: 'custom', customCloud: { ...CLOUD, extraCa: PEM } }, {}],
  ['a cloud of Microsoft', { cloud: 'china', customCloud: null }, {}],
  ['another tenant', { tenant: 'evil.example' }, {}],
  ['another application', { clientId: '99999999-2222-3333-4444-555555555555' }, {}],
];

describe.each(ELSEWHERE)('a file that was edited to name %s', (_, change, before) => {
  test('gets no secret sent there: the connection stops and says so', async () => {
    const { world, keeper, id } = await edited({ ...change, refreshAt: 0 }, before);
    await world.pass(2 * DAY);
    expect(await keeper.refresh(id)).toMatchObject(TOKEN_MISMATCH);
    expect(await keeper.accessToken(id, HOUR)).toMatchObject(TOKEN_MISMATCH);
    expect(await keeper.exportRefreshToken(id, 'clipboard')).toMatchObject(TOKEN_MISMATCH);
    expect(world.redeemed).toEqual([]);
    expect(keeper.find(id)?.trouble).toMatchObject({ failure: { code: 'token/mismatch' }, retryAt: null });
  });

  test('is put right from the keychain, and the token is refreshed again', async () => {
    const { world, keeper, id, was } = await edited(change, before);
    await keeper.refresh(id);
    expect(await keeper.restore(id)).toMatchObject({ ok: true });
    await world.pass(HOUR);
    const { cloud, customCloud, tenant, clientId } = was;
    expect(keeper.find(id)).toMatchObject({
      cloud,
      customCloud,
      tenant,
      clientId,
      trouble: null,
      token: { serial: 2 },
    });
    expect(world.redeemed).toHaveLength(1);
  });
});

test('a client secret is not handed to a sign-in, nor to a call, at an authority that it was not entered for', async () => {
  const { keeper, id } = await edited({ customCloud: { ...CLOUD, authority: 'https://evil.example' } });
  expect(await keeper.beginSignIn(id)).toMatchObject(SECRET_MISMATCH);
  expect(await keeper.credentialOf(id)).toMatchObject(SECRET_MISMATCH);
  expect(await keeper.importToken(id, `1.${'x'.repeat(300)}`)).toMatchObject(SECRET_MISMATCH);
});

test('settings that are right after all count once the secret is entered again and somebody has signed in', async () => {
  const { world, keeper, id } = await edited({ customCloud: { ...CLOUD, authority: 'https://new.example' } });
  await keeper.refresh(id);
  expect(await keeper.replaceCredential(id, CREDENTIAL)).toMatchObject({ ok: true });
  expect(world.redeemed).toEqual([]);
  await signIn(world, keeper, id);
  expect(await keeper.refresh(id)).toMatchObject({ ok: true });
  expect(keeper.find(id)).toMatchObject({ customCloud: { authority: 'https://new.example' }, trouble: null });
});

test('what says nothing of whom secrets go to may be edited', async () => {
  const { keeper, id } = await edited({
    name: 'Elsewhere',
    resource: { kind: 'partner-center' },
    signInMethod: 'device-code',
  });
  expect(await keeper.refresh(id)).toMatchObject({ ok: true });
});

test('a serial number at its end, which the keychain does not set right, costs no token', async () => {
  const { world, keeper, id } = await edited({ token: null });
  await signIn(world, keeper, id);
  await keeper.stop();
  const [connection] = world.saved?.connections ?? [];
  if (!world.saved || !connection?.token) throw new Error('nothing was saved');
  world.saved = {
    ...world.saved,
    connections: [{ ...connection, token: { ...connection.token, serial: 999_999_999 } }],
  };
  for (const account of [...world.keychain.values.keys()])
    if (account.includes('/refresh-token/')) world.keychain.values.delete(account);
  const next = world.keeper();
  await next.start();
  expect(await next.refresh(id)).toMatchObject({ failure: { code: 'token/gone' } });
  await signIn(world, next, id);
  expect(await next.refresh(id)).toMatchObject({ ok: true });
});

describe('a person who changes whom a connection is with', () => {
  test.each<[string, Partial<ConnectionSettings>, Partial<ConnectionSettings>]>([
    ['another authority', CUSTOM, { customCloud: { ...CLOUD, authority: 'https://new.example' } }],
    ['another application', {}, { clientId: '99999999-2222-3333-4444-555555555555' }],
  ])('%s: token and secret are gone, from the keychain too', async (_, before, change) => {
    const world = new World();
    const { keeper, id } = await world.signedIn(before);
    expect(await keeper.change(id, change)).toMatchObject({ ok: true });
    expect(keeper.find(id)).toMatchObject({ ...change, token: null, credential: null, refreshAt: null, trouble: null });
    expect([...world.keychain.values.keys()]).toEqual([]);
    await world.pass(2 * DAY);
    expect(world.redeemed).toEqual([]);
    expect(keeper.statusOf(keeper.find(id) ?? expect.fail())).toBe('new');
    expect(await keeper.beginSignIn(id)).toMatchObject({ failure: { code: 'secret/gone' } });
  });

  test('another tenant: the token is gone, and the secret of the same application stays', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await keeper.accessToken(id, 0);
    await keeper.change(id, { tenant: 'other.example' });
    expect(keeper.find(id)).toMatchObject({ token: null });
    expect(world.keychain.serials()).toEqual([]);
    expect(await keeper.accessToken(id, 0)).toMatchObject({ failure: { code: 'token/none' } });
    await signIn(world, keeper, id);
    expect(await keeper.refresh(id)).toMatchObject({ ok: true });
  });

  test('another authority to trust there: token and secret stay, also for the next start', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn(CUSTOM);
    await keeper.change(id, { customCloud: { ...CLOUD, partnerCenter: 'https://api2.contoso.example' } });
    await keeper.stop();
    const next = world.keeper();
    await next.start();
    expect(await next.refresh(id)).toMatchObject({ ok: true });
    // By itself after the change, and when it was asked.
    expect(world.redeemed).toHaveLength(2);
  });

  test.each([
    ['refreshes daily', {}],
    ['only reminds', { schedule: { kind: 'remind-only' } }],
  ] as const)(
    'aimed elsewhere, one that %s proves its settings at once, and no more than once',
    async (_which, settings) => {
      const world = new World();
      const { keeper, id } = await world.signedIn({ ...CUSTOM, ...settings });
      await keeper.change(id, { name: 'Renamed' });
      await world.pass(MINUTE);
      expect(world.redeemed).toHaveLength(0);
      await keeper.change(id, { customCloud: { ...CLOUD, partnerCenter: 'https://api2.contoso.example' } });
      await world.pass(HOUR);
      expect(world.redeemed).toHaveLength(1);
      expect(keeper.find(id)?.trouble).toBeNull();
    },
  );

  test('a keychain that refuses: nothing changes', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.keychain.problem = 'locked';
    const before = keeper.find(id);
    expect(await keeper.change(id, { tenant: 'other.example' })).toMatchObject({
      failure: { code: 'keychain/locked' },
    });
    expect(keeper.find(id)).toEqual(before);
  });

  test.each(['refresh', 'sign-in'] as const)('a %s that was under way gives nothing to the new one', async (kind) => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    let answer: (exchange: Exchange) => void = () => undefined;
    world.server = () => new Promise((resolve) => (answer = resolve));
    const ticket = kind === 'sign-in' ? await keeper.beginSignIn(id) : null;
    const refreshed = kind === 'refresh' ? keeper.refresh(id) : null;
    await settle();
    await keeper.change(id, { tenant: 'other.example' });
    const exchange: Exchange = { ok: true, tokens: world.issue() };
    answer(exchange);
    const result = ticket?.ok ? await ticket.value.complete(exchange) : await refreshed;
    expect(result).toMatchObject(TOKEN_MISMATCH);
    expect(keeper.find(id)).toMatchObject({ token: null });
    expect(world.keychain.serials()).toEqual([]);
    expect(await keeper.accessToken(id, 0)).toMatchObject({ ok: false });
  });
});

async function signIn(world: World, keeper: Keeper, id: string): Promise<void> {
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  await ticket.value.complete({ ok: true, tokens: world.issue() });
}

test('a connection like one whose file was edited gets no secret that is sealed for another application', async () => {
  const elsewhere = { clientId: '99999999-2222-3333-4444-555555555555' };
  const { keeper, id } = await edited(elsewhere, {});
  const like = keeper.find(id);
  if (!like) throw new Error('no connection');
  expect(await keeper.add({ ...like, name: 'Other' }, { kind: 'same-as', id })).toMatchObject(SECRET_MISMATCH);
  expect(keeper.connections()).toHaveLength(1);
});
