import { expect, test } from 'vitest';
import { type ImportKeeper, importInto as importHere } from '../../../src/agent/handlers/import-token';
import { own } from '../../../src/core/failures/classify';
import { CONTOSO, CREDENTIAL, entraError, unreachable, World } from '../../core/world';

const FOREIGN = `1.AXoA-from-elsewhere-${'y'.repeat(800)}`;

/** Where no practice cloud runs. */
const importInto = (keeper: ImportKeeper, wanted: string, token: string) => importHere(keeper, wanted, token, false);

test('an import says whose token it is and when it expires', async () => {
  const world = new World();
  const { keeper } = await world.connected();
  expect(await importInto(keeper, 'contoso', FOREIGN)).toEqual({
    ok: true,
    words: 'Imported into "Contoso". The refresh token belongs to ada@contoso.com and expires on 2026-04-01 00:00 UTC.',
  });
});

test.each([
  ['AADSTS700007', () => entraError(700007), 'The refresh token was issued to a different application.'],
  ['AADSTS70000', () => entraError(70000), "Entra ID doesn't recognize this refresh token."],
  [
    'AADSTS700082',
    () => entraError(700082, 'invalid_grant', 'issued on 2025-01-01T00:00:00.0Z and was inactive for 90.00:00:00.'),
    'This refresh token expired on 2025-04-01.',
  ],
  ['network/refused', unreachable, 'refused'],
])('a refused one is explained as in the panel, with the code: %s', async (code, server, what) => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const before = keeper.find(id);
  world.server = server;
  const outcome = await importInto(keeper, 'Contoso', FOREIGN);
  expect(outcome).toMatchObject({ ok: false, code: code.startsWith('network/') ? 1 : 3, failure: code });
  expect(outcome.words).toMatch(/^Nothing was imported into "Contoso"\. /);
  expect(outcome.words).toContain(what);
  expect(outcome.words).toContain(`(${code})`);
  expect(outcome.words).not.toContain(FOREIGN.slice(0, 16));
  expect(keeper.find(id)).toEqual(before);
});

test('a token that was kept although the rest of the reply was unfit is not said to be nothing', async () => {
  const world = new World();
  const { keeper } = await world.connected();
  const raw = own('reply/incomplete', { kind: 'kept' });
  world.server = () => ({ ok: false, raw, tokens: world.issue({ account: null }) });
  const outcome = await importInto(keeper, 'Contoso', FOREIGN);
  expect(outcome).toMatchObject({ ok: false });
  expect(outcome.words).not.toContain('Nothing was imported');
  expect(outcome.words).toContain('The new refresh token that came with it was kept.');
});

test('a token that nobody is named by is said to be so', async () => {
  const world = new World();
  const { keeper } = await world.connected();
  world.server = () => ({ ok: true, tokens: world.issue({ account: null }) });
  expect((await importInto(keeper, 'Contoso', FOREIGN)).words).toContain("a user whom the server didn't name");
});

const JWT = `eyJ0eXAiOiJKV1Qi.${'a'.repeat(50)}.${'b'.repeat(50)}`;
const lines = (FOREIGN.match(/.{1,80}/g) ?? []).join('\r\n');

test.each([
  ['the reply of the token endpoint', JSON.stringify({ access_token: JWT, refresh_token: FOREIGN })],
  ['the line of a configuration', `PARTNER_REFRESH_TOKEN="${FOREIGN}"\r\n`],
  ['Format-List', `\r\naccess_token  : ${JWT}\r\nrefresh_token : ${FOREIGN}\r\n\r\n`],
  ['quotes and a comma', `"${FOREIGN}",`],
  ['lines of a console', lines],
])('the token is taken out of what comes, and this is said: %s', async (_, text) => {
  const world = new World();
  const { keeper } = await world.connected();
  expect(await importInto(keeper, 'Contoso', text)).toEqual({
    ok: true,
    words: expect.stringMatching(/ UTC\. (?:Only the refresh token in this text is used|.* are left out)\.$/),
  });
  expect(world.redeemed).toEqual([FOREIGN]);
});

test.each([
  [JSON.stringify({ access_token: JWT, id_token: FOREIGN }), 'no refresh token'],
  [JSON.stringify({ accessToken: JWT, tokenType: 'Bearer' }), 'no refresh token'],
  [JWT, 'access token'],
  [`http://localhost:8400/?code=${FOREIGN}&state=x`, 'sign-in code'],
  ['https://contoso.vault.azure.net/secrets/partner/0123456789abcdef0123456789abcdef', 'Key Vault address'],
  [`01000000d08c9ddf0115d1118c7a00c04fc297eb${'1f'.repeat(400)}\r\n`, 'SecureString'],
])('what cannot be a refresh token is named without asking anybody: %.20s', async (text, words) => {
  const world = new World();
  const { keeper } = await world.connected();
  const outcome = await importInto(keeper, 'Contoso', text);
  expect(outcome).toMatchObject({ code: 1, words: expect.stringContaining(words) });
  expect(outcome.words).not.toContain(FOREIGN.slice(0, 16));
  expect(world.redeemed).toEqual([]);
});

test('a good one that the keychain does not take is not said to be imported', async () => {
  const world = new World();
  const { keeper } = await world.signedIn();
  world.keychain.writesLeft = 0;
  expect(await importInto(keeper, 'Contoso', FOREIGN)).toMatchObject({
    code: 1,
    words: expect.stringMatching(/couldn't be saved in the keychain \(keychain\/locked\)/),
  });
});

test('a connection that is not there is answered with those that are', async () => {
  const world = new World();
  const { keeper } = await world.connected();
  await keeper.add({ ...CONTOSO, name: 'Fabrikam' }, CREDENTIAL);
  expect(await importInto(keeper, 'Contosso', FOREIGN)).toMatchObject({
    code: 2,
    words: 'No connection is named "Contosso". Did you mean "Contoso"?',
  });
  expect(await importInto(keeper, '', FOREIGN)).toMatchObject({
    code: 2,
    words: expect.stringContaining('Name a connection'),
  });
  expect(world.redeemed).toEqual([]);
});

test('without any connection, it is said to add one, or why they cannot be read', async () => {
  const world = new World();
  const first = world.keeper();
  await first.open();
  expect(await importInto(first, 'Contoso', FOREIGN)).toMatchObject({ code: 2, words: expect.stringContaining('Add') });
  world.loads = { kind: 'newer' };
  const second = world.keeper();
  await second.open();
  expect(await importInto(second, 'Contoso', FOREIGN)).toMatchObject({
    code: 1,
    words: expect.stringContaining('newer version'),
  });
});

test('a practice connection is left to the app, where its cloud is', async () => {
  const world = new World();
  const { keeper } = await world.connected({ cloud: 'practice' });
  expect(await importInto(keeper, 'Contoso', FOREIGN)).toMatchObject({
    code: 2,
    words: expect.stringContaining(`"Contoso" is in the practice cloud, which isn't running.`),
  });
  expect(world.redeemed).toEqual([]);
  expect(await importHere(keeper, 'Contoso', FOREIGN, true)).toMatchObject({ ok: true });
});
