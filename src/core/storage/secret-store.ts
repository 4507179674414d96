import { type Keychain, KeychainError } from './ports';
import { joinSecret, partsOf, splitSecret } from './secret-parts';

/** The two kinds of secrets a connection has in the keychain; a certificate with its key is kept as `client-secret` is. */
export type SecretKind = 'refresh-token' | 'client-secret';

/** One secret found in the keychain: all there is of it. Whether it is whole, `joinSecret` tells. */
export interface FoundSecret {
  readonly id: string;
  readonly kind: SecretKind;
  readonly generation: number;
  readonly parts: readonly string[];
}

type Generations = Map<number, Set<number>>;

/** Where one part of a secret is. */
interface Address {
  readonly id: string;
  readonly kind: SecretKind;
  readonly generation: number;
  readonly part: number;
}

const KINDS: readonly SecretKind[] = ['refresh-token', 'client-secret'];

/**
 * Keeps secrets in the keychain under `<connection id>/<kind>/<generation>/<part>`. A generation is written once, never
 * changed, and found whole or not at all; an older one is dropped only when told to. Rejects with {@link KeychainError} only.
 */
export class SecretStore {
  /** Which parts of which generations exist, as far as we know; per connection. */
  readonly #known: Readonly<Record<SecretKind, Map<string, Generations>>> = {
    'refresh-token': new Map(),
    'client-secret': new Map(),
  };

  /** Where parts have been written while a survey waits for its answer; `null` while none does. */
  #meanwhile: Set<string> | null = null;

  constructor(private readonly keychain: Keychain) {}

  /** Reads everything under our name, and learns what is there, and what is gone. What is written meanwhile stays known. */
  async survey(): Promise<FoundSecret[]> {
    const { entries, meanwhile } = await this.#askForAll();
    const there = new Set(entries.map(({ account }) => account));
    for (const { id, kind, generation, part } of this.#list()) {
      const address = addressOf(id, kind, generation, part);
      if (!there.has(address) && !meanwhile.has(address)) this.#forget(id, kind, generation, part);
    }
    const found = new Map<string, FoundSecret & { readonly parts: string[] }>();
    for (const { account, value } of entries) {
      const address = readAddress(account);
      if (!address) continue;
      const { id, kind, generation, part } = address;
      this.#remember(id, kind, generation, part);
      const key = account.slice(0, account.lastIndexOf('/'));
      const secret = found.get(key);
      if (secret) secret.parts.push(value);
      else found.set(key, { id, kind, generation, parts: [value] });
    }
    return [...found.values()].sort((a, b) => b.generation - a.generation);
  }

  /** Every entry, and where parts have been written since it was asked for them. */
  async #askForAll(): Promise<{
    readonly entries: Awaited<ReturnType<Keychain['entries']>>;
    readonly meanwhile: ReadonlySet<string>;
  }> {
    const meanwhile = new Set<string>();
    this.#meanwhile = meanwhile;
    try {
      return { entries: await this.keychain.entries(), meanwhile };
    } finally {
      this.#meanwhile = null;
    }
  }

  /** A generation that nothing in the keychain uses, not even the remains of a write that was cut short. */
  nextGeneration(id: string, kind: SecretKind, atLeast: number): number {
    return Math.max(atLeast, 0, ...this.#generations(id, kind).keys()) + 1;
  }

  /** Writes every part, then reads all back. Resolves only when the keychain holds the whole secret. */
  async write(id: string, kind: SecretKind, generation: number, text: string): Promise<void> {
    const parts = splitSecret(text);
    for (const [index, value] of parts.entries()) {
      this.#remember(id, kind, generation, index + 1);
      await this.keychain.set(addressOf(id, kind, generation, index + 1), value);
    }
    const back = await this.#readParts(id, kind, generation, parts.length);
    if (!back?.every((part, index) => part === parts[index])) throw new KeychainError('mismatch');
  }

  /** The secret of that generation, or `null` when it is not there whole. */
  async read(id: string, kind: SecretKind, generation: number): Promise<string | null> {
    const first = await this.keychain.get(addressOf(id, kind, generation, 1));
    if (first === null) return null;
    const count = partsOf(first);
    if (count === null) return null;
    if (count === 1) return joinSecret([first]);
    const parts = await this.#readParts(id, kind, generation, count);
    return parts === null ? null : joinSecret(parts);
  }

  /**
   * Deletes every generation older than `than` but `keep`. A newer one is never touched: it may have been written since.
   * What cannot be deleted now is tried again the next time.
   */
  async dropOlder(id: string, kind: SecretKind, than: number, keep: number | null = null): Promise<void> {
    const generations = this.#generations(id, kind);
    for (const [generation, parts] of [...generations]) {
      if (generation >= than || generation === keep) continue;
      for (const part of [...parts]) {
        await this.keychain.delete(addressOf(id, kind, generation, part));
        parts.delete(part);
      }
      generations.delete(generation);
    }
  }

  /** Deletes everything of a connection. */
  async remove(id: string): Promise<void> {
    await this.dropOlder(id, 'refresh-token', Number.POSITIVE_INFINITY);
    await this.dropOlder(id, 'client-secret', Number.POSITIVE_INFINITY);
  }

  async #readParts(id: string, kind: SecretKind, generation: number, count: number): Promise<string[] | null> {
    const parts: string[] = [];
    for (let part = 1; part <= count; part += 1) {
      const value = await this.keychain.get(addressOf(id, kind, generation, part));
      if (value === null) return null;
      parts.push(value);
    }
    return parts;
  }

  #remember(id: string, kind: SecretKind, generation: number, part: number): void {
    const generations = this.#generations(id, kind);
    const parts = generations.get(generation) ?? new Set<number>();
    generations.set(generation, parts.add(part));
    this.#meanwhile?.add(addressOf(id, kind, generation, part));
  }

  #forget(id: string, kind: SecretKind, generation: number, part: number): void {
    const generations = this.#generations(id, kind);
    const parts = generations.get(generation);
    parts?.delete(part);
    if (parts?.size === 0) generations.delete(generation);
  }

  #list(): Address[] {
    return KINDS.flatMap((kind) =>
      [...this.#known[kind]].flatMap(([id, generations]) =>
        [...generations].flatMap(([generation, parts]) =>
          Array.from(parts, (part) => ({ id, kind, generation, part })),
        ),
      ),
    );
  }

  #generations(id: string, kind: SecretKind): Generations {
    const known = this.#known[kind].get(id);
    if (known) return known;
    const generations: Generations = new Map();
    this.#known[kind].set(id, generations);
    return generations;
  }
}

function addressOf(id: string, kind: SecretKind, generation: number, part: number): string {
  return `${id}/${kind}/${generation}/${part}`;
}

function readAddress(account: string): Address | null {
  const match = /^([0-9a-f]{32})\/(refresh-token|client-secret)\/(\d{1,9})\/(\d{1,4})$/.exec(account);
  if (!match) return null;
  const [, id, kind, generation, part] = match;
  if (id === undefined || (kind !== 'refresh-token' && kind !== 'client-secret')) return null;
  return { id, kind, generation: Number(generation), part: Number(part) };
}
