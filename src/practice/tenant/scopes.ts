import { EntraError } from '../wire/entra-error';
import { type Application, PARTNER } from './directory';
import { findResource, GRAPH, type Resource } from './resources';

/** What was asked for: permissions on one API, and OpenID's own scopes. */
export interface Scopes {
  readonly resource: Resource;
  /** Names of permissions, such as `user_impersonation`. */
  readonly permissions: readonly string[];
  /** Whether the API was asked for as a whole, with `/.default`. */
  readonly isDefault: boolean;
  readonly openId: ReadonlySet<string>;
}

const OPEN_ID = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Reads the `scope` parameter. Throws AADSTS70011, 28000, 500011 or 650053.
 * Scopes of OpenID alone are for Graph, as in Entra ID.
 */
export function parseScopes(text: string, application: Application): Scopes {
  const asked = text.split(/\s+/).filter((scope) => scope !== '');
  const openId = new Set(asked.filter((scope) => OPEN_ID.has(scope.toLowerCase())).map((scope) => scope.toLowerCase()));
  const others = asked.filter((scope) => !OPEN_ID.has(scope.toLowerCase()));
  if (asked.length === 0) throw new EntraError(70011, { scope: text });
  const parts = others.map((scope) => splitScope(scope));
  const resource = parts[0]?.resource ?? GRAPH;
  if (parts.some((part) => part.resource !== resource)) throw new EntraError(28000);
  const isDefault = parts.some((part) => part.permission === '.default');
  const permissions = isDefault ? Object.keys(resource.permissions) : parts.map((part) => part.permission);
  for (const permission of permissions) {
    if (Object.hasOwn(resource.permissions, permission)) continue;
    throw new EntraError(650053, { appName: application.name, scope: permission, resource: resource.uri });
  }
  return {
    resource,
    permissions: permissions.length > 0 ? [...new Set(permissions)] : ['User.Read'],
    isDefault,
    openId,
  };
}

/** Every scope in full, as kept with a grant. */
export function scopeList(scopes: Scopes): string[] {
  return [...scopes.permissions.map((permission) => `${scopes.resource.uri}/${permission}`), ...scopes.openId];
}

/** The `scope` of a token reply: what was granted, without `offline_access`. */
export function grantedScope(scopes: Scopes): string {
  const granted = scopeList(scopes).filter((scope) => scope !== 'offline_access');
  if (scopes.isDefault) granted.push(`${scopes.resource.uri}/.default`);
  return granted.join(' ');
}

/** Splits `https://api/permission`; a bare name is one of Graph's. */
function splitScope(scope: string): { resource: Resource; permission: string } {
  const slash = scope.lastIndexOf('/');
  if (slash === -1) return { resource: GRAPH, permission: scope };
  const uri = scope.slice(0, slash);
  const permission = scope.slice(slash + 1);
  if (permission === '' || !/^(?:https|api):\/\/./.test(uri)) throw new EntraError(70011, { scope });
  const resource = findResource(uri);
  if (resource === null) throw new EntraError(500011, { resource: uri, tenant: PARTNER.organization });
  return { resource, permission };
}
