import { describe, expect, it } from 'vitest';
import { CLOUDS, type KnownCloudName, toPracticeOrigin } from '../../../src/core/model/clouds';
import { scopesOf } from '../../../src/core/model/resource';

const ORIGIN = 'http://127.0.0.1:4242';

describe('an address of the practice cloud', () => {
  it.each([
    ['https://login.practice.invalid/t/oauth2/v2.0/token', '/t/oauth2/v2.0/token'],
    ['https://api.practice.invalid/v1/customers?size=1', '/v1/customers?size=1'],
    ['https://graph.practice.invalid/v1.0/me', '/graph/v1.0/me'],
    [
      'https://exchange.practice.invalid/adminapi/v2.0/t/OrganizationConfig',
      '/exchange/adminapi/v2.0/t/OrganizationConfig',
    ],
    ['https://harbour.vault.practice.invalid/secrets/a?api-version=7.4', '/vault/harbour/secrets/a?api-version=7.4'],
    ['https://graph.microsoft.com/v1.0/me', '/graph/v1.0/me'],
    [
      'https://outlook.office365.com/adminapi/v2.0/t/OrganizationConfig',
      '/exchange/adminapi/v2.0/t/OrganizationConfig',
    ],
    ['https://api.partnercenter.microsoft.com/v1/profiles/mpn', '/v1/profiles/mpn'],
    ['https://harbour.vault.azure.net/secrets/a', '/vault/harbour/secrets/a'],
  ])('%s is on loopback', (url, path) => {
    expect(toPracticeOrigin(url, ORIGIN)).toBe(`${ORIGIN}${path}`);
  });

  it.each(['https://login.microsoftonline.com/t', 'https://practice.invalid.example/x', 'https://xpractice.invalid/x'])(
    'is not what %s is',
    (url) => {
      expect(toPracticeOrigin(url, ORIGIN)).toBe(url);
    },
  );
});

/**
 * Written out here once more, so that a slip of the pen in the table sends nobody's secret elsewhere. Sources: Microsoft Learn,
 * "Microsoft Graph national cloud deployments", "Microsoft Entra authentication and national clouds", "Partner Center REST URLs",
 * `Connect-ExchangeOnline`, "-ConnectionUri".
 */
describe("Microsoft's clouds", () => {
  it.each<readonly [KnownCloudName, string, string, string, string, string]>([
    [
      'global',
      'https://login.microsoftonline.com',
      'https://api.partnercenter.microsoft.com',
      'https://graph.microsoft.com',
      'https://outlook.office365.com',
      'https://portal.azure.com',
    ],
    [
      'us-government',
      'https://login.microsoftonline.us',
      'https://api.partnercenter.microsoft.com',
      'https://graph.microsoft.us',
      'https://outlook.office365.us',
      'https://portal.azure.us',
    ],
    [
      'china',
      'https://login.partner.microsoftonline.cn',
      'https://partner.partnercenterapi.microsoftonline.cn',
      'https://microsoftgraph.chinacloudapi.cn',
      'https://partner.outlook.cn',
      'https://portal.azure.cn',
    ],
  ])('%s has its services at its own hosts, and asks for scopes of them', (cloud, ...hosts) => {
    const [authority, partnerCenter, graph, exchange, portal] = hosts;
    expect(CLOUDS[cloud]).toMatchObject({ authority, partnerCenter, graph, exchange, portal });
    const scopes = (kind: 'partner-center' | 'graph' | 'exchange-online') =>
      scopesOf({ cloud, customCloud: null }, { kind });
    expect(scopes('partner-center')).toEqual([`${partnerCenter}/user_impersonation`]);
    expect(scopes('graph')).toEqual([`${graph}/.default`]);
    expect(scopes('exchange-online')).toEqual([`${exchange}/.default`]);
  });
});
