import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inForm, TOKEN_FORMS } from '../../../src/core/setup/snippets';
import { CONTOSO } from '../world';

const ADA = { ...CONTOSO, username: 'ada@contoso.com' };
const TOKEN = 'eyJ0.eyJh.c2ln';

test('each form carries the token, and calls what it is for', () => {
  expect(inForm('header', ADA, TOKEN)).toBe(`Authorization: Bearer ${TOKEN}`);
  expect(inForm('curl', ADA, TOKEN)).toContain("'https://api.partnercenter.microsoft.com/v1/profiles/organization'");
  expect(inForm('powershell', { ...ADA, resource: { kind: 'graph' } }, TOKEN)).toContain(
    "'https://graph.microsoft.com/v1.0/me'",
  );
  const custom = { kind: 'custom', scopes: ['https://vault.azure.net/.default'] } as const;
  expect(inForm('curl', { ...ADA, resource: custom }, TOKEN)).toContain("'https://vault.azure.net'");
  for (const form of TOKEN_FORMS) expect(inForm(form, ADA, TOKEN)).toContain(TOKEN);
});

describe('the snippet for Exchange Online PowerShell', () => {
  const connect = (change: Partial<typeof ADA> | { username: null }) =>
    inForm('powershell', { ...ADA, resource: { kind: 'exchange-online' }, ...change }, TOKEN).split('\n')[1];

  test("names the user, as the token is a user's", () => {
    expect(connect({})).toBe("Connect-ExchangeOnline -AccessToken $token -UserPrincipalName 'ada@contoso.com'");
    expect(connect({ username: "o'ada@contoso.com" })).toContain("-UserPrincipalName 'o''ada@contoso.com'");
    expect(connect({ username: null })).toContain("-Organization 'contoso.onmicrosoft.com'");
  });

  test.each([
    ['us-government', 'O365USGovGCCHigh'],
    ['china', 'O365China'],
  ] as const)('names the environment of %s', (cloud, environment) => {
    expect(connect({ cloud })).toMatch(new RegExp(`-ExchangeEnvironmentName ${environment}$`));
  });
});

test('a shell takes the token as it is, whatever is in it', () => {
  const printable = fc.string({ unit: fc.constantFrom(...`abc'"\\$\`!;&|<>(){}*?~# `), minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(printable, (token) => {
      const script = inForm('curl', ADA, token).replace(/^curl/, 'printf %s\\\\n');
      const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
      expect(words).toContain(`Authorization: Bearer ${token}`);
    }),
    { numRuns: 30 },
  );
});

test('PowerShell reads a quote as a quote', () => {
  expect(inForm('powershell', ADA, "a'b\u2019c")).toContain("$token = 'a''b\u2019\u2019c'");
});
