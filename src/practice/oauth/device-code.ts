import { randomInt } from 'node:crypto';
import { type DurationMs, MINUTE, SECOND } from '../../core/model/time';
import { requireApplication } from '../tenant/directory';
import type { DeviceGrant } from '../tenant/grants';
import { parseScopes } from '../tenant/scopes';
import { EntraError } from '../wire/entra-error';
import { type Call, json, type Reply } from '../wire/http';
import { randomToken, sha256 } from '../wire/random';
import { remember, type World } from './world';

const LIFETIME: DurationMs = 15 * MINUTE;
/** Entra ID says 5 seconds; nobody needs to spare this server. */
const INTERVAL: DurationMs = SECOND;
/** Without letters that are easily confused. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXYZ23456789';

/** `POST /{tenant}/oauth2/v2.0/devicecode` (RFC 8628, section 3.2). Throws {@link EntraError}. */
export function deviceCodeEndpoint(world: World, call: Call, tenant: string): Reply {
  const clientId = call.form.get('client_id');
  const scope = call.form.get('scope');
  if (!clientId) throw new EntraError(900144, { parameter: 'client_id' });
  if (!scope) throw new EntraError(900144, { parameter: 'scope' });
  const application = requireApplication(clientId, tenant);
  const scopes = parseScopes(scope, application);
  const deviceCode = randomToken(120);
  const userCode = Array.from({ length: 9 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const verificationUri = `${call.origin}/device`;
  remember<DeviceGrant>(world.deviceCodes, sha256(deviceCode), {
    clientId: application.clientId,
    scopes,
    userCode,
    expiresAt: world.clock.now() + LIFETIME,
    outcome: { kind: 'pending' },
  });
  return json({
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: verificationUri,
    expires_in: LIFETIME / SECOND,
    interval: INTERVAL / SECOND,
    message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
  });
}

/** The sign-in that waits for a code typed by a person; `null` when there is none, or no longer. */
export function findDeviceGrant(world: World, typed: string): DeviceGrant | null {
  const asked = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  for (const grant of world.deviceCodes.values()) {
    if (grant.userCode !== asked || grant.outcome.kind !== 'pending') continue;
    return world.clock.now() < grant.expiresAt ? grant : null;
  }
  return null;
}
