import { type Application, requireApplication } from '../tenant/directory';
import { EntraError } from '../wire/entra-error';
import { type Call, header } from '../wire/http';
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
 * Who calls the token endpoint, after it has authenticated: by `client_secret` in the form or in an `Authorization: Basic`
 * header (RFC 6749, 2.3.1), by a `client_assertion` (RFC 7523, 2.2), or by being public and saying nothing.
 * Throws AADSTS900144, 700016, 700025, 7000215, 7000218, 7000222, or what a bad assertion is answered.
 */
export function authenticateClient(world: World, call: Call, tenant: string): Client {
  const basic = basicCredentials(call);
  const clientId = call.form.get('client_id') || basic?.clientId;
  if (!clientId) throw new EntraError(900144, { parameter: 'client_id' });
  const application = requireApplication(clientId, tenant);
  const secret = call.form.get('client_secret') || basic?.secret || null;
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

function basicCredentials(call: Call): { clientId: string; secret: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header(call, 'authorization') ?? '')?.[1];
  if (encoded === undefined) return null;
  const [user, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId: formDecode(user ?? ''), secret: formDecode(rest.join(':')) };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
