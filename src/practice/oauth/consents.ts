import type { PracticeUser } from '../tenant/contract';
import type { Application } from '../tenant/directory';
import type { Scopes } from '../tenant/scopes';
import { EntraError } from '../wire/entra-error';
import type { World } from './world';

/**
 * Whether nothing need be asked: the user has agreed to all of these permissions or, where the API was asked for as a whole,
 * to any of it (Microsoft Learn, "The .default scope"). OpenID's own scopes come with any consent.
 */
export function isConsented(world: World, application: Application, user: PracticeUser, scopes: Scopes): boolean {
  const given = givenPermissions(world, application, user, scopes);
  return scopes.isDefault ? given.length > 0 : given.length === scopes.permissions.length;
}

export function giveConsent(world: World, application: Application, user: PracticeUser, scopes: Scopes): void {
  const given = givenPermissions(world, application, user, scopes);
  const fresh = scopes.permissions.filter((permission) => !given.includes(permission));
  const { consents } = world.store.state;
  for (const permission of fresh)
    consents.push({
      userId: user.objectId,
      clientId: application.clientId,
      scope: `${scopes.resource.uri}/${permission}`,
    });
}

/**
 * What a token may carry: what was asked for or, where the API was asked for as a whole, what of it was agreed to.
 * Throws AADSTS65001 when the person has not agreed, or no longer does.
 */
export function requireConsent(world: World, application: Application, user: PracticeUser, scopes: Scopes): Scopes {
  if (isConsented(world, application, user, scopes))
    return { ...scopes, permissions: givenPermissions(world, application, user, scopes) };
  throw new EntraError(65001, { app: application.clientId, appName: application.name });
}

function givenPermissions(world: World, application: Application, user: PracticeUser, scopes: Scopes): string[] {
  const { resource, permissions } = scopes;
  if (application.preauthorizedFor === resource.uri) return [...permissions];
  return permissions.filter((permission) =>
    world.store.state.consents.some(
      (consent) =>
        consent.userId === user.objectId &&
        consent.clientId === application.clientId &&
        consent.scope === `${resource.uri}/${permission}`,
    ),
  );
}
