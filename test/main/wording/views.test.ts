import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/model/connection';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { skewView, troubleView, viewOf } from '../../../src/main/wording/views';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from '../support';

describe("a connection's view", () => {
  it('tells who, until when and how', () => {
    const token = aTokenWithLeft(88 * DAY);
    expect(viewOf(aConnection({ token }), 'fine', null, NOW)).toMatchObject({
      name: 'Contoso DE',
      cloudLabel: 'Global',
      account: 'agent@contoso.example',
      hasMfa: true,
      statusText: 'Fine, 88 days left',
      expiresAt: NOW + 88 * DAY,
      trouble: null,
    });
  });

  it('knows nothing of a token before the first sign-in', () => {
    expect(viewOf(aConnection({ token: null }), 'new', null, NOW)).toMatchObject({
      account: null,
      hasMfa: null,
      issuedAt: null,
      expiresAt: null,
      lifetime: null,
    });
  });

  it('tells the lifetime in the tenant once the server has named it, and not before', () => {
    const learned = (learnedLifetime: number | null) =>
      viewOf(aConnection({ learnedLifetime }), 'fine', null, NOW).learnedText;
    expect(learned(null)).toBeNull();
    expect(learned(7 * DAY)).toBe('Refresh tokens of this tenant expire after 7 days');
    expect(learned(HOUR)).toBe('Refresh tokens of this tenant expire after 1 hour');
  });

  it('tells how often a sign-in is wanted, and counts down to the next one whenever the token was refreshed', () => {
    const signInLimit = { reason: 'sign-in-frequency', span: 7 * DAY } as const;
    const token = { ...aTokenWithLeft(89 * DAY), signedInAt: NOW - 6 * DAY, signInLimit };
    const view = viewOf(aConnection({ learnedSignInLimit: signInLimit, token }), 'soon', null, NOW);
    expect(view).toMatchObject({
      expiresAt: NOW + DAY,
      lifetime: 7 * DAY,
      endsWith: 'sign-in',
      learnedText: 'This tenant requires a sign-in every 7 days',
      statusText: 'Sign in within 24 hours',
    });
    const both = viewOf(aConnection({ learnedSignInLimit: signInLimit, learnedLifetime: 3 * DAY }), 'fine', null, NOW);
    expect(both.learnedText).toBe(
      'Refresh tokens of this tenant expire after 3 days · This tenant requires a sign-in every 7 days',
    );
  });

  it('explains the failure, and has apart from it what support asks for', () => {
    const view = viewOf(aConnection({ trouble: aTrouble(aFailure()) }), 'offline', null, NOW);
    expect(view.trouble).toEqual({
      kind: 'transient',
      what: 'The server refused the network connection.',
      advice: 'Check the network, proxy, and firewall. The app retries automatically.',
      remedy: 'wait',
    });
    expect(view.troubleDetails).toMatchObject({
      code: 'network/refused',
      text: expect.stringContaining('in a row: 1'),
    });
    expect(viewOf(aConnection(), 'fine', null, NOW).troubleDetails).toBeNull();
  });

  it('promises no other try of a first sign-in, which only a person makes', () => {
    const view = viewOf(aConnection({ token: null, trouble: aTrouble(aFailure()) }), 'new', null, NOW);
    expect(view.trouble?.advice).toBe('Check the network, proxy, and firewall. Then try again.');
  });
});

describe('a secret or certificate that expires', () => {
  const textOf = (left: number | null, kind: 'secret' | 'certificate' = 'secret') => {
    const expiresAt = left === null ? null : NOW + left;
    const credential = { serial: 1, expiresAt, thumbprint: null, notificationsRaised: [] };
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

describe('a trouble of the whole app', () => {
  it('has its words, and what support asks for', () => {
    expect(troubleView(null)).toBeNull();
    expect(troubleView(aFailure({ code: 'keychain/locked' }))).toMatchObject({
      what: 'The keychain is locked.',
      details: { code: 'keychain/locked', text: expect.stringContaining('Time: 2026-11-23T12:00:00.000Z') },
    });
  });
});

describe('the button of a trouble of the whole app', () => {
  const buttonOf = (change: Parameters<typeof aFailure>[0]) => troubleView(aFailure(change))?.button;

  it('tries again where that may help', () => {
    expect(buttonOf({ code: 'keychain/locked' })).toBe('Try again');
    expect(buttonOf({ code: 'folder/busy' })).toBe('Try now');
  });

  it('takes note of a file that was set aside, and is not there for one of a newer version', () => {
    expect(buttonOf({ code: 'file/bad' })).toBe('Dismiss');
    expect(buttonOf({ code: 'file/newer' })).toBeNull();
  });
});

describe('a wrong clock', () => {
  it('is told in words, whichever way it is wrong', () => {
    expect(skewView(null)).toBeNull();
    expect(skewView(12 * MINUTE)?.what).toBe("This computer's clock is 12 minutes behind.");
    expect(skewView(-3 * DAY)?.what).toBe("This computer's clock is 3 days ahead.");
  });
});
