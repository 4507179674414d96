import { endpointsOf, type Place } from './clouds';
import type { Resource } from './connection';

/**
 * The scopes to ask for; MSAL adds `openid profile offline_access`. Throws a RangeError for a resource that the cloud does
 * not have. Source: Microsoft Learn, "Scopes and permissions in the Microsoft identity platform", `.default`.
 */
export function scopesOf(place: Place, resource: Resource): readonly string[] {
  const endpoints = endpointsOf(place);
  switch (resource.kind) {
    case 'partner-center':
      return [endpoints.partnerCenterScope];
    case 'exchange-online':
      return [`${need(endpoints.exchange)}/.default`];
    case 'graph':
      return [`${need(endpoints.graph)}/.default`];
    case 'custom':
      return resource.scopes;
  }
}

/** A resource by the name that people know it by; of a scope list, the address of its API. */
export function resourceLabel(resource: Resource): string {
  switch (resource.kind) {
    case 'partner-center':
      return 'Partner Center';
    case 'exchange-online':
      return 'Exchange Online';
    case 'graph':
      return 'Microsoft Graph';
    case 'custom': {
      const [scope = ''] = resource.scopes;
      return scope.slice(0, Math.max(scope.lastIndexOf('/'), 0)) || scope;
    }
  }
}

/** The address of the API that a resource is of, as a managed identity is asked for it. Throws as {@link scopesOf} does. */
export function apiOf(place: Place, resource: Resource): string {
  const [scope = ''] = scopesOf(place, resource);
  return scope.slice(0, Math.max(scope.lastIndexOf('/'), 0)) || scope;
}

/** Tells resources apart: equal for the same resource, whatever the order of its scopes. */
export function resourceKey(resource: Resource): string {
  return resource.kind === 'custom' ? [...resource.scopes].sort().join(' ') : resource.kind;
}

/** What is wrong with a resource in that cloud, or `null`. */
export function resourceProblem({ cloud }: Pick<Place, 'cloud'>, resource: Resource): string | null {
  if (resource.kind === 'custom') return scopesProblem(resource.scopes);
  const elsewhere = cloud === 'custom' && resource.kind !== 'partner-center';
  return elsewhere ? `For a custom cloud, choose "Other scopes" and enter them.` : null;
}

const SHORT_NAMES = new Set(['openid', 'profile', 'offline_access', 'email']);

/** What is wrong with a list of scopes, or `null`: one or more, all of one API. */
export function scopesProblem(scopes: readonly string[]): string | null {
  if (scopes.length === 0) return 'Enter at least one scope, such as https://graph.microsoft.com/User.Read.';
  if (scopes.length > 50 || scopes.some((scope) => scope.length > 400))
    return 'There are too many scopes. Enter only those that you need.';
  const extra = scopes.find((scope) => SHORT_NAMES.has(scope.toLowerCase()));
  if (extra !== undefined) return `Leave out "${extra}". The app requests it automatically.`;
  const odd = scopes.find(
    (scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope) || !/^(?:https|api):\/\/[^/]+./.test(scope),
  );
  if (odd !== undefined) return `"${odd.slice(0, 60)}" isn't a full scope. A scope starts with https:// or api://.`;
  const apis = new Set(scopes.map((scope) => scope.slice(0, scope.lastIndexOf('/')).toLowerCase()));
  return apis.size > 1 ? 'All scopes must belong to the same API. A token works for one API only.' : null;
}

function need(host: string | null): string {
  if (host === null) throw new RangeError('this cloud has no such resource');
  return host;
}
