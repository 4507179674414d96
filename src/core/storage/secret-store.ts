import { type Keychain, KeychainError } from './ports';
import { joinSecret, type Part, readPart, splitSecret } from './secret-parts';

/** The two kinds of secrets a connection has in the keychain; a certificate with its key is kept as `client-secret` is. */
export type SecretKind = 'refresh-token' | 'client-secret';

/** A whole secret. */
export interface StoredSecret {
  /** Counts what was kept for the connection, from 1. */
  readonly serial: number;
  readonly text: string;
}

/** The newest whole secret of one kind that the keychain holds for an id. */
export interface FoundSecret extends StoredSecret {
  readonly id: string;
  readonly kind: string;
}

type Slot = 'a' | 'b';

const KINDS: readonly SecretKind[] = ['refresh-token', 'client-secret'];

/**
 * Keeps each secret in one of two slots, under `<connection id>/<kind>/a|b/<part>`: odd serial numbers in `a`, even ones in `b`. So
 * a new secret takes the place of the older one of two, and the one before it stays whole until the new one is. Rejects with
 * {@link KeychainError} only.
 */
export class SecretStore {
  constructor(private readonly keychain: Keychain) {}

  /** Writes every part, then reads all back. Resolves only when the keychain holds the whole secret. */
  async write(id: string, kind: SecretKind, { serial, text }: StoredSecret): Promise<void> {
    const slot = slotOf(serial);
    const parts = splitSecret(text, serial);
    for (const [index, value] of parts.entries()) await this.keychain.set(addressOf(id, kind, slot, index + 1), value);
    for (const [index, value] of parts.entries())
      if ((await this.keychain.get(addressOf(id, kind, slot, index + 1))) !== value)
        throw new KeychainError('mismatch');
  }

  /** The secret of that serial number; `null` when it is not there, or not whole. */
  async read(id: string, kind: SecretKind, serial: number): Promise<string | null> {
    const first = await this.keychain.get(addressOf(id, kind, slotOf(serial), 1));
    const secret = await this.#rest(id, kind, slotOf(serial), first);
    return secret?.serial === serial ? secret.text : null;
  }

  /** The newest whole secret, whatever its serial number; `null`: there is none. `expected`, where known, is looked for first. */
  async newest(id: string, kind: SecretKind, expected: number | null): Promise<StoredSecret | null> {
    const likely = slotOf(expected ?? 1);
    const other: Slot = likely === 'a' ? 'b' : 'a';
    const one = await this.#rest(id, kind, likely, await this.keychain.get(addressOf(id, kind, likely, 1)));
    // Whoever has one may believe that there is no other; that there is none at all has to be sure.
    const second = one
      ? await this.keychain.find(addressOf(id, kind, other, 1))
      : await this.keychain.get(addressOf(id, kind, other, 1));
    if (one && (second === null || (readPart(second)?.serial ?? 0) < one.serial)) return one;
    return (await this.#rest(id, kind, other, second)) ?? one;
  }

  /** Reads everything under our name: of each id and kind the newest whole secret. */
  async survey(): Promise<FoundSecret[]> {
    const slots = new Map<string, Part[]>();
    for (const { account, value } of await this.keychain.entries()) {
      const slot = /^[0-9a-f]{32}\/(?:refresh-token|client-secret)\/[ab](?=\/\d{1,4}$)/.exec(account)?.[0];
      const part = readPart(value);
      if (slot !== undefined && part) slots.set(slot, [...(slots.get(slot) ?? []), part]);
    }
    const found = new Map<string, FoundSecret>();
    for (const [slot, parts] of slots) {
      const [id = '', kind = ''] = slot.split('/');
      const secret = joinSecret(partsOfNewest(parts));
      const other = found.get(`${id}/${kind}`)?.serial ?? 0;
      if (secret && secret.serial > other) found.set(`${id}/${kind}`, { id, kind, ...secret });
    }
    return [...found.values()];
  }

  /** Deletes every secret of an id, or those of one kind. Resolves only when the keychain surely holds none any more. */
  async remove(id: string, kinds: readonly SecretKind[] = KINDS): Promise<void> {
    for (const kind of kinds) for (const slot of ['a', 'b'] as const) await this.#empty(id, kind, slot);
    // A locked keyring, which may say of everything that it is not there, has been believed above.
    await this.keychain.probe();
  }

  /** The last part first, so that what is cut short leaves no gap behind which something is forgotten. */
  async #empty(id: string, kind: SecretKind, slot: Slot): Promise<void> {
    let count = 0;
    while ((await this.keychain.find(addressOf(id, kind, slot, count + 1))) !== null) count += 1;
    for (let part = count; part >= 1; part -= 1) await this.keychain.delete(addressOf(id, kind, slot, part));
  }

  async #rest(id: string, kind: SecretKind, slot: Slot, first: string | null): Promise<StoredSecret | null> {
    const header = first === null ? null : readPart(first);
    if (header === null) return null;
    const parts = [header];
    for (let index = 2; index <= header.count; index += 1) {
      const value = await this.keychain.get(addressOf(id, kind, slot, index));
      const part = value === null ? null : readPart(value);
      if (part === null) return null;
      parts.push(part);
    }
    return joinSecret(parts);
  }
}

/** What a longer secret left behind in the same slot is none of the shorter one's parts. */
function partsOfNewest(parts: readonly Part[]): readonly Part[] {
  const newest = Math.max(...parts.map(({ serial }) => serial));
  return parts.filter(({ serial }) => serial === newest);
}

function slotOf(serial: number): Slot {
  return serial % 2 === 1 ? 'a' : 'b';
}

function addressOf(id: string, kind: SecretKind, slot: Slot, part: number): string {
  return `${id}/${kind}/${slot}/${part}`;
}
