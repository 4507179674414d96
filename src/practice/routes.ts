import { organizationConfig } from './apis/exchange';
import { graph } from './apis/graph';
import { keyVault } from './apis/key-vault';
import { partnerCenter } from './apis/partner-center';
import { deviceCodeEndpoint } from './oauth/device-code';
import { instanceDiscovery, keys, openIdConfiguration } from './oauth/discovery';
import { tokenEndpoint } from './oauth/token-endpoint';
import type { World } from './oauth/world';
import { FONT_PATH, fontReply } from './pages/font';
import { donePage } from './pages/plain-pages';
import { authorizeEndpoint, signInEndpoint } from './sign-in/authorize';
import { devicePage, enterDeviceCode } from './sign-in/device-page';
import { federatedPassword, federatedWindow } from './sign-in/federation';
import { endSession } from './sign-in/sessions';
import type { FaultTarget } from './tenant/contract';
import { requireTenant } from './tenant/directory';
import type { Call, Reply } from './wire/http';

/** One kind of call. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly target: Exclude<FaultTarget, 'any'>;
  /** Who reads the errors. */
  readonly speaks: 'json' | 'pages';
  readonly handle: (world: World, call: Call) => Reply | Promise<Reply>;
}

type Handler = (world: World, call: Call, tenant: string) => Reply | Promise<Reply>;

interface Entry extends Omit<Route, 'handle'> {
  /** The first group, if any, is the tenant. */
  readonly path: RegExp;
  readonly handle: Handler;
}

const TENANT = '/([^/]{1,253})';

const GRAPH_APPLICATION = /^\/graph\/v1\.0\/applications\(appId=(?:'|%27)[\da-f-]{36}(?:'|%27)\)$/i;

const ENTRIES: readonly Entry[] = [
  entry('GET', /^\/common\/discovery\/instance$/, 'discovery', 'json', instanceDiscovery),
  entry('GET', tenantPath('/v2.0/.well-known/openid-configuration'), 'discovery', 'json', openIdConfiguration),
  entry('GET', tenantPath('/discovery/v2.0/keys'), 'keys', 'json', keys),
  entry('GET', tenantPath('/oauth2/v2.0/authorize'), 'authorize', 'pages', authorizeEndpoint),
  entry('GET', tenantPath('/oauth2/v2.0/logout'), 'authorize', 'pages', signOut),
  entry('POST', tenantPath('/oauth2/v2.0/token'), 'token', 'json', tokenEndpoint),
  entry('POST', tenantPath('/oauth2/v2.0/devicecode'), 'device-code', 'json', deviceCodeEndpoint),
  entry('POST', /^\/sign-in$/, 'authorize', 'pages', signInEndpoint),
  entry('GET', /^\/federated$/, 'authorize', 'pages', federatedWindow),
  entry('POST', /^\/federated$/, 'authorize', 'pages', federatedPassword),
  entry('GET', /^\/device$/, 'authorize', 'pages', devicePage),
  entry('POST', /^\/device$/, 'authorize', 'pages', enterDeviceCode),
  entry('GET', new RegExp(`^${FONT_PATH}$`), 'authorize', 'pages', fontReply),
  ...(['organization', 'mpn'] as const).map((profile) =>
    entry('GET', new RegExp(`^/v1/profiles/${profile}$`), 'partner-center', 'json', (world, call) =>
      partnerCenter(world, call, profile),
    ),
  ),
  entry('GET', /^\/graph\/v1\.0\/me$/, 'graph', 'json', (world, call) => graph(world, call, 'me')),
  entry('GET', /^\/graph\/v1\.0\/organization$/, 'graph', 'json', (world, call) => graph(world, call, 'organization')),
  entry('GET', GRAPH_APPLICATION, 'graph', 'json', (world, call) => graph(world, call, 'application')),
  entry(
    'POST',
    /^\/exchange\/adminapi\/v2\.0\/([^/]{1,253})\/OrganizationConfig$/,
    'exchange',
    'json',
    organizationConfig,
  ),
  entry('GET', /^\/vault\/[^/]+\/secrets\/[^/]+(?:\/[^/]*)?$/, 'key-vault', 'json', keyVault),
  entry('GET', /^\/v1\/customers$/, 'partner-center', 'json', (world, call) => partnerCenter(world, call, 'customers')),
];

/** What answers a call; `wrong-method` when only the method is not right, `null` when nothing is there. */
export function findRoute(method: string, path: string): Route | 'wrong-method' | null {
  const there = ENTRIES.filter((candidate) => candidate.path.test(path));
  if (there.length === 0) return null;
  const found = there.find((candidate) => candidate.method === method);
  if (found === undefined) return 'wrong-method';
  const tenant = found.path.exec(path)?.[1];
  return {
    ...found,
    handle: (world, call) => {
      if (tenant === undefined) return found.handle(world, call, '');
      const segment = decoded(tenant);
      requireTenant(segment);
      return found.handle(world, call, segment);
    },
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function signOut(world: World, call: Call): Reply {
  return donePage('You signed out', 'You can close this window.', endSession(world, call));
}

function entry(
  method: Entry['method'],
  path: RegExp,
  target: Entry['target'],
  speaks: Entry['speaks'],
  handle: Handler,
): Entry {
  return { method, path, target, speaks, handle };
}

function tenantPath(rest: string): RegExp {
  return new RegExp(`^${TENANT}${rest.replace(/\./g, '\\.')}$`);
}
