import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { PRACTICE_AUTHORITY } from '../../core/model/clouds';
import { type DurationMs, type EpochMs, MINUTE } from '../../core/model/time';
import { type Application, PARTNER } from '../tenant/directory';
import type { CredentialRecord } from '../tenant/state';
import { EntraError, longTimestamp } from '../wire/entra-error';
import type { Call } from '../wire/http';
import { decodeJson } from '../wire/jwt';
import { credentialsOf, thumbprint } from './credentials';
import type { World } from './world';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** What clocks may differ by. */
const SKEW: DurationMs = 5 * MINUTE;

type Claims = Readonly<Record<string, unknown>>;
type Registered = Extract<CredentialRecord, { kind: 'certificate' }>;

/**
 * Checks that an application authenticated with a registered certificate (RFC 7523, section 3; Microsoft Learn,
 * "Application authentication certificate credentials"). One assertion may be used many times while it is in time, as
 * MSAL does. Throws AADSTS900144, 90023, 50027, 700021, 700023, 700024 or 700027.
 */
export function requireClientAssertion(world: World, call: Call, application: Application, assertion: string): void {
  const type = call.form.get('client_assertion_type');
  if (!type) throw new EntraError(900144, { parameter: 'client_assertion_type' });
  if (type !== JWT_BEARER) throw new EntraError(90023, { value: type, parameter: 'client_assertion_type' });
  const [head = '', payload = '', signature = '', ...rest] = assertion.split('.');
  const header = decodeJson(head);
  const claims = decodeJson(payload);
  const named = header?.['x5t#S256'];
  if (header?.alg !== 'PS256' || typeof named !== 'string' || claims === null || rest.length > 0)
    throw new EntraError(50027);
  if (claims.iss !== application.clientId || claims.sub !== application.clientId) throw new EntraError(700021);
  if (!isForUs(world, claims.aud)) throw new EntraError(700023);
  const registered = requireRegistered(
    world,
    application,
    Buffer.from(named, 'base64url').toString('hex').toUpperCase(),
  );
  const { publicKey } = new X509Certificate(registered.certificate);
  const signed = Buffer.from(`${head}.${payload}`);
  if (!isSignedBy(publicKey, signed, Buffer.from(signature, 'base64url')))
    throw invalidSignature('The provided signature value did not match the expected signature value.', registered);
  requireInTime(world, claims);
}

function requireRegistered(world: World, application: Application, named: string): Registered {
  const registered = credentialsOf(world, application, 'certificate').find(
    ({ certificate }) => thumbprint(certificate, 'sha256') === named,
  );
  if (registered === undefined)
    throw new EntraError(700027, {
      what: 'The certificate with identifier used to sign the client assertion is not registered on application.',
      reason: 'The key was not found.',
      found: '',
      thumbprint: named,
      app: application.clientId,
    });
  if (world.clock.now() >= registered.endsAt) throw invalidSignature('The key used is expired.', registered);
  return registered;
}

function invalidSignature(reason: string, registered: Registered): EntraError {
  return new EntraError(700027, {
    what: 'Client assertion contains an invalid signature.',
    reason,
    found: ` Found key 'Start=${americanTime(registered.startsAt)}, End=${americanTime(registered.endsAt)}',`,
    thumbprint: thumbprint(registered.certificate, 'sha256'),
    app: registered.clientId,
  });
}

/**
 * An assertion is a message in transit between two machines whose clocks are right, so it is the system's clock that it
 * is held against, as MSAL stamps it; a client that lives on the practice clock may stamp it by that.
 */
function requireInTime(world: World, claims: Claims): void {
  const from = typeof claims.nbf === 'number' ? claims.nbf * 1000 : 0;
  const until = typeof claims.exp === 'number' ? claims.exp * 1000 : 0;
  const isInTime = (now: EpochMs) => now >= from - SKEW && now < until + SKEW;
  if (isInTime(Date.now()) || isInTime(world.clock.now())) return;
  throw new EntraError(700024, {
    now: longTimestamp(world.clock.now()),
    from: writtenTime(from),
    until: writtenTime(until),
  });
}

/** Whether `aud` is this tenant's token endpoint or issuer, by the name that MSAL believes in or by the real one. */
function isForUs(world: World, audience: unknown): boolean {
  if (typeof audience !== 'string') return false;
  return [PRACTICE_AUTHORITY, world.origin(), world.httpsOrigin()]
    .flatMap((base) => [`${base}/${PARTNER.tenantId}`, `${base}/${PARTNER.domain}`])
    .flatMap((tenant) => [`${tenant}/oauth2/v2.0/token`, `${tenant}/v2.0`])
    .includes(audience);
}

/** By PS256, which is what MSAL uses with a certificate that is named by its SHA-256. */
function isSignedBy(key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify('sha256', signed, { key, ...padding }, signature);
}

/** `02/07/2021 17:00:39`. */
function americanTime(at: EpochMs): string {
  const [year, month, day, clock] = new Date(at).toISOString().split(/[-T.]/);
  return `${month}/${day}/${year} ${clock}`;
}

/** A time as somebody else stated it, who may have stated nonsense. */
function writtenTime(at: EpochMs): string {
  return Math.abs(at) < 8.64e15 ? longTimestamp(at) : 'unknown';
}
