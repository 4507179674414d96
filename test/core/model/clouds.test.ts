import { describe, expect, it } from 'vitest';
import { CLOUDS, type KnownCloudName } from '../../../src/core/model/clouds';
import { scopesOf } from '../../../src/core/model/resource';

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
