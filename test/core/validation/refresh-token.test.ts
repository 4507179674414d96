import { expect, test } from 'vitest';
import { readRefreshToken } from '../../../src/core/validation/refresh-token';
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

const TOKEN = `1.AXoA_x-${'aB3'.repeat(100)}`;
const JWT = `eyJ0eXAiOiJKV1Qi.${'a'.repeat(50)}.${'b'.repeat(50)}`;
const wrapped = (text: string, width: number, indent = '') =>
  Array.from({ length: Math.ceil(text.length / width) }, (_, at) => text.slice(at * width, (at + 1) * width)).join(
    `\r\n${indent}`,
  );
const reply = { token_type: 'Bearer', scope: 'a b', expires_in: 3599, access_token: JWT, refresh_token: TOKEN };
const NAMED = 'Only the refresh token in this text is used.';
const LEFT_OUT = 'Quotation marks, commas, and line breaks are left out.';

test.each([
  ['a form field', `refresh_token=${TOKEN}`, NAMED],
  ['the body of a request', `client_id=x&grant_type=refresh_token&refresh_token=${TOKEN}&client_secret=y`, NAMED],
  ['a variable of PowerShell', `$refreshToken = '${TOKEN}'`, NAMED],
  ['a here-string of PowerShell', `$refreshToken = @"\r\n${TOKEN}\r\n"@`, NAMED],
  [
    'a secure string that is yet to be made',
    `$refreshToken = ConvertTo-SecureString '${TOKEN}' -AsPlainText -Force`,
    NAMED,
  ],
  ['an option of a command', `New-PartnerAccessToken -RefreshToken "${TOKEN}" -Tenant contoso.com`, NAMED],
  ['a long option', `tool --refresh-token ${TOKEN} --verbose`, NAMED],
  ['an environment file', `export PARTNER_REFRESH_TOKEN=${TOKEN}\n`, NAMED],
  ['a comma', `${TOKEN},`, LEFT_OUT],
  ['quotes', `"${TOKEN}"`, LEFT_OUT],
  ['quotes and a comma', `'${TOKEN}',`, LEFT_OUT],
  ['quotes of a word processor', `“${TOKEN}”`, LEFT_OUT],
  ['lines of a console', wrapped(TOKEN, 80), LEFT_OUT],
  ['lines of a mail', wrapped(TOKEN, 64, '  '), LEFT_OUT],
  ['lines of a console, with its name', `refresh_token=${wrapped(TOKEN, 120)}\r\nPS C:\\> `, NAMED],
  [
    'Format-List',
    `token_type    : Bearer\r\naccess_token  : ${wrapped(JWT, 60, ' '.repeat(16))}\r\nrefresh_token : ${wrapped(TOKEN, 60, ' '.repeat(16))}\r\nid_token      : ${JWT}\r\n`,
    NAMED,
  ],
  ['a reply of the token endpoint', JSON.stringify(reply), NAMED],
  ['one in many lines', JSON.stringify(reply, null, 2), NAMED],
  ['one that a console has broken', wrapped(JSON.stringify(reply), 80), NAMED],
  ['a part of one', `"refresh_token": "${TOKEN}",`, NAMED],
  ['old tools, in camel case', JSON.stringify({ accessToken: JWT, refreshToken: TOKEN, tokenType: 'Bearer' }), NAMED],
  ['Key Vault', JSON.stringify({ id: 'https://v.vault.azure.net/secrets/x/y', value: TOKEN }, null, 2), NAMED],
])('the token is taken out of %s', (_, text, note) => {
  expect(readRefreshToken(text, 'global')).toEqual({ ok: true, token: TOKEN, note });
});

test('a token as it is stays so, and what is taken out is one', () => {
  expect(readRefreshToken(` ${TOKEN}\r\n`, 'global')).toEqual({ ok: true, token: TOKEN, note: null });
  expect(readRefreshToken(TOKEN, 'china')).toEqual({ ok: true, token: TOKEN, note: null });
  expect(readRefreshToken(`refresh_token=\`${TOKEN}`, 'global')).toMatchObject({ token: TOKEN });
});

