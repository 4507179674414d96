import { type Validity, validityIn } from '../expiry/lifetime';
import type { Account, HeldToken, Issue } from '../model/connection';
import type { Credential, CredentialFacts } from '../model/credential';
import type { SignInLimit } from '../model/sign-in-limit';
import { type ConnectionIdentity, readIdentity } from './identity';

/** What one generation of a refresh token is in the keychain. */
export interface TokenEnvelope extends Validity {
  readonly identity: ConnectionIdentity;
  readonly account: Account;
  readonly hasMfa: boolean | null;
  readonly refreshToken: string;
}

/** What one generation of a client secret or certificate is in the keychain. */
export interface CredentialEnvelope {
  readonly identity: ConnectionIdentity;
  readonly facts: CredentialFacts;
  readonly credential: Exclude<Credential, { kind: 'none' }>;
}

/** What the connection records of a token, without the token. */
export function heldTokenOf(envelope: TokenEnvelope, generation: number): HeldToken {
  const { account, hasMfa } = envelope;
  return { generation, ...validityIn(envelope), account, hasMfa };
}

export function sealToken(envelope: TokenEnvelope): string {
  return JSON.stringify({ v: 1, ...envelope });
}

export function sealCredential(envelope: CredentialEnvelope): string {
  return JSON.stringify({ v: 2, ...envelope });
}

/** Reads a refresh token's envelope; `null` when it is not one, or of a version this app does not know. */
export function openToken(text: string): TokenEnvelope | null {
  const value = readObject(text);
  const identity = readIdentity(value?.identity);
  if (value?.v !== 1 || !identity || !isAccount(value.account)) return null;
  const { account, hasMfa, refreshToken } = value;
  const validity = readValidity(value);
  if (!validity || !isNonEmpty(refreshToken)) return null;
  if (hasMfa !== null && typeof hasMfa !== 'boolean') return null;
  return { identity, account, ...validity, hasMfa, refreshToken };
}

/** Those of older versions say nothing of the sign-in. */
function readValidity(value: Record<string, unknown>): Validity | null {
  const { lifetime, signedIn, signInLimit } = value;
  const issue = readIssue(value);
  const root = signedIn === undefined ? undefined : readIssue(signedIn);
  const most = signInLimit === undefined ? undefined : readSignInLimit(signInLimit);
  if (!issue || !isCount(lifetime) || root === null || most === null) return null;
  return {
    ...issue,
    lifetime,
    ...(root === undefined ? {} : { signedIn: root }),
    ...(most === undefined ? {} : { signInLimit: most }),
  };
}

function readIssue(value: unknown): Issue | null {
  if (!isObject(value)) return null;
  const { issuedAt, serverIssuedAt } = value;
  if (!isCount(issuedAt)) return null;
  if (serverIssuedAt === undefined) return { issuedAt };
  return isCount(serverIssuedAt) ? { issuedAt, serverIssuedAt } : null;
}

function readSignInLimit(value: unknown): SignInLimit | null {
  if (!isObject(value)) return null;
  const { reason, span } = value;
  return isCount(span) && (reason === 'sign-in-frequency' || reason === 'single-page') ? { reason, span } : null;
}

/** Reads a credential's envelope, also the first version's, which had nothing but client secrets; `null` when it is not one. */
export function openCredential(text: string): CredentialEnvelope | null {
  const value = readObject(text);
  const identity = readIdentity(value?.identity);
  if (!value || !identity) return null;
  if (value.v === 1 && isNonEmpty(value.clientSecret)) {
    const credential = { kind: 'secret', clientSecret: value.clientSecret } as const;
    return { identity, facts: { expiresAt: null, thumbprint: null }, credential };
  }
  const facts = readFacts(value.facts);
  const credential = readCredential(value.credential);
  return value.v === 2 && facts && credential ? { identity, facts, credential } : null;
}

function readFacts(value: unknown): CredentialFacts | null {
  if (!isObject(value)) return null;
  const { expiresAt, thumbprint } = value;
  if (expiresAt !== null && !isCount(expiresAt)) return null;
  if (thumbprint !== null && typeof thumbprint !== 'string') return null;
  return { expiresAt, thumbprint };
}

function readCredential(value: unknown): CredentialEnvelope['credential'] | null {
  if (!isObject(value)) return null;
  const { kind, clientSecret, certificate, privateKey } = value;
  if (kind === 'secret' && isNonEmpty(clientSecret)) return { kind, clientSecret };
  if (kind === 'certificate' && isNonEmpty(certificate) && isNonEmpty(privateKey))
    return { kind, certificate, privateKey };
  return null;
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNonEmpty(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isAccount(value: unknown): value is Account {
  return isObject(value) && ['username', 'objectId', 'tenantId'].every((key) => typeof value[key] === 'string');
}
