import { describe, expect, it, test } from 'vitest';
import { CIRCUMSTANCES } from '../../../src/core/failures/circumstances';
import { classify, ownFailure } from '../../../src/core/failures/classify';
import { fitFailure } from '../../../src/core/failures/fit-failure';
import { AADSTS_MEANINGS, OAUTH_MEANINGS, OTHER_MEANINGS } from '../../../src/core/failures/meanings';
import { VARIANTS } from '../../../src/core/failures/variants';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import type { Failure, Remedy } from '../../../src/core/model/failure';
import { EXCHANGE_CLIENT_ID, methodsFor } from '../../../src/core/validation/sign-in-methods';
import { CONTOSO } from '../world';

const PUBLIC = { application: { kind: 'public' } } as const;
const CERTIFICATE = { application: { kind: 'certificate' } } as const;
const GRAPH = { resource: { kind: 'graph' } } as const;
const OTHER = { resource: { kind: 'custom', scopes: ['https://vault.azure.net/user_impersonation'] } } as const;
const IN_PLACE = {
  cloud: 'custom',
  customCloud: {
    authority: 'https://login.example.com',
    partnerCenter: 'https://api.example.com',
    scope: 'https://api.example.com/user_impersonation',
    extraCa: null,
  },
} as const;
const EXCHANGE_OWN = {
  ...PUBLIC,
  clientId: EXCHANGE_CLIENT_ID,
  resource: { kind: 'exchange-online' },
  signInMethod: 'device-code',
} as const;
const WEB = 'https://app.contoso.com/auth';

function fitted(code: number | string, change: Partial<ConnectionSettings>, error = 'invalid_grant'): Failure {
  const found =
    typeof code === 'string'
      ? classify({ kind: 'authorize', error: code, description: '' }, 0)
      : classify({ kind: 'authorize', error, description: `AADSTS${code}: text` }, 0);
  return fitFailure(found, { ...CONTOSO, ...change });
}

describe('the redirect URI', () => {
  it.each([50011, 700084, 9002327])('of AADSTS%i belongs to the platform of the application', (code) => {
    expect(fitted(code, {}).advice).toContain('platform "Web"');
    expect(fitted(code, PUBLIC).advice).toContain('platform "Mobile and desktop applications"');
    expect(fitted(code, PUBLIC).advice).not.toContain('"Web"');
  });

  it('does so of unauthorized_client too, also when it came with a code that is not in the table', () => {
    for (const failure of [
      fitted('unauthorized_client', PUBLIC),
      fitted(70999, PUBLIC, 'unauthorized_client'),
      fitFailure(fitted(70999, PUBLIC, 'unauthorized_client'), { ...CONTOSO, ...PUBLIC }),
    ])
      expect(failure.advice).toContain('"Mobile and desktop applications"');
  });
});

describe('a permission that is missing', () => {
  it.each([650053, 650056, 650057])('is of the resource of the connection (AADSTS%i)', (code) => {
    expect(fitted(code, {}).advice).toContain('"Microsoft Partner Center, user_impersonation"');
    expect(fitted(code, GRAPH).advice).toContain('"Microsoft Graph, User.Read"');
    expect(fitted(code, { resource: { kind: 'exchange-online' } }).advice).toContain('"Office 365 Exchange Online,');
    expect(fitted(code, OTHER)).toMatchObject({ remedy: 'edit-connection' });
    for (const change of [GRAPH, OTHER, IN_PLACE, EXCHANGE_OWN])
      expect(fitted(code, change).advice).not.toContain('Partner Center');
  });

  it('does not send whoever uses Graph to Partner Center (AADSTS500011)', () => {
    expect(fitted(500011, {}).advice).toContain('Partner Center');
    for (const change of [GRAPH, OTHER, IN_PLACE, EXCHANGE_OWN])
      expect(fitted(500011, change).advice).not.toContain('Partner Center');
  });
});

describe('a sign-in that conditional access blocks', () => {
  it.each([53000, 53001, 53003, 530003])('is offered the browser only where that is another way (AADSTS%i)', (code) => {
    expect(fitted(code, {})).toMatchObject({
      remedy: 'sign-in-in-browser',
      advice: expect.stringMatching(/^Sign in with your browser/),
    });
    const used = fitted(code, { signInMethod: 'system-browser' });
    expect(used).toMatchObject({ remedy: 'sign-in', advice: expect.stringMatching(/^Ask the tenant admin/) });
    expect(fitted(code, EXCHANGE_OWN)).toMatchObject({
      remedy: 'sign-in',
      advice: expect.stringMatching(/^Ask the tenant admin/),
    });
  });

  it('is told that the redirect URI is in the way of the browser, with the button that leads there', () => {
    const failure = fitted(53003, { redirectUri: WEB });
    expect(failure.remedy).toBe('edit-connection');
    expect(failure.advice).toContain('http://localhost');
  });
});

