import { expect, test } from 'vitest';
import { explain } from '../../../src/core/failures/explain';
import type { Credential } from '../../../src/core/model/credential';
import { DAY } from '../../../src/core/model/time';
import { EXCHANGE_CLIENT_ID } from '../../../src/core/validation/sign-in-methods';
import { CONTOSO, entraError, settle, unreachable, World } from '../world';

const NEW_SECRET: Credential = { kind: 'secret', clientSecret: 'new8Q~a.made.up.value.of.the.usual.length' };
const CERTIFICATE: Credential = { kind: 'certificate', certificate: 'CERTIFICATE', privateKey: 'PRIVATE-KEY' };

async function credentialIn(world: World): Promise<unknown> {
  const keeper = world.keeper();
  await keeper.start();
  const [connection] = keeper.connections();
  return connection ? keeper.credentialOf(connection.id) : null;
}

test('a new secret is tried with a real exchange before the old one goes', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = (_token, credential) =>
    credential?.kind === 'secret' && credential.clientSecret.startsWith('new8Q')
      ? { ok: true, tokens: world.issue() }
      : entraError(7000222, 'invalid_client');
  expect(await keeper.replaceCredential(id, NEW_SECRET)).toMatchObject({ ok: true });
  expect(await credentialIn(world)).toEqual({ ok: true, value: NEW_SECRET });
  expect(world.keychain.serials('client-secret')).toEqual([1, 2]);
  expect(keeper.find(id)?.token?.serial).toBe(2);
});

test('a new secret that Entra ID refuses is not taken, and the old one stays', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const before = await credentialIn(world);
  world.server = () => entraError(7000215, 'invalid_client');
  const replaced = await keeper.replaceCredential(id, NEW_SECRET);
  expect(replaced).toMatchObject({ ok: false, failure: { code: 'AADSTS7000215' } });
  expect(await credentialIn(world)).toEqual(before);
  expect(keeper.find(id)?.trouble).toBeNull();
});

test('a new secret that cannot be tried now is not taken', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => unreachable();
  const replaced = await keeper.replaceCredential(id, NEW_SECRET);
  expect(replaced).toMatchObject({ ok: false, failure: { code: 'network/refused' } });
  expect(world.keychain.serials('client-secret')).toEqual([1]);
});

test('a secret is taken when Entra ID refuses only the token', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => entraError(50173, 'invalid_grant');
  expect(await keeper.replaceCredential(id, NEW_SECRET)).toMatchObject({ ok: true });
  expect(await credentialIn(world)).toEqual({ ok: true, value: NEW_SECRET });
});

test('a secret gives way to a certificate, and that to nothing for a public client', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const facts = { expiresAt: world.now + 300 * DAY, thumbprint: 'ab'.repeat(32) };
  expect(await keeper.replaceCredential(id, CERTIFICATE, facts)).toMatchObject({ ok: true });
  expect(keeper.find(id)).toMatchObject({ application: { kind: 'certificate' }, credential: facts });
  expect(JSON.stringify(world.saved)).not.toContain('PRIVATE-KEY');
  expect(await keeper.replaceCredential(id, { kind: 'none' })).toMatchObject({ ok: true });
  expect(keeper.find(id)).toMatchObject({ application: { kind: 'public' }, credential: null });
  expect(world.keychain.serials('client-secret')).toEqual([]);
  expect(await keeper.refresh(id)).toMatchObject({ ok: true });
});

test('a lost file comes back with the certificate and what was known of it', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const facts = { expiresAt: world.now + 300 * DAY, thumbprint: 'ab'.repeat(32) };
  await keeper.replaceCredential(id, CERTIFICATE, facts);
  await keeper.stop();
  world.saved = null;
  const next = world.keeper();
  await next.start();
  expect(next.connections()).toMatchObject([{ id, application: { kind: 'certificate' }, credential: facts }]);
  expect(await next.credentialOf(id)).toEqual({ ok: true, value: CERTIFICATE });
});

test('a credential of another kind than the settings say is refused', async () => {
  const world = new World();
  const keeper = world.keeper();
  await keeper.start();
  expect(await keeper.add({ ...CONTOSO, application: { kind: 'certificate' } }, NEW_SECRET)).toMatchObject({
    ok: false,
    failure: { code: 'request/invalid' },
  });
  expect(await keeper.add({ ...CONTOSO, application: { kind: 'public' } }, { kind: 'none' })).toMatchObject({
    ok: true,
  });
  expect(world.keychain.values.size).toBe(0);
});

test('the remedy is one that this kind of application has', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.replaceCredential(id, CERTIFICATE);
  world.server = () => entraError(7000218, 'invalid_client');
  await keeper.refresh(id);
  await settle();
  const connection = keeper.find(id);
  const failure = connection?.trouble?.failure;
  expect(failure && explain(failure, connection).remedy).toBe('replace-certificate');
});

test("no secret is taken for Exchange Online's own application, and nothing is sent", async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.replaceCredential(id, { kind: 'none' });
  expect(await keeper.change(id, { clientId: EXCHANGE_CLIENT_ID, signInMethod: 'device-code' })).toMatchObject({
    ok: true,
  });
  world.server = () => expect.unreachable();
  expect(await keeper.replaceCredential(id, NEW_SECRET)).toMatchObject({
    ok: false,
    failure: { code: 'request/invalid', detail: { problem: expect.stringContaining('has no secret') } },
  });
  expect(keeper.find(id)).toMatchObject({ application: { kind: 'public' }, credential: null });
});

test("a connection with a secret cannot be changed to Exchange Online's own application", async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const changed = await keeper.change(id, { clientId: EXCHANGE_CLIENT_ID, signInMethod: 'device-code' });
  expect(changed).toMatchObject({
    ok: false,
    failure: { detail: { problem: expect.stringContaining('a public client first') } },
  });
  expect(keeper.find(id)?.clientId).toBe(CONTOSO.clientId);
});

test('a connection like another one has its credential, from keychain to keychain', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const ends = Date.UTC(2027, 4, 31);
  await keeper.noteCredentialExpiry(id, ends);
  const wanted = { ...CONTOSO, name: 'Contoso Graph', resource: { kind: 'graph' } as const };
  const added = await keeper.add(wanted, { kind: 'same-as', id });
  expect(added).toMatchObject({ ok: true, value: { token: null, credential: { expiresAt: ends, serial: 1 } } });
  const copied = await keeper.credentialOf(added.ok ? added.value.id : '');
  expect(copied).toEqual(await keeper.credentialOf(id));
});

test.each([
  ['tenant', { tenant: 'other.example' }],
  ['application', { clientId: '99999999-2222-3333-4444-555555555555' }],
  ['cloud', { cloud: 'us-government' as const }],
])('no connection of a different %s gets the credential of another one', async (_, change) => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const added = await keeper.add({ ...CONTOSO, name: 'Other', ...change }, { kind: 'same-as', id });
  expect(added).toMatchObject({ ok: false, failure: { code: 'request/invalid' } });
  expect(keeper.connections()).toHaveLength(1);
  expect(world.keychain.serials('client-secret')).toEqual([1]);
});
