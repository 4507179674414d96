import { expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import {
  areUsable,
  clientIdProblem,
  nameProblem,
  redirectUriProblem,
  settingsProblems,
  tenantProblem,
} from '../../../src/core/validation/settings';
import { EXCHANGE_CLIENT_ID } from '../../../src/core/validation/sign-in-methods';

const GUID = '11111111-2222-3333-4444-555555555555';

test.each([GUID, GUID.toUpperCase(), 'contoso.onmicrosoft.com', 'contoso.com', 'xn--mnchen-3ya.de', ' contoso.com '])(
  'the tenant %j is accepted',
  (tenant) => expect(tenantProblem(tenant)).toBeNull(),
);

test.each([
  ['', 'Enter the tenant ID'],
  ['contoso', "isn't a GUID or a domain"],
  ['common', 'any tenant'],
  ['Organizations', 'any tenant'],
  ['ada@contoso.com', 'user name'],
  ['https://contoso.com', 'web address'],
  ['11111111-2222-3333-4444', "isn't a GUID or a domain"],
  ['-bad.com', "isn't a GUID or a domain"],
])('the tenant %j is refused: %s', (tenant, words) => expect(tenantProblem(tenant)).toContain(words));

test('a client ID is a GUID, with nothing around it', () => {
  expect(clientIdProblem(GUID)).toBeNull();
  expect(clientIdProblem('')).toContain('application (client) ID');
  expect(clientIdProblem(`{${GUID}}`)).toContain("isn't a GUID");
});

test.each(['http://localhost:8400/', 'http://127.0.0.1:8400', 'https://app.contoso.com/auth'])(
  'the redirect URI %s is accepted',
  (uri) => expect(redirectUriProblem(uri)).toBeNull(),
);

test.each([
  ['', "exactly as it's registered"],
  [' http://localhost/', 'spaces'],
  ['localhost:8400', 'Use https://'],
  ['not a uri', "isn't a web address"],
  ['http://contoso.com/', 'Use https://'],
  ['https://contoso.com/#x', '#'],
  ['https://*.contoso.com/', 'Wildcards'],
  ['https://ada:pw@contoso.com/', 'user name'],
])('the redirect URI %j is refused: %s', (uri, words) => expect(redirectUriProblem(uri)).toContain(words));

test('names are unique without case, not empty, and not too long', () => {
  expect(nameProblem('Contoso', ['Fabrikam'])).toBeNull();
  expect(nameProblem(' contoso ', ['Contoso'])).toContain('Another connection');
  expect(nameProblem(' ', [])).toContain('Enter a name');
  expect(nameProblem('x'.repeat(61), [])).toContain('61');
  expect(nameProblem('a\u0000b', [])).toContain('printable');
});

const SETTINGS: ConnectionSettings = {
  name: 'Contoso',
  cloud: 'global',
  customCloud: null,
  tenant: 'contoso.com',
  clientId: GUID,
  application: { kind: 'secret' },
  resource: { kind: 'partner-center' },
  redirectUri: 'http://localhost:8400/',
  signInMethod: 'app-window',
  schedule: { kind: 'remind-only' },
};

test('every wrong field of the settings is named at once, in the order of the form', () => {
  expect(settingsProblems(SETTINGS, [])).toEqual({});
  const customCloud = { authority: 'http://a.example', partnerCenter: '', scope: '', extraCa: 'no PEM' };
  const wrong = { ...SETTINGS, name: '', cloud: 'custom', customCloud, tenant: '', clientId: '' } as const;
  const resource = { kind: 'custom', scopes: [] } as const;
  expect(Object.keys(settingsProblems({ ...wrong, resource, redirectUri: '' }, []))).toEqual([
    'name',
    'authority',
    'partnerCenter',
    'scope',
    'extraCa',
    'tenant',
    'clientId',
    'resource',
    'redirectUri',
  ]);
  expect(Object.keys(settingsProblems({ ...SETTINGS, signInMethod: 'device-code' }, []))).toEqual(['signInMethod']);
  expect(Object.keys(settingsProblems({ ...SETTINGS, cloud: 'custom' }, []))).toEqual(['cloud']);
});

test("Exchange Online's own application is a public client only", () => {
  const borrowed = {
    ...SETTINGS,
    clientId: ` ${EXCHANGE_CLIENT_ID.toUpperCase()} `,
    signInMethod: 'device-code',
  } as const;
  for (const kind of ['secret', 'certificate'] as const)
    expect(settingsProblems({ ...borrowed, application: { kind } }, []).clientId).toContain('has no secret');
  expect(settingsProblems({ ...borrowed, application: { kind: 'public' } }, [])).toEqual({});
});

test('settings that were kept are gone by only if nothing in them leads elsewhere', () => {
  expect(areUsable(SETTINGS)).toBe(true);
  const customCloud = {
    authority: 'https://login.example.com',
    partnerCenter: 'https://api.example.com',
    scope: 'https://api.example.com/user_impersonation',
    extraCa: null,
  };
  expect(areUsable({ ...SETTINGS, cloud: 'custom', customCloud })).toBe(true);
  const wrong: readonly Partial<ConnectionSettings>[] = [
    { name: '' },
    { tenant: '../evil' },
    { clientId: 'x?y=z' },
    { customCloud },
    { cloud: 'custom', customCloud: { ...customCloud, authority: 'http://login.example.com' } },
    { cloud: 'custom', customCloud, resource: { kind: 'graph' } },
    { resource: { kind: 'custom', scopes: [] } },
  ];
  for (const change of wrong) expect(areUsable({ ...SETTINGS, ...change }), JSON.stringify(change)).toBe(false);
});
