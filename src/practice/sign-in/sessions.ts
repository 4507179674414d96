import { DAY } from '../../core/model/time';
import { isSatisfiedBySignIn } from '../oauth/policy';
import { remember, type World } from '../oauth/world';
import type { SignedIn } from '../tenant/grants';
import { type Call, cookie } from '../wire/http';
import { randomToken, sha256 } from '../wire/random';

const NAME = 'practice_session';

/** Who is signed in in this browser, if that still counts: at most a day ago, and within what the policy wants. */
export function findSession(world: World, call: Call): SignedIn | null {
  const value = cookie(call, NAME);
  const session = value === null ? undefined : world.sessions.get(sha256(value));
  if (session === undefined) return null;
  const { policy, policySetAt } = world.store.state;
  const age = world.clock.now() - session.at;
  if (age >= Math.min(DAY, policy.signInFrequency ?? DAY)) return null;
  if (isSatisfiedBySignIn(policy.conditionalAccess) && session.at <= policySetAt) return null;
  return session;
}

/** Keeps a person signed in in this browser. Returns the headers that tell the browser. */
export function startSession(world: World, signedIn: SignedIn): Record<string, string> {
  const value = randomToken(32);
  remember(world.sessions, sha256(value), signedIn);
  return { 'Set-Cookie': `${NAME}=${value}; Path=/; HttpOnly; SameSite=Lax` };
}
