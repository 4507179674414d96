import { type Application, requireApplication } from '../tenant/directory';
import { EntraError } from '../wire/entra-error';
import type { Call } from '../wire/http';
import { sha256 } from '../wire/random';
import { requireClientAssertion } from './client-assertion';
import { credentialsOf } from './credentials';
import type { World } from './world';

/** An application that has authenticated, or need not. */
export interface Client {
  readonly application: Application;
  readonly check: 'none' | 'secret' | 'certificate';
}

/**
 * Who calls the token endpoint, after it has authenticated: by `client_secret` (RFC 6749, 2.3.1), by a `client_assertion`
 * (RFC 7523, 2.2), or by being public and saying nothing.
 * Throws AADSTS900144, 700016, 700025, 7000215, 7000218, 7000222, or what a bad assertion is answered.
 */
export function authenticateClient(world: World, call: Call, tenant: string): Client {
  const clientId = call.form.get('client_id');
  if (!clientId) throw new EntraError(900144, { parameter: 'client_id' });
  const application = requireApplication(clientId, tenant);
  const secret = call.form.get('client_secret') || null;
  const assertion = call.form.get('client_assertion') || null;
  if (application.kind === 'public') {
    if (secret !== null || assertion !== null) throw new EntraError(700025);
    return { application, check: 'none' };
  }
  if (assertion !== null) {
    requireClientAssertion(world, call, application, assertion);
    return { application, check: 'certificate' };
  }
  if (secret === null) throw new EntraError(7000218);
  requireSecret(world, application, secret);
  return { application, check: 'secret' };
}

function requireSecret(world: World, application: Application, secret: string): void {
  const hash = sha256(secret);
  const known = credentialsOf(world, application, 'secret').filter((record) => record.hash === hash);
  if (known.length === 0) throw new EntraError(7000215, { app: application.clientId });
  if (known.every(({ endsAt }) => world.clock.now() >= endsAt))
    throw new EntraError(7000222, { app: application.clientId });
}
