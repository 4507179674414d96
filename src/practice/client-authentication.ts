import { createHash, timingSafeEqual } from 'node:crypto';
import { type Application, requireApplication } from './directory';
import { EntraError } from './entra-error';
import { type Call, header } from './http';
import type { World } from './world';

/**
 * The application that calls the token endpoint, after it has proved itself: by `client_secret` in the form or in an
 * `Authorization: Basic` header (RFC 6749, 2.3.1), or by being public and saying nothing.
 * Throws AADSTS900144, 700016, 700025, 700027, 7000215, 7000218 or 7000222.
 */
export function authenticateClient(world: World, call: Call, tenant: string): Application {
  const basic = basicCredentials(call);
  const clientId = call.form.get('client_id') || basic?.clientId;
  if (!clientId) throw new EntraError(900144, { parameter: 'client_id' });
  const application = requireApplication(clientId, tenant);
  const secret = call.form.get('client_secret') || basic?.secret || null;
  const assertion = call.form.get('client_assertion') || null;
  if (application.secret === null) {
    if (secret !== null || assertion !== null) throw new EntraError(700025);
    return application;
  }
  // No certificate is registered on the practice application, so none can be the right one.
  if (assertion !== null)
    throw new EntraError(700027, { app: application.clientId, thumbprint: thumbprintOf(assertion) });
  if (secret === null) throw new EntraError(7000218);
  if (!isSame(secret, application.secret)) throw new EntraError(7000215, { app: application.clientId });
  const { secretExpiresAt } = world.store.state.policy;
  if (secretExpiresAt !== null && world.clock.now() >= secretExpiresAt)
    throw new EntraError(7000222, { app: application.clientId });
  return application;
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

/** The certificate's thumbprint as the assertion's header names it, in hex. */
function thumbprintOf(assertion: string): string {
  try {
    const head: unknown = JSON.parse(Buffer.from(assertion.split('.')[0] ?? '', 'base64url').toString('utf8'));
    if (typeof head !== 'object' || head === null) return 'unknown';
    const named = 'x5t' in head ? head.x5t : 'x5t#S256' in head ? head['x5t#S256'] : null;
    return typeof named === 'string' ? Buffer.from(named, 'base64url').toString('hex').toUpperCase() : 'unknown';
  } catch {
    return 'unknown';
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
