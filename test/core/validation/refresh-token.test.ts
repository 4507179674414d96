import { expect, test } from 'vitest';
import { importProblem } from '../../../src/core/validation/refresh-token';
import { entraError, World } from '../world';

const FOREIGN = `1.AXoA-from-elsewhere-${'y'.repeat(800)}`;

test('a refresh token from elsewhere is exchanged at once, and the new one is kept', async () => {
  const world = new World();
  const { keeper, id } = await world.connected();
  expect(await keeper.importToken(id, `  ${FOREIGN}\n`)).toMatchObject({ ok: true });
  expect(world.redeemed).toEqual([FOREIGN]);
  expect(keeper.find(id)?.token).toMatchObject({ serial: 1, account: { username: 'ada@contoso.com' } });
  expect([...world.keychain.values.values()].join('')).not.toContain(FOREIGN);
});

test.each([700007, 70000])('a token that Entra ID refuses (AADSTS%i) is no trouble of the connection', async (code) => {
  const world = new World();
  const { keeper, id } = await world.connected();
  world.server = () => entraError(code, 'invalid_grant');
  expect(await keeper.importToken(id, FOREIGN)).toMatchObject({ ok: false, failure: { code: `AADSTS${code}` } });
  expect(keeper.find(id)).toMatchObject({ token: null, trouble: null });
});

test("another account's token is refused, and the held one stays", async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const before = keeper.find(id)?.token;
  const account = { username: 'eve@contoso.com', objectId: 'oid-2', tenantId: 'tid-1' };
  world.server = () => ({ ok: true, tokens: world.issue({ account }) });
  expect(await keeper.importToken(id, FOREIGN)).toMatchObject({ ok: false, failure: { code: 'account/other' } });
  expect(keeper.find(id)?.token).toEqual(before);
});

test.each([
  ['', 'Paste'],
  ['two words of a token that is long enough to be one', 'spaces'],
  [`eyJ0eXAiOiJKV1Qi.${'a'.repeat(50)}.${'b'.repeat(50)}`, 'access token'],
  [`{"refresh_token":"${'a'.repeat(50)}"}`, 'JSON'],
  [`{\n  "refresh_token": "${'a'.repeat(50)}"\n}`, 'JSON'],
  ['short', 'too short'],
  ['x'.repeat(20_000), 'too long'],
])('what cannot be a refresh token is refused before it is sent: %.20s', (text, words) => {
  expect(importProblem(text, 'global')).toContain(words);
  if (text.length > 20) expect(importProblem(text, 'global')).not.toContain(text);
});

test.each(['x', 'a'.repeat(39), `eyJ0eXAiOiJKV1Qi.${'a'.repeat(50)}.${'b'.repeat(50)}`, 'with space', '!#$%&~'])(
  'of a custom cloud it may be any text of RFC 6749: %.20s',
  (text) => {
    expect(importProblem(text, 'custom')).toBeNull();
  },
);

test.each(['', ' ', 'two\nlines', 'ümlaut', '{"refresh_token":"x"}', 'x'.repeat(20_000)])(
  'of a custom cloud no other text: %.20s',
  (text) => {
    expect(importProblem(text, 'custom')).not.toBeNull();
  },
);
