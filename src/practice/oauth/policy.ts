import type { PracticePolicy } from '../tenant/contract';
import type { SignedIn } from '../tenant/grants';
import type { Scopes } from '../tenant/scopes';
import { EntraError } from '../wire/entra-error';
import type { World } from './world';

/** Conditional access codes that a person satisfies by signing in again. The others block that as well. */
const SATISFIED_BY_SIGN_IN: ReadonlySet<number> = new Set([50076, 50078, 50079, 50158]);

export function isSatisfiedBySignIn(code: number | null): boolean {
  return code !== null && SATISFIED_BY_SIGN_IN.has(code);
}

export function changePolicy(world: World, change: Partial<PracticePolicy>): void {
  const { state } = world.store;
  if (change.conditionalAccess !== undefined) state.policySetAt = world.clock.now();
  state.policy = { ...state.policy, ...change };
}

/** At a sign-in: throws the code of a conditional access rule that lets nobody in, or not from such a browser. */
export function requireNotBlocked(world: World, provesDevice: boolean): void {
  const { conditionalAccess: code, managedDevice } = world.store.state.policy;
  if (code !== null && !SATISFIED_BY_SIGN_IN.has(code)) throw new EntraError(code);
  if (managedDevice !== null && !provesDevice) throw new EntraError(managedDevice);
}

/** At a refresh: throws AADSTS70043, or the code of the conditional access rule, when one of them wants the person. */
export function requirePolicyMet(world: World, signedIn: SignedIn, issuedOn: string, scopes: Scopes): void {
  const { policy, policySetAt } = world.store.state;
  const { signInFrequency: frequency, conditionalAccess: code } = policy;
  if (frequency !== null && world.clock.now() - signedIn.at >= frequency)
    throw new EntraError(70043, { issuedOn, seconds: String(Math.floor(frequency / 1000)) });
  if (code === null) return;
  if (SATISFIED_BY_SIGN_IN.has(code) && signedIn.at > policySetAt) return;
  throw new EntraError(code, { resource: scopes.resource.uri });
}
