import type { Attempt } from '../oauth/attempt';
import type { World } from '../oauth/world';
import { EntraError } from '../wire/entra-error';
import type { Call, Reply } from '../wire/http';
import { handOverPage, identityProviderPage } from './federated';
import { enterFederatedPassword } from './sign-in';

/** `GET /federated`: the window of the other identity provider. Throws AADSTS50089 when there is no such sign-in. */
export function federatedWindow(world: World, call: Call): Reply {
  const { attempt, user } = requireFederated(world, call.query.get('flow'));
  return identityProviderPage(attempt.id, user, null);
}

/** `POST /federated`: its password. */
export function federatedPassword(world: World, call: Call): Reply {
  const { attempt, user } = requireFederated(world, call.form.get('flow'));
  const ticket = enterFederatedPassword(attempt, call.form.get('password') ?? '');
  if (ticket === null) return identityProviderPage(attempt.id, user, 'The password is incorrect. Try again.');
  return handOverPage(ticket);
}

function requireFederated(world: World, flow: string | null) {
  const attempt: Attempt | undefined = world.attempts.get(flow ?? '');
  if (attempt?.step.kind !== 'federated') throw new EntraError(50089);
  return { attempt, user: attempt.step.user };
}
