import { randomUUID } from 'node:crypto';
import type { ApiCheck } from '../../core/api-check/api-check';
import { checkByToken, checkExchange, checkGraph } from '../../core/api-check/other-resources';
import { checkPartnerCenter } from '../../core/api-check/partner-center';
import { endpointsOf } from '../../core/model/clouds';
import type { ConnectionSettings, Resource } from '../../core/model/connection';
import type { NetworkOptions } from '../http/fetch-within';
import { readTokenFacts } from '../msal/claims';
import { ask, type ProbeCall } from './calls';

export interface ProbeRequest {
  readonly connection: ConnectionSettings;
  /** What the access token is for, when that is another resource than the connection's own. */
  readonly resource?: Resource;
  readonly accessToken: string;
  /** Who signed in. */
  readonly username: string;
  readonly signal: AbortSignal;
}

type Ask = (call: Pick<ProbeCall, 'base' | 'path' | 'headers' | 'body'>) => ReturnType<typeof ask>;

/** Tests by harmless calls whether an access token works for its resource, and says why not. Never rejects. */
export async function probe(options: NetworkOptions, request: ProbeRequest): Promise<ApiCheck> {
  const { connection, accessToken, signal } = request;
  const call: Ask = (what) => ask(options, connection, { ...what, accessToken, signal });
  const resource = request.resource ?? connection.resource;
  const base = endpointsOf(connection);
  if (resource.kind === 'partner-center') return partnerCenter(request, base.partnerCenter, call);
  if (resource.kind === 'graph' && base.graph !== null) return graph(request, base.graph, call);
  if (resource.kind === 'exchange-online' && base.exchange !== null) return exchange(request, base.exchange, call);
  return checkByToken(readTokenFacts(accessToken));
}

/** Source: Microsoft Learn, "Partner Center REST headers". */
async function partnerCenter(
  { connection, username, accessToken }: ProbeRequest,
  base: string,
  call: Ask,
): Promise<ApiCheck> {
  const correlationId = randomUUID();
  const get = (path: string) => {
    const headers = {
      'MS-RequestId': randomUUID(),
      'MS-CorrelationId': correlationId,
      'MS-Contract-Version': 'v1',
      'X-Locale': 'en-US',
      ValidateMfa: 'true',
    };
    return call({ base, path, headers });
  };
  const [organization, mpn, customers] = await Promise.all([
    get('/v1/profiles/organization'),
    get('/v1/profiles/mpn'),
    get('/v1/customers?size=1'),
  ]);
  const token = readTokenFacts(accessToken);
  const now = Date.now();
  return checkPartnerCenter({ tenant: connection.tenant, username, token, organization, mpn, customers, now });
}

/** Source: Microsoft Learn, "Get a user" and "List organizations" of Microsoft Graph. */
async function graph({ accessToken }: ProbeRequest, base: string, call: Ask): Promise<ApiCheck> {
  const [me, organization] = await Promise.all([
    call({ base, path: '/v1.0/me?$select=displayName,userPrincipalName' }),
    call({ base, path: '/v1.0/organization?$select=displayName' }),
  ]);
  return checkGraph({ token: readTokenFacts(accessToken), me, organization, now: Date.now() });
}

/** Source: Microsoft Learn, "OrganizationConfig endpoint in the Exchange Online Admin API". */
async function exchange(
  { connection, username, accessToken }: ProbeRequest,
  base: string,
  call: Ask,
): Promise<ApiCheck> {
  const token = readTokenFacts(accessToken);
  const tenant = encodeURIComponent(token?.tenantId ?? connection.tenant);
  const organization = await call({
    base,
    path: `/adminapi/v2.0/${tenant}/OrganizationConfig`,
    // It only helps to find the nearest server, so a name that a header cannot hold is left out.
    headers: /^[\x21-\x7e]+$/.test(username) ? { 'X-AnchorMailbox': `UPN:${username}` } : {},
    body: { CmdletInput: { CmdletName: 'Get-OrganizationConfig' } },
  });
  return checkExchange({ token, organization, now: Date.now() });
}
