import { organizationConfig } from './apis/exchange';
import { application, me, organization } from './apis/graph';
import { keyVault } from './apis/key-vault';
import { customers, mpnProfile, organizationProfile } from './apis/partner-center';
import { deviceCodeEndpoint } from './oauth/device-code';
import { instanceDiscovery, keys, openIdConfiguration } from './oauth/discovery';
import { tokenEndpoint } from './oauth/token-endpoint';
import type { World } from './oauth/world';
import { authorizeEndpoint, signInEndpoint } from './sign-in/authorize';
import { devicePage, enterDeviceCode } from './sign-in/device-page';
import { federatedPassword, federatedWindow } from './sign-in/federated';
import type { FaultTarget } from './tenant/contract';
import { requireTenant } from './tenant/directory';
import type { Call, Reply } from './wire/http';

/** What answers a call. The tenant is that of the path, or empty. */
type Handler = (world: World, call: Call, tenant: string) => Reply | Promise<Reply>;

/** One kind of call. */
export interface Route {
  readonly target: Exclude<FaultTarget, 'any'>;
  /** Throws what the endpoint throws, and AADSTS90002. */
  readonly handle: (world: World) => Reply | Promise<Reply>;
}

/** Method and path, of which the first group, if any, is the tenant. */
const ROUTES: ReadonlyArray<readonly [method: string, path: RegExp, target: Route['target'], Handler]> = [
  ['GET', /^\/common\/discovery\/instance$/, 'discovery', instanceDiscovery],
  ['GET', /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/, 'discovery', openIdConfiguration],
  ['GET', /^\/([^/]+)\/discovery\/v2\.0\/keys$/, 'keys', keys],
  ['GET', /^\/([^/]+)\/oauth2\/v2\.0\/authorize$/, 'authorize', authorizeEndpoint],
  ['POST', /^\/([^/]+)\/oauth2\/v2\.0\/token$/, 'token', tokenEndpoint],
  ['POST', /^\/([^/]+)\/oauth2\/v2\.0\/devicecode$/, 'device-code', deviceCodeEndpoint],
  ['POST', /^\/sign-in$/, 'authorize', signInEndpoint],
  ['GET', /^\/federated$/, 'authorize', federatedWindow],
  ['POST', /^\/federated$/, 'authorize', federatedPassword],
  ['GET', /^\/device$/, 'authorize', devicePage],
  ['POST', /^\/device$/, 'authorize', enterDeviceCode],
  ['GET', /^\/v1\/profiles\/organization$/, 'partner-center', organizationProfile],
  ['GET', /^\/v1\/profiles\/mpn$/, 'partner-center', mpnProfile],
  ['GET', /^\/v1\/customers$/, 'partner-center', customers],
  ['GET', /^\/graph\/v1\.0\/me$/, 'graph', me],
  ['GET', /^\/graph\/v1\.0\/organization$/, 'graph', organization],
  ['GET', /^\/graph\/v1\.0\/applications\(appId=(?:'|%27)[\da-f-]{36}(?:'|%27)\)$/i, 'graph', application],
  ['POST', /^\/exchange\/adminapi\/v2\.0\/([^/]+)\/OrganizationConfig$/, 'exchange', organizationConfig],
  ...['GET', 'PUT', 'PATCH', 'DELETE', 'POST'].map(
    (method) => [method, /^\/vault\/[^/]+\/(?:secrets|deletedsecrets)(?:\/|$)/, 'key-vault', keyVault] as const,
  ),
];

/** What answers a call; `null` when nothing is there. */
export function findRoute(call: Call): Route | null {
  const found = ROUTES.find(([method, path]) => method === call.method && path.test(call.path));
  if (found === undefined) return null;
  const [, path, target, handle] = found;
  const segment = path.exec(call.path)?.[1];
  return { target, handle: (world) => handle(world, call, segment === undefined ? '' : requireTenant(segment)) };
}
