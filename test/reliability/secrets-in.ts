import { openCredential, openToken } from '../../src/core/storage/envelope';
import { joinSecret, readPart } from '../../src/core/storage/secret-parts';

/** What a slot of the keychain holds of a secret. */
export interface HeldSecret {
  readonly id: string;
  readonly kind: string;
  /** Where it stands, without the part: `<id>/<kind>/a|b`. */
  readonly slot: string;
  /** The highest serial number of its parts. */
  readonly serial: number;
  /** The refresh token or the client secret itself; empty unless it is whole. */
  readonly secret: string;
  readonly isWhole: boolean;
  /** How many entries there are in the slot. */
  readonly entries: number;
}

/** The secrets that a keychain holds, by serial number, whole or not. Whatever is none of ours is one of its own, and not whole. */
export function secretsIn(entries: ReadonlyArray<{ account: string; value: string }>): readonly HeldSecret[] {
  const slots = new Map<string, string[]>();
  for (const { account, value } of entries) {
    const slot = account.slice(0, account.lastIndexOf('/'));
    slots.set(slot, [...(slots.get(slot) ?? []), value]);
  }
  return [...slots].map(([slot, values]) => secretOf(slot, values)).sort((a, b) => a.serial - b.serial);
}

function secretOf(slot: string, values: readonly string[]): HeldSecret {
  const [id = '', kind = '', letter] = slot.split('/');
  const parts = values.flatMap((value) => readPart(value) ?? []);
  const serial = Math.max(0, ...parts.map((part) => part.serial));
  const joined = joinSecret(parts.filter((part) => part.serial === serial));
  const isInItsPlace = letter === (serial % 2 === 1 ? 'a' : 'b');
  const secret = joined && isInItsPlace ? openSecret(id, kind, joined.text) : null;
  return { id, kind, slot, serial, secret: secret ?? '', isWhole: secret !== null, entries: values.length };
}

function openSecret(id: string, kind: string, text: string): string | null {
  if (kind === 'refresh-token') return openToken(id, text)?.refreshToken ?? null;
  const credential = kind === 'client-secret' ? openCredential(id, text)?.credential : undefined;
  return credential?.kind === 'secret' ? credential.clientSecret : null;
}

/** The newest whole secret of a kind. */
export function newestOf(secrets: readonly HeldSecret[], kind: string): HeldSecret | null {
  return secrets.findLast((secret) => secret.kind === kind && secret.isWhole) ?? null;
}
