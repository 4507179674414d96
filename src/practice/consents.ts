import type { PracticeUser } from './contract';
import type { Application } from './directory';
import { type Scopes, scopeList } from './scopes';
import type { World } from './world';

/** Whether the user has agreed that the application uses all of these scopes. OpenID's own come with any consent. */
export function isConsented(world: World, application: Application, user: PracticeUser, scopes: Scopes): boolean {
  return apiScopes(scopes).every((scope) =>
    world.store.state.consents.some(
      (consent) =>
        consent.userId === user.objectId && consent.clientId === application.clientId && consent.scope === scope,
    ),
  );
}

export function giveConsent(world: World, application: Application, user: PracticeUser, scopes: Scopes): void {
  if (isConsented(world, application, user, scopes)) return;
  const { state } = world.store;
  const given = apiScopes(scopes).map((scope) => ({ userId: user.objectId, clientId: application.clientId, scope }));
  const fresh = given.filter(
    ({ userId, clientId, scope }) =>
      !state.consents.some((old) => old.userId === userId && old.clientId === clientId && old.scope === scope),
  );
  state.consents.push(...fresh);
}

function apiScopes(scopes: Scopes): string[] {
  return scopeList(scopes).filter((scope) => !scopes.openId.has(scope));
}
