import type { TokenToExport } from '../expiry/exported-tokens';
import { expiresAt, TOLERANCE } from '../expiry/lifetime';
import type { Connection } from '../model/connection';
import type { EpochMs } from '../model/time';
import type { Validity } from '../model/validity';
import type { VaultCopy, VaultEntry } from './ports';

/** The longest value of a tag. Source: Microsoft Learn, "About keys, secrets and certificates". */
const LONGEST_TAG = 256;

/** What other keepers have to know of a token, in the tags of its version. */
export const TAGS = {
  connection: 'connection',
  account: 'account',
  issuedAt: 'issued-at',
  signedInAt: 'signed-in-at',
} as const;

/** A refresh token as it is written. */
export function entryOf({ name, token }: Connection, held: TokenToExport): VaultEntry {
  return {
    value: held.refreshToken,
    contentType: 'Microsoft Entra refresh token',
    expiresAt: expiresAt(held),
    tags: {
      [TAGS.connection]: name,
      [TAGS.account]: accountTag(token?.account.username ?? ''),
      [TAGS.issuedAt]: new Date(held.issuedAt).toISOString(),
      [TAGS.signedInAt]: new Date(held.signedInAt).toISOString(),
    },
  };
}

/** Whether a keeper has written it, this one or another. */
export function isOfKeeper({ tags }: VaultCopy): boolean {
  return tags[TAGS.connection] !== undefined;
}

/** Whose token another keeper says that it is; `null`: nobody says. */
export function isOthers({ tags }: VaultCopy, { token }: Connection): boolean | null {
  const account = tags[TAGS.account];
  const ours = token?.account.username ?? '';
  if (account === undefined || account === '' || ours === '') return null;
  return account.toLowerCase() !== accountTag(ours).toLowerCase();
}

/** When a person signed in for it; `null`: nobody says. */
export function signInOf(copy: VaultCopy): EpochMs | null {
  return timeIn(copy, TAGS.signedInAt);
}

/** Whether it was issued later than ours, or is of a later sign-in. One of which nothing is said counts from when it was written. */
export function isNewer(copy: VaultCopy, own: Validity): boolean {
  const issuedAt = timeIn(copy, TAGS.issuedAt) ?? copy.created ?? 0;
  const signedInAt = signInOf(copy) ?? 0;
  return issuedAt > own.issuedAt + TOLERANCE || signedInAt > own.signedInAt + TOLERANCE;
}

function timeIn({ tags }: VaultCopy, tag: string): EpochMs | null {
  const at = Date.parse(tags[tag] ?? '');
  return Number.isNaN(at) || at < 0 ? null : at;
}

function accountTag(username: string): string {
  return username.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, LONGEST_TAG);
}
