import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inForm, TOKEN_FORMS } from '../../src/core/snippets';
import { CONTOSO } from './world';

const TOKEN = 'eyJ0.eyJh.c2ln';

test('each form carries the token, and calls what it is for', () => {
  expect(inForm('header', CONTOSO, TOKEN)).toBe(`Authorization: Bearer ${TOKEN}`);
  expect(inForm('curl', CONTOSO, TOKEN)).toContain(
    "'https://api.partnercenter.microsoft.com/v1/profiles/organization'",
  );
  expect(inForm('powershell', { ...CONTOSO, resource: { kind: 'graph' } }, TOKEN)).toContain(
    "'https://graph.microsoft.com/v1.0/me'",
  );
  expect(inForm('powershell', { ...CONTOSO, resource: { kind: 'exchange-online' } }, TOKEN)).toContain(
    "Connect-ExchangeOnline -AccessToken $token -Organization 'contoso.onmicrosoft.com'",
  );
  const custom = { kind: 'custom', scopes: ['https://vault.azure.net/.default'] } as const;
  expect(inForm('curl', { ...CONTOSO, resource: custom }, TOKEN)).toContain("'https://vault.azure.net'");
  for (const form of TOKEN_FORMS) expect(inForm(form, CONTOSO, TOKEN)).toContain(TOKEN);
});

test('a shell takes the token as it is, whatever is in it', () => {
  const printable = fc.string({ unit: fc.constantFrom(...`abc'"\\$\`!;&|<>(){}*?~# `), minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(printable, (token) => {
      const script = inForm('curl', CONTOSO, token).replace(/^curl/, 'printf %s\\\\n');
      const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
      expect(words).toContain(`Authorization: Bearer ${token}`);
    }),
    { numRuns: 30 },
  );
});

test('PowerShell reads a quote as a quote', () => {
  expect(inForm('powershell', CONTOSO, "a'b\u2019c")).toContain("$token = 'a''b\u2019\u2019c'");
});
