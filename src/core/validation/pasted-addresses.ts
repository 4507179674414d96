import type { CloudName } from '../model/clouds';
import type { Resource } from '../model/connection';
import { isGuid } from '../model/new-id';
import { tenantProblem } from './settings';

/** A host, or a word, with nothing around it that would make it part of another one. */
const whole = (words: string) => new RegExp(String.raw`(?<![\w.-])(?:${words})(?![\w-]|\.\w)`, 'i');

/**
 * What only one cloud has: its hosts, and its names in azure-cli, Azure PowerShell, PartnerCenter and Exchange Online. Sources: as for
 * `CLOUDS`; Microsoft Learn, "Microsoft Entra authentication & national clouds" (portals), `Connect-ExchangeOnline`.
 */
const SIGNS = [
  [
    'global',
    whole(
      String.raw`login\.microsoftonline\.com|login\.windows\.net|(?:aad\.)?portal\.azure\.com|entra\.microsoft\.com|AzureCloud`,
    ),
  ],
  [
    'us-government',
    whole(
      String.raw`login\.microsoftonline\.us|portal\.azure\.us|entra\.microsoft\.us|graph\.microsoft\.us|outlook\.office365\.us|AzureUSGovernment|USGov|O365USGovGCCHigh`,
    ),
  ],
  [
    'china',
    whole(
      String.raw`login\.partner\.microsoftonline\.cn|login\.chinacloudapi\.cn|portal\.azure\.cn|entra\.microsoftonline\.cn|partner\.partnercenterapi\.microsoftonline\.cn|microsoftgraph\.chinacloudapi\.cn|partner\.outlook\.cn|AzureChinaCloud|O365China`,
    ),
  ],
] as const satisfies ReadonlyArray<readonly [CloudName, RegExp]>;

export type NamedCloud = (typeof SIGNS)[number][0];

/** The clouds that a text names. */
export function cloudsIn(text: string): readonly NamedCloud[] {
  return SIGNS.flatMap(([cloud, signs]) => (signs.test(text) ? [cloud] : []));
}

/** An authority, or a portal: `/TENANT`, `/@TENANT`, `#@TENANT`. Sources: as for `registrationUrl`. */
const TENANT_PLACES =
  /(?<![\w.-])(?:login\.[a-z.]+\.(?:com|us|cn|net)\/|(?:(?:aad\.)?portal\.azure|entra\.microsoft(?:online)?)\.(?:com|us|cn)\/(?:#?@|(?=[\da-f]{8}-)))([^\s/?#"'&]{1,255})/gi;
const APP_PLACES = /\bappId\/([\da-f-]{36})(?![\da-f-])/gi;

/** The tenants and applications that addresses of a portal or an authority are about. */
export function placesIn(text: string): { readonly tenants: readonly string[]; readonly clientIds: readonly string[] } {
  const pick = (places: RegExp, isOne: (value: string) => boolean) => [
    ...new Set(Array.from(text.matchAll(places), ([, value = '']) => value.toLowerCase()).filter(isOne)),
  ];
  return {
    tenants: pick(TENANT_PLACES, (value) => tenantProblem(value) === null),
    clientIds: pick(APP_PLACES, isGuid),
  };
}

const APIS = [
  [
    'partner-center',
    whole(String.raw`api\.partnercenter\.microsoft\.com|partner\.partnercenterapi\.microsoftonline\.cn`),
  ],
  ['exchange-online', whole(String.raw`outlook\.office(?:365)?\.(?:com|us)|partner\.outlook\.cn`)],
  ['graph', whole(String.raw`graph\.microsoft\.(?:com|us)|microsoftgraph\.chinacloudapi\.cn`)],
] as const satisfies ReadonlyArray<readonly [Resource['kind'], RegExp]>;

export type NamedApi = (typeof APIS)[number][0];

/** Which of the known APIs a scope or resource is of; `null`: none. */
export function apiOf(scope: string): NamedApi | null {
  return APIS.find(([, hosts]) => hosts.test(scope))?.[0] ?? null;
}