test.each([
  ['', 'Paste'],
  ['two words of a token that is long enough to be one', 'spaces'],
  [`${TOKEN}\n${TOKEN}x`, 'line breaks'],
  [`refresh_token=${TOKEN}\nrefresh_token=${TOKEN}x`, 'several refresh tokens'],
  [JWT, 'access token'],
  [`Bearer ${JWT}`, 'access token'],
  [`eyJhbGciOi.${'a'.repeat(40)}.b.c.d`, 'access token'],
  [
    JSON.stringify({ accessToken: JWT, expiresOn: '2026-01-01', tenant: 'x', tokenType: 'Bearer' }, null, 2),
    'no refresh',
  ],
  [`access_token : ${JWT}\nexpires_in : 3599`, 'no refresh token'],
  [`{"token":"${TOKEN}"}`, 'JSON'],
  [`[1, "${TOKEN}"]`, 'JSON'],
  [`http://localhost:8400/?code=${TOKEN}&session_state=x`, 'sign-in code'],
  [`https://app.contoso.com/auth#code=${TOKEN}`, 'sign-in code'],
  [`code=${TOKEN}&state=x`, 'sign-in code'],
  ['https://contoso.vault.azure.net/secrets/refresh-token/0123456789abcdef0123456789abcdef', 'Key Vault address'],
  ['@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/x/)', 'Key Vault address'],
  ['contoso.vault.usgovcloudapi.net/secrets/refresh-token', 'Key Vault address'],
  ['https://login.microsoftonline.com/common/oauth2/nativeclient', 'web address'],
  [`01000000d08c9ddf0115d1118c7a00c04fc297eb${'0a'.repeat(300)}`, 'SecureString'],
  [Buffer.from(TOKEN, 'utf16le').toString('hex'), 'SecureString'],
  [`76492d1116743f0423413b16050a5345${'MgB8AG'.repeat(60)}==`, 'SecureString'],
  ['System.Security.SecureString', 'SecureString'],
  ['abc8Q~made.up_value-of_usual.length12345', 'client secret'],
  [`${TOKEN}\u200b`, 'zero-width space (U+200B)'],
  [`1.AX\u2013${TOKEN}`, 'en dash (U+2013)'],
  ['short', 'too short'],
  ['"x"', 'too short'],
  ['x'.repeat(20_000), 'too long'],
])('what cannot be a refresh token is named: %.20s', (text, words) => {
  const read = readRefreshToken(text, 'global');
  expect(read).toEqual({ ok: false, problem: expect.stringContaining(words) });
  if (!read.ok && text.length > 60) expect(read.problem).not.toContain(TOKEN.slice(0, 16));
});

test.each([
  ...['x', 'a'.repeat(39), JWT, 'with space', '!#$%&~', 'ends,', `${'a'.repeat(60)};`, '0a'.repeat(100), '"'],
  ...['https://op.example/tokens/1?code=2', 'abc8Q~made.up_value-of_usual.length12345'],
])('of a custom cloud it may be any text of RFC 6749: %.20s', (text) => {
  expect(readRefreshToken(text, 'custom')).toEqual({ ok: true, token: text, note: null });
});

test.each([
  ['{"refresh_token":"x"}', 'x'],
  [`{"access_token":"y","refresh_token":"${JWT}"}`, JWT],
  ['"quoted"', 'quoted'],
])('of a custom cloud it is taken out where that is no guess: %.20s', (text, token) => {
  expect(readRefreshToken(text, 'custom')).toMatchObject({ ok: true, token });
});

test.each([
  '',
  ' ',
  'two\nlines',
  'ümlaut',
  '{"token":"x"}',
  '{"access_token":"x","refresh_token":null}',
  'x'.repeat(20_000),
])('of a custom cloud no other text: %.20s', (text) => {
  expect(readRefreshToken(text, 'custom').ok).toBe(false);
});

test('the keeper exchanges the token alone, whatever it came in', async () => {
  const world = new World();
  const { keeper, id } = await world.connected();
  expect(await keeper.importToken(id, JSON.stringify({ access_token: JWT, refresh_token: FOREIGN }))).toMatchObject({
    ok: true,
  });
  expect(world.redeemed).toEqual([FOREIGN]);
  for (const text of [JWT, 'https://v.vault.azure.net/secrets/x', `http://localhost/?code=${FOREIGN}`, '0a'.repeat(99)])
    expect(await keeper.importToken(id, text)).toMatchObject({ ok: false, failure: { code: 'request/invalid' } });
  expect(world.redeemed).toEqual([FOREIGN]);
});
