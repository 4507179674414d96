import { describe, expect, it } from 'vitest';
import { endpointsOf } from '../../../src/core/model/clouds';
import { resourceProblem, scopesOf, scopesProblem } from '../../../src/core/model/resource';
import {
  authorityProblem,
  cloudProblems,
  extraCaProblem,
  partnerCenterProblem,
  scopeProblem,
} from '../../../src/core/validation/cloud-validation';
import {
  EXCHANGE_CLIENT_ID,
  isLoopback,
  methodProblem,
  methodsFor,
} from '../../../src/core/validation/sign-in-methods';
import { CONTOSO } from '../world';

const CUSTOM = {
  authority: 'https://login.example.com',
  partnerCenter: 'https://api.example.com/partner',
  scope: 'https://api.example.com/user_impersonation',
  extraCa: null,
};

describe('a custom cloud', () => {
  it('is where its description says', () => {
    const place = { cloud: 'custom', customCloud: CUSTOM } as const;
    expect(Object.values(cloudProblems(place))).toEqual([null, null, null, null]);
    expect(endpointsOf(place)).toMatchObject({ label: 'login.example.com', authority: CUSTOM.authority });
    expect(scopesOf(place, { kind: 'partner-center' })).toEqual([CUSTOM.scope]);
    expect(resourceProblem(place, { kind: 'graph' })).toContain('custom cloud');
  });

  it.each([
    ['http://login.example.com', 'https://'],
    ['login.example.com', 'such as'],
    ['https://login.example.com/contoso', 'tenant has its own field'],
    ['https://me@login.example.com', 'user name'],
    ['https://login.microsoftonline.com', 'Global'],
  ])('has no authority %s', (authority, words) => {
    expect(authorityProblem(authority)).toContain(words);
  });

  it('wants every part', () => {
    expect(cloudProblems({ cloud: 'custom', customCloud: null }).cloud).toContain('Enter');
    expect(cloudProblems({ cloud: 'global', customCloud: CUSTOM }).cloud).toContain('Only a custom cloud');
    expect(partnerCenterProblem('ftp://api.example.com')).toContain('https://');
    expect(scopeProblem('user_impersonation')).toContain('full scope');
    expect(extraCaProblem('-----BEGIN RSA PRIVATE KEY-----')).toContain('private key');
    expect(extraCaProblem('MIIC')).toContain('PEM');
  });
});

describe('scopes', () => {
  it('are of one API, in full', () => {
    expect(
      scopesProblem(['https://graph.microsoft.com/User.Read', 'https://graph.microsoft.com/Mail.Read']),
    ).toBeNull();
    expect(scopesProblem([])).toContain('at least one');
    expect(scopesProblem(['User.Read'])).toContain('full scope');
    expect(scopesProblem(['offline_access'])).toContain('Leave out');
    expect(scopesProblem(['https://a.example/x', 'https://b.example/y'])).toContain('one API');
  });
});

describe('the ways to sign in', () => {
  it('follow from the application', () => {
    expect(methodsFor(CONTOSO)).toEqual(['app-window', 'system-browser']);
    expect(methodsFor({ ...CONTOSO, redirectUri: 'https://contoso.com/back' })).toEqual(['app-window']);
    expect(methodsFor({ ...CONTOSO, application: { kind: 'public' } })).toEqual([
      'app-window',
      'system-browser',
      'device-code',
    ]);
    expect(methodsFor({ ...CONTOSO, clientId: EXCHANGE_CLIENT_ID.toUpperCase() })).toEqual(['device-code']);
  });

  it('that do not are refused with the reason', () => {
    expect(methodProblem({ ...CONTOSO, signInMethod: 'device-code' })).toContain('public client');
    expect(
      methodProblem({ ...CONTOSO, redirectUri: 'https://contoso.com/', signInMethod: 'system-browser' }),
    ).toContain('http://localhost');
    expect(isLoopback('http://localhost.evil.example/')).toBe(false);
  });
});
