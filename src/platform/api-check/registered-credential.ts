import * as v from 'valibot';
import { epochMsSchema } from '../../core/model/schema';
import type { EpochMs } from '../../core/model/time';

/** By what the registration of an application tells its secrets and certificates apart. */
export type CredentialMark =
  /** The first three characters of the secret, which stay readable there. */
  | { readonly kind: 'secret'; readonly hint: string }
  /** SHA-1 and SHA-256 of the certificate, in lower-case hex. */
  | { readonly kind: 'certificate'; readonly thumbprints: readonly string[] };

/**
 * When the secret or certificate in use ends, from the registration; `null` when it is not found there. Of several secrets that
 * begin alike, those that have ended cannot be the one that works, and of the rest the earliest end is taken: better told too early.
 * Source: Microsoft Learn, "passwordCredential" and "keyCredential resource type" of Microsoft Graph.
 */
export function endOfCredential(
  registration: Readonly<Record<string, unknown>>,
  mark: CredentialMark,
  now: EpochMs,
): EpochMs | null {
  const list = mark.kind === 'secret' ? registration.passwordCredentials : registration.keyCredentials;
  const ends = (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !isMarked(entry, mark)) return [];
    const end: unknown = Reflect.get(entry, 'endDateTime');
    const at = typeof end === 'string' ? Date.parse(end) : Number.NaN;
    return v.is(epochMsSchema, at) ? [at] : [];
  });
  ends.sort((one, other) => one - other);
  return ends.find((end) => end > now) ?? ends.at(-1) ?? null;
}

function isMarked(entry: object, mark: CredentialMark): boolean {
  if (mark.kind === 'secret') return Reflect.get(entry, 'hint') === mark.hint;
  const identifier: unknown = Reflect.get(entry, 'customKeyIdentifier');
  return typeof identifier === 'string' && mark.thumbprints.includes(thumbprintOf(identifier));
}

/** Lower-case hex of a thumbprint, which Graph writes in hex or in base64. */
function thumbprintOf(identifier: string): string {
  if (/^(?:[\da-f]{40}|[\da-f]{64})$/i.test(identifier)) return identifier.toLowerCase();
  try {
    return Array.from(atob(identifier), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return '';
  }
}
