import type { Connection } from '../../core/model/connection';
import { isExchangeClient } from '../../core/validation/sign-in-methods';
import { refuse } from '../wording/replies';

/** Why no page of the portal can be opened for this connection's application, and what to do instead. */
export function noRegistrationPage({
  cloud,
  clientId,
}: Pick<Connection, 'cloud' | 'clientId'>): ReturnType<typeof refuse> {
  if (cloud === 'practice')
    return refuse('The practice cloud has no portal.', 'Its applications are registered already.');
  if (isExchangeClient(clientId))
    return refuse(
      "Exchange Online's own application is registered by Microsoft.",
      'There is nothing to set up for it.',
    );
  return refuse(
    'This app does not know the portal of a custom cloud.',
    `Look there for the registration of application ${clientId}.`,
  );
}
