import type { Connection } from '../../core/model/connection';
import { isExchangeClient } from '../../core/validation/sign-in-methods';
import { refuse } from '../wording/replies';

/** Why no page of the portal can be opened for this connection's application, and what to do instead. */
export function noRegistrationPage({
  cloud,
  clientId,
}: Pick<Connection, 'cloud' | 'clientId'>): ReturnType<typeof refuse> {
  if (cloud === 'practice')
    return refuse('The practice cloud has no portal.', 'Its applications are already registered.');
  if (isExchangeClient(clientId))
    return refuse("Exchange Online's own application is registered by Microsoft.", "There's nothing to set up.");
  return refuse("This app doesn't know a custom cloud's portal.", `Open that portal and find application ${clientId}.`);
}
