import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/model/connection';
import { DAY } from '../../../src/core/model/time';
import { newRegistrationUrl, pageFor, registrationUrl } from '../../../src/main/actions/app-registration';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from '../support';

describe('the app registration', () => {
  const clientId = '11111111-2222-4333-8444-555555555555';
  const tenant = 'contoso.onmicrosoft.com';
  const urlIn = (cloud: Connection['cloud'], change: Partial<Connection> = {}) =>
    registrationUrl({ cloud, customCloud: null, clientId, tenant, token: null, ...change }, 'overview');

  it('is a page of the portal of the cloud', () => {
    expect(urlIn('global')).toMatch(
      /^https:\/\/portal\.azure\.com\/[^/]+\/#view\/.*\/appId\/11111111-2222-4333-8444-555555555555$/,
    );
    expect(urlIn('china')).toMatch(/^https:\/\/portal\.azure\.cn\//);
  });

  it('is made on a page of the same portal, in the tenant as far as it was entered', () => {
    const page = '#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false';
    expect(newRegistrationUrl({ cloud: 'global', tenant: '' })).toBe(`https://portal.azure.com/${page}`);
    expect(newRegistrationUrl({ cloud: 'china', tenant: ' Contoso.CN ' })).toBe(
      `https://portal.azure.cn/contoso.cn/${page}`,
    );
    expect(newRegistrationUrl({ cloud: 'global', tenant: 'evil.example/?x=' })).toBe(
      `https://portal.azure.com/${page}`,
    );
    expect(newRegistrationUrl({ cloud: 'practice', tenant })).toBeNull();
    expect(newRegistrationUrl({ cloud: 'custom', tenant })).toBeNull();
  });

  it('opens in the tenant of the connection, by its ID as soon as that is known', () => {
    expect(urlIn('global')).toContain('https://portal.azure.com/contoso.onmicrosoft.com/#view/');
    const tenantId = 'AAAAAAAA-2222-4333-8444-555555555555';
    const token = { ...aTokenWithLeft(DAY), account: { username: 'u', objectId: 'o', tenantId } };
    expect(urlIn('global', { token })).toContain(
      'https://portal.azure.com/aaaaaaaa-2222-4333-8444-555555555555/#view/',
    );
    expect(urlIn('global', { tenant: 'evil.example/?x=' })).toContain('https://portal.azure.com/#view/');
  });

  it.each([
    ['overview', 'Overview'],
    ['authentication', 'Authentication'],
    ['credentials', 'Credentials'],
    ['api-permissions', 'CallAnAPI'],
  ] as const)('has a page of %s', (page, blade) => {
    const url = registrationUrl({ cloud: 'global', customCloud: null, clientId, tenant, token: null }, page);
    expect(url).toContain(`/ApplicationMenuBlade/~/${blade}/appId/`);
  });

  it('is looked at where the trouble is, or the secret that expires, or else at its beginning', () => {
    const expiring = (left: number) => ({
      serial: 1,
      expiresAt: NOW + left,
      thumbprint: null,
      notificationsRaised: [],
    });
    const trouble = aTrouble(aFailure({ code: 'AADSTS50011' }));
    expect(pageFor(aConnection(), NOW)).toBe('overview');
    expect(pageFor(aConnection({ trouble: aTrouble(aFailure()) }), NOW)).toBe('overview');
    expect(pageFor(aConnection({ credential: expiring(40 * DAY) }), NOW)).toBe('overview');
    expect(pageFor(aConnection({ credential: expiring(DAY) }), NOW)).toBe('credentials');
    expect(pageFor(aConnection({ credential: expiring(DAY), trouble }), NOW)).toBe('authentication');
  });

  it('is nowhere for the practice cloud, nor for what is not a client ID', () => {
    expect(urlIn('practice')).toBeNull();
    expect(urlIn('global', { clientId: 'https://evil.example' })).toBeNull();
  });
});
