import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/core/connection';
import { DAY, HOUR, MINUTE } from '../../src/core/time';
import { registrationUrl } from '../../src/main/app-registration';
import { skewView, troubleDetails, viewOf } from '../../src/main/views';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from './support';

describe("a connection's view", () => {
  it('tells who, until when and how', () => {
    const token = aTokenWithLeft(88 * DAY);
    expect(viewOf(aConnection({ token }), 'fine', null, NOW)).toMatchObject({
      name: 'Contoso DE',
      cloudLabel: 'Global',
      account: 'agent@contoso.example',
      hasMfa: true,
      statusText: 'Fine, 88 days left',
      lapsesAt: NOW + 88 * DAY,
      trouble: null,
    });
  });

  it('knows nothing of a token before the first sign-in', () => {
    expect(viewOf(aConnection({ token: null }), 'new', null, NOW)).toMatchObject({
      account: null,
      hasMfa: null,
      issuedAt: null,
      lapsesAt: null,
      window: null,
    });
  });

  it('tells the window that the tenant allows once the server has named it, and not before', () => {
    const learned = (learnedWindow: number | null) =>
      viewOf(aConnection({ learnedWindow }), 'fine', null, NOW).learnedText;
    expect(learned(null)).toBeNull();
    expect(learned(7 * DAY)).toBe('This tenant allows 7 days');
    expect(learned(HOUR)).toBe('This tenant allows 1 hour');
  });

  it('tells how often a sign-in is wanted, and counts down to the next one whenever the token was refreshed', () => {
    const lifetime = { reason: 'sign-in-frequency', span: 7 * DAY } as const;
    const token = { ...aTokenWithLeft(89 * DAY), signedIn: { issuedAt: NOW - 6 * DAY }, lifetime };
    const view = viewOf(aConnection({ learnedLifetime: lifetime, token }), 'soon', null, NOW);
    expect(view).toMatchObject({
      lapsesAt: NOW + DAY,
      window: 7 * DAY,
      endsWith: 'sign-in',
      learnedText: 'This tenant wants a sign-in every 7 days',
      statusText: 'Sign in within 24 hours',
    });
    const both = viewOf(aConnection({ learnedLifetime: lifetime, learnedWindow: 3 * DAY }), 'fine', null, NOW);
    expect(both.learnedText).toBe('This tenant allows 3 days · This tenant wants a sign-in every 7 days');
  });

  it('passes on the failure without how often it was met', () => {
    const failure = aFailure();
    expect(viewOf(aConnection({ trouble: aTrouble(failure) }), 'offline', null, NOW).trouble).toEqual(failure);
  });
});

describe('a secret or certificate that expires', () => {
  const textOf = (left: number | null, kind: 'secret' | 'certificate' = 'secret') => {
    const expiresAt = left === null ? null : NOW + left;
    const credential = { generation: 1, expiresAt, thumbprint: null, noticesRaised: [] };
    return viewOf(aConnection({ application: { kind }, credential }), 'fine', null, NOW).credentialText;
  };

  it('is told of from 30 days on, in words', () => {
    expect(textOf(null)).toBeNull();
    expect(textOf(30 * DAY + HOUR)).toBeNull();
    expect(textOf(30 * DAY)).toBe('Client secret expires in 30 days');
    expect(textOf(6 * DAY - HOUR, 'certificate')).toBe('Certificate expires in 6 days');
    expect(textOf(HOUR)).toBe('Client secret expires in 1 day');
    expect(textOf(-HOUR)).toBe('Client secret has expired');
  });

  it('has no secret in its view, and a public client has none at all', () => {
    const view = viewOf(aConnection({ application: { kind: 'public' }, credential: null }), 'fine', null, NOW);
    expect(view).toMatchObject({ application: 'public', credential: null, credentialText: null });
    expect(view.signInMethods).toEqual(['app-window', 'system-browser', 'device-code']);
  });
});

describe('a resource', () => {
  it('has a name that people know, or the address of its API', () => {
    const labelOf = (resource: Connection['resource']) =>
      viewOf(aConnection({ resource }), 'fine', null, NOW).resourceLabel;
    expect(labelOf({ kind: 'partner-center' })).toBe('Partner Center');
    expect(labelOf({ kind: 'graph' })).toBe('Microsoft Graph');
    expect(labelOf({ kind: 'exchange-online' })).toBe('Exchange Online');
    expect(labelOf({ kind: 'custom', scopes: ['https://vault.azure.net/user_impersonation'] })).toBe(
      'https://vault.azure.net',
    );
  });
});

describe('a wrong clock', () => {
  it('is told in words, whichever way it is wrong', () => {
    expect(skewView(null)).toBeNull();
    expect(skewView({ behind: 12 * MINUTE })?.what).toBe("This computer's clock is 12 minutes behind.");
    expect(skewView({ behind: -3 * DAY })?.what).toBe("This computer's clock is 3 days ahead.");
  });
});

describe('details for support', () => {
  it('name the code, the time and the IDs that support asks for', () => {
    const failure = aFailure({ code: 'AADSTS50173', traceId: 'aaaa-1', correlationId: 'bbbb-2' });
    const details = troubleDetails(aConnection({ trouble: aTrouble(failure, { attempts: 3 }) }));
    expect(details).toContain('Code: AADSTS50173');
    expect(details).toContain('Trace ID: aaaa-1');
    expect(details).toContain('Correlation ID: bbbb-2');
    expect(details).toContain('Failures in a row: 3');
  });

  it('are not there when nothing is wrong', () => {
    expect(troubleDetails(aConnection())).toBeNull();
  });
});

describe('the app registration', () => {
  const clientId = '11111111-2222-4333-8444-555555555555';
  const urlIn = (cloud: Connection['cloud'], id = clientId) =>
    registrationUrl({ cloud, customCloud: null, clientId: id });

  it('is a page of the portal of the cloud', () => {
    expect(urlIn('global')).toMatch(
      /^https:\/\/portal\.azure\.com\/#view\/.*\/appId\/11111111-2222-4333-8444-555555555555$/,
    );
    expect(urlIn('china')).toMatch(/^https:\/\/portal\.azure\.cn\//);
  });

  it('is nowhere for the practice cloud, nor for what is not a client ID', () => {
    expect(urlIn('practice')).toBeNull();
    expect(urlIn('global', 'https://evil.example')).toBeNull();
  });
});
