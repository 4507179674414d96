import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { PRACTICE_AUTHORITY } from '../../core/model/clouds';
import { type DurationMs, type EpochMs, MINUTE } from '../../core/model/time';
import { type Application, PARTNER } from '../tenant/directory';
import type { CredentialRecord } from '../tenant/state';
import { EntraError, longTimestamp } from '../wire/entra-error';
import type { Call } from '../wire/http';
import { credentialsOf, thumbprint } from './credentials';
import type { World } from './world';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** What clocks may differ by. */
const SKEW: DurationMs = 5 * MINUTE;

type Members = Readonly<Record<string, unknown>>;
type Registered = Extract<CredentialRecord, { kind: 'certificate' }>;

/** Which certificate the assertion's header names. */
interface NamedKey {
  readonly algorithm: 'sha1' | 'sha256';
  /** Upper case hex. */
  readonly thumbprint: string;
}

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
  const header = decode(head);
  const claims = decode(payload);
  const named = header === null ? null : namedKey(header);
  if (header === null || claims === null || named === null || rest.length > 0) throw new EntraError(50027);
  if (header.alg !== 'RS256' && header.alg !== 'PS256') throw new EntraError(50027);
  if (claims.iss !== application.clientId || claims.sub !== application.clientId) throw new EntraError(700021);
  if (!isForUs(world, claims.aud)) throw new EntraError(700023);
  const registered = requireRegistered(world, application, named);
  const { publicKey } = new X509Certificate(registered.certificate);
  const signed = Buffer.from(`${head}.${payload}`);
  if (!isSignedBy(publicKey, header.alg, signed, Buffer.from(signature, 'base64url')))
    throw invalidSignature('The provided signature value did not match the expected signature value.', {
      application,
      named,
      registered,
    });
  requireInTime(world, claims);
}

function requireRegistered(world: World, application: Application, named: NamedKey): Registered {
  const registered = credentialsOf(world, application, 'certificate').find(
    ({ certificate }) => thumbprint(certificate, named.algorithm) === named.thumbprint,
  );
  if (registered === undefined)
    throw new EntraError(700027, {
      what: 'The certificate with identifier used to sign the client assertion is not registered on application.',
      reason: 'The key was not found.',
      found: '',
      thumbprint: named.thumbprint,
      app: application.clientId,
    });
  if (world.clock.now() >= registered.endsAt)
    throw invalidSignature('The key used is expired.', { application, named, registered });
  return registered;
}

function invalidSignature(
  reason: string,
  { application, named, registered }: { application: Application; named: NamedKey; registered: Registered },
): EntraError {
  return new EntraError(700027, {
    what: 'Client assertion contains an invalid signature.',
    reason,
    found: ` Found key 'Start=${americanTime(registered.startsAt)}, End=${americanTime(registered.endsAt)}',`,
    thumbprint: named.thumbprint,
    app: application.clientId,
  });
}

/**
 * An assertion is a message in transit between two machines whose clocks are right, so it is the system's clock that it
 * is held against, as MSAL stamps it; a client that lives on the practice clock may stamp it by that.
 */
function requireInTime(world: World, claims: Members): void {
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

function isSignedBy(publicKey: KeyObject, algorithm: 'RS256' | 'PS256', signed: Buffer, signature: Buffer): boolean {
  if (algorithm === 'RS256') return verify('sha256', signed, publicKey, signature);
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify('sha256', signed, { key: publicKey, ...padding }, signature);
}

/** `null` when the header names no certificate. */
function namedKey(header: Members): NamedKey | null {
  const sha256 = header['x5t#S256'];
  if (typeof sha256 === 'string') return { algorithm: 'sha256', thumbprint: hex(sha256) };
  return typeof header.x5t === 'string' ? { algorithm: 'sha1', thumbprint: hex(header.x5t) } : null;
}

function hex(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('hex').toUpperCase();
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

function decode(part: string): Members | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