describe('what an application proves itself with', () => {
  it.each([
    [{}, 'client secret', 'replace-secret'],
    [CERTIFICATE, 'certificate', 'replace-certificate'],
  ] as const)('is called by its name when it is gone', (change, name, remedy) => {
    const failure = fitFailure(ownFailure('secret/gone', 0), { ...CONTOSO, ...change });
    expect(failure).toMatchObject({ what: `The ${name} is no longer in the keychain.`, remedy });
    expect(fitFailure(failure, { ...CONTOSO, ...change })).toEqual(failure);
  });

  it('is nothing that a public client is told to become (AADSTS7000218)', () => {
    const failure = fitted(7000218, PUBLIC, 'invalid_client');
    expect(failure.advice).toContain('allow public client flows');
    expect(failure.remedy).toBe('open-app-registration');
    expect(fitted(7000218, { ...PUBLIC, ...IN_PLACE }, 'invalid_client').remedy).toBe('edit-connection');
  });
});

test('who signs in with a code is not told to sign in with consent, which a code cannot ask for', () => {
  for (const failure of [65001, 65004, 'consent_required'].map((code) => fitted(code, EXCHANGE_OWN))) {
    expect(failure.remedy).toBe('sign-in');
    expect(failure.advice).not.toContain('with consent');
  }
});

/** Connections of every kind that can be set up. */
function connections(): readonly ConnectionSettings[] {
  const kinds = [{}, PUBLIC, CERTIFICATE].flatMap((application) =>
    [{}, GRAPH, OTHER, IN_PLACE, { cloud: 'practice' } as const].map((change) => ({
      ...CONTOSO,
      ...application,
      ...change,
    })),
  );
  const places = kinds.flatMap((kind) => [kind, { ...kind, redirectUri: WEB }]);
  return [...places, { ...CONTOSO, ...EXCHANGE_OWN }].flatMap((place) =>
    methodsFor(place).map((signInMethod) => ({ ...place, signInMethod })),
  );
}

function everyFailure(): readonly Failure[] {
  const entries: ReadonlyArray<
    readonly [string, { what: string; advice: string; remedy: Remedy; kind: Failure['kind'] }]
  > = [
    ...Object.entries(AADSTS_MEANINGS).map(([code, meaning]) => [`AADSTS${code}`, meaning] as const),
    ...Object.entries(OAUTH_MEANINGS).map(([code, meaning]) => [`oauth/${code}`, meaning] as const),
    ...Object.entries(OTHER_MEANINGS),
  ];
  return entries.map(([code, meaning]) => ({ ...meaning, code, at: 0 }));
}

/** Codes that only some kinds of application can meet. */
const OF_SOME_KINDS: Readonly<Record<string, readonly ConnectionSettings['application']['kind'][]>> = {
  AADSTS7000215: ['secret'],
  AADSTS7000222: ['secret'],
  AADSTS700025: ['secret', 'certificate'],
  AADSTS700027: ['certificate'],
  AADSTS700030: ['certificate'],
  AADSTS700024: ['certificate'],
  'secret/gone': ['secret', 'certificate'],
};

test('for every connection there can be, sentences and button of every failure agree, and no button leads nowhere', () => {
  for (const connection of connections())
    for (const found of everyFailure()) {
      const { kind } = connection.application;
      if (OF_SOME_KINDS[found.code]?.includes(kind) === false) continue;
      const failure = fitFailure(found, connection);
      const { advice, remedy, code } = failure;
      const told = `${code}: ${advice} [${remedy}] for ${JSON.stringify(connection)}`;
      expect(fitFailure(failure, connection), told).toEqual(failure);
      expect(advice, told).toMatch(/\.$/);
      if (CIRCUMSTANCES['no portal page'](connection)) expect(remedy, told).not.toBe('open-app-registration');
      if (remedy === 'sign-in') expect(advice, told).not.toMatch(/^Sign in with (your browser|consent)/);
      if (remedy === 'sign-in-in-browser') expect(methodsFor(connection), told).toContain('system-browser');
      if (remedy === 'sign-in-with-consent') expect(connection.signInMethod, told).not.toBe('device-code');
      if (remedy === 'replace-secret') expect(kind, told).toBe('secret');
      if (remedy === 'replace-certificate') expect(advice, told).not.toContain('secret');
      if (kind === 'public') expect(advice, told).not.toContain('platform "Web"');
    }
});

test('every variant is of a code that there is, and leaves the general sentence by which an OAuth error is known', () => {
  const known = new Set(everyFailure().map(({ code }) => code));
  for (const [code, variants] of Object.entries(VARIANTS)) {
    expect(known).toContain(code);
    if (code.startsWith('oauth/')) expect(variants.every(({ what }) => what === undefined)).toBe(true);
  }
});
