import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { DAY, type DurationMs, type EpochMs } from '../../core/model/time';
import type { MadeSecret, PracticeCredential } from '../tenant/contract';
import { type Application, findApplication } from '../tenant/directory';
import type { CredentialRecord } from '../tenant/state';
import { randomToken, sha256 } from '../wire/random';
import type { World } from './world';

/** What the portal proposes for a new secret. */
const USUAL_LIFETIME: DurationMs = 180 * DAY;
/** How many characters of a secret the portal and Graph still show later. */
const HINT_LENGTH = 3;

type Kept<K extends CredentialRecord['kind']> = Extract<CredentialRecord, { kind: K }>;

/** What can be told of every secret and certificate: nothing that would be of use to anybody else. */
export function listCredentials(world: World): PracticeCredential[] {
  return world.store.state.credentials.map(describe);
}

/** An application's secrets or certificates, expired ones included. */
export function credentialsOf<K extends CredentialRecord['kind']>(
  world: World,
  application: Application,
  kind: K,
): Kept<K>[] {
  return world.store.state.credentials.filter(
    (record): record is Kept<K> => record.kind === kind && record.clientId === application.clientId,
  );
}

/** Adds a secret, whose text is told only now. Throws a RangeError when the application can have none. */
export function addSecret(world: World, clientId: string, endsAt?: EpochMs): MadeSecret {
  const startsAt = world.clock.now();
  const secret = newSecret();
  const record = {
    kind: 'secret' as const,
    clientId: requireOwner(clientId),
    keyId: randomUUID(),
    startsAt,
    endsAt: requireTime(endsAt ?? startsAt + USUAL_LIFETIME),
    hint: secret.slice(0, HINT_LENGTH),
    hash: sha256(secret),
  };
  world.store.state.credentials.push(record);
  return { keyId: record.keyId, secret };
}

/** Registers a certificate with an RSA key. Throws a RangeError when it is none, or the application can have none. */
export function addCertificate(world: World, clientId: string, pem: string): PracticeCredential {
  const owner = requireOwner(clientId);
  const certificate = readCertificate(pem);
  if (certificate?.publicKey.asymmetricKeyType !== 'rsa')
    throw new RangeError("This isn't a PEM certificate with an RSA key.");
  const record = {
    kind: 'certificate' as const,
    clientId: owner,
    keyId: randomUUID(),
    startsAt: Date.parse(certificate.validFrom),
    endsAt: Date.parse(certificate.validTo),
    certificate: certificate.toString(),
  };
  world.store.state.credentials.push(record);
  return describe(record);
}

/** Says what an application may do for itself in Graph. Throws a RangeError when it cannot act for itself. */
export function setRoles(world: World, clientId: string, roles: readonly string[]): void {
  world.store.state.roles[requireOwner(clientId)] = [...roles];
}

/** Throws a RangeError when there is no such secret or certificate. */
export function removeCredential(world: World, keyId: string): void {
  const { state } = world.store;
  const record = requireRecord(world, keyId);
  state.credentials = state.credentials.filter((other) => other !== record);
}

/** Gives a secret or certificate another end. Throws a RangeError when there is none such, or the time makes no sense. */
export function endCredential(world: World, keyId: string, endsAt: EpochMs): void {
  requireRecord(world, keyId).endsAt = requireTime(endsAt);
}

/** The thumbprint of a certificate in PEM: upper case hex. */
export function thumbprint(certificate: string, algorithm: 'sha1' | 'sha256'): string {
  return createHash(algorithm).update(new X509Certificate(certificate).raw).digest('hex').toUpperCase();
}

function describe(record: CredentialRecord): PracticeCredential {
  const { keyId, clientId, startsAt, endsAt } = record;
  const common = { keyId, clientId, startsAt, endsAt };
  return record.kind === 'secret'
    ? { kind: 'secret', ...common, hint: record.hint }
    : { kind: 'certificate', ...common, thumbprint: thumbprint(record.certificate, 'sha1') };
}

/** The ID as the directory has it. */
function requireOwner(clientId: string): string {
  const application = findApplication(clientId);
  if (application === null) throw new RangeError('The practice tenant has no such application.');
  if (application.kind === 'public') throw new RangeError('A public client has no secrets or certificates.');
  return application.clientId;
}

function requireRecord(world: World, keyId: string): CredentialRecord {
  const record = world.store.state.credentials.find((candidate) => candidate.keyId === keyId);
  if (record === undefined) throw new RangeError("This secret or certificate doesn't exist.");
  return record;
}

/** A time that a certificate can name. */
function requireTime(at: EpochMs): EpochMs {
  if (at >= 0 && at < Date.UTC(9999, 0)) return at;
  throw new RangeError('The end must be a time in milliseconds since 1970, before the year 9999.');
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** Shaped as Entra ID's: 40 characters, of which the fourth to sixth are `8Q~`. */
function newSecret(): string {
  return `${randomToken(3).slice(0, 3)}8Q~${randomToken(26).slice(0, 34)}`;
}
