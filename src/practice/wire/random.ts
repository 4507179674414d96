import { createHash, randomBytes, randomInt } from 'node:crypto';

/** `bytes` random bytes, base64url. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** SHA-256 of a text, base64url. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Opaque like Entra ID's refresh tokens: `1.A`, base64url and dots, 1,024 to 2,500 characters unless told otherwise. */
export function newRefreshToken(length: number | null): string {
  return entraShaped('AgABAwEAAAD', length ?? randomInt(1024, 2501));
}

/** Opaque like Entra ID's authorization codes: `1.A`, base64url and dots, 600 to 900 characters. */
export function newAuthorizationCode(): string {
  return entraShaped('AgABBAIAAAD', randomInt(600, 901));
}

function entraShaped(marker: string, length: number): string {
  const head = `1.A${randomToken(60)}.${marker}`;
  return head + randomToken(length).slice(0, length - head.length);
}
