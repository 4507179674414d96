import { type CloudName, endpointsOf } from '../model/clouds';
import type { ConnectionSettings } from '../model/connection';
import { resourceLabel } from '../model/resource';

/** In what form an access token is copied: as it is, for a header, for a PowerShell prompt, or for a shell. */
export const TOKEN_FORMS = ['token', 'header', 'powershell', 'curl'] as const;
export type TokenForm = (typeof TOKEN_FORMS)[number];

export type SnippetPlace = Pick<ConnectionSettings, 'cloud' | 'customCloud' | 'tenant' | 'resource'> & {
  /** The account that the token is for; `null`: not known. */
  readonly username: string | null;
};

/**
 * An access token in a form that can be pasted and run: it calls something harmless of the resource that the token is for.
 * Sources: Partner Center REST, "Get organization profile"; Microsoft Graph, "Get a user"; Exchange Online PowerShell,
 * `Connect-ExchangeOnline -AccessToken`.
 */
export function inForm(form: TokenForm, place: SnippetPlace, accessToken: string): string {
  switch (form) {
    case 'token':
      return accessToken;
    case 'header':
      return `Authorization: Bearer ${accessToken}`;
    case 'powershell':
      return powerShell(place, accessToken);
    case 'curl':
      return [
        `curl ${inShell(harmlessCall(place))}`,
        `  -H ${inShell(`Authorization: Bearer ${accessToken}`)}`,
        `  -H ${inShell('Accept: application/json')}`,
        ...(place.resource.kind === 'exchange-online' ? EXCHANGE_BODY : []),
      ].join(' \\\n');
  }
}

function powerShell(place: SnippetPlace, accessToken: string): string {
  const token = `$token = ${inPowerShell(accessToken)}`;
  if (place.resource.kind === 'exchange-online') return [token, connectExchange(place)].join('\n');
  const headers = `@{ Authorization = "Bearer $token"; Accept = 'application/json' }`;
  return [token, `Invoke-RestMethod -Uri ${inPowerShell(harmlessCall(place))} -Headers ${headers}`].join('\n');
}

/**
 * A user's token goes with `-UserPrincipalName`: `-Organization` is for the token of an application alone. Source: Microsoft
 * Learn, `Connect-ExchangeOnline`, "-AccessToken", "-Organization" and "-ExchangeEnvironmentName".
 */
export function connectExchange({ cloud, tenant, username }: SnippetPlace): string {
  const whose =
    username === null ? `-Organization ${inPowerShell(tenant)}` : `-UserPrincipalName ${inPowerShell(username)}`;
  const environment = EXCHANGE_ENVIRONMENTS[cloud];
  const where = environment === undefined ? '' : ` -ExchangeEnvironmentName ${environment}`;
  return `Connect-ExchangeOnline -AccessToken $token ${whose}${where}`;
}

/** Where it is not the usual one. US Government is GCC High, as its endpoints are. */
const EXCHANGE_ENVIRONMENTS: Partial<Readonly<Record<CloudName, string>>> = {
  'us-government': 'O365USGovGCCHigh',
  china: 'O365China',
};

export function harmlessCall({ resource, ...place }: SnippetPlace): string {
  const { partnerCenter, graph, exchange } = endpointsOf(place);
  switch (resource.kind) {
    case 'partner-center':
      return `${partnerCenter}/v1/profiles/organization`;
    case 'graph':
      return `${graph ?? ''}/v1.0/me`;
    case 'exchange-online':
      return `${exchange ?? ''}/adminapi/v2.0/${place.tenant}/OrganizationConfig`;
    case 'custom': {
      const api = resourceLabel(resource);
      // Of `api://…` no address is known, so the person has to fill it in.
      return api.startsWith('https:') ? api : 'https://YOUR-API';
    }
  }
}

/** Source: Microsoft Learn, "OrganizationConfig endpoint in the Exchange Online Admin API". */
const EXCHANGE_BODY = [
  `  -H ${inShell('Content-Type: application/json')}`,
  `  -d ${inShell('{"CmdletInput":{"CmdletName":"Get-OrganizationConfig"}}')}`,
];

/** Within single quotes of PowerShell nothing but the quote itself, in any of its forms, has a meaning. Source: about_Quoting_Rules. */
export function inPowerShell(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/** Within single quotes of a POSIX shell nothing but the quote itself has a meaning. */
export function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
