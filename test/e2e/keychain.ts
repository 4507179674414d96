import type { SecretService } from '../support/secret-service';

/** A secret as the keychain holds it, put together with no code of the app. */
export interface KeptSecret {
  readonly connectionId: string;
  readonly kind: string;
  readonly generation: number;
  readonly value: string;
}

interface Whole {
  readonly count: number;
  readonly chunks: Map<number, string>;
}

/** Every refresh token and client secret in the keychain, newest generation first; one that is being written is left out. */
export async function keptSecrets(keyring: SecretService): Promise<KeptSecret[]> {
  const wholes = new Map<string, Whole>();
  for (const { account, value } of await entriesOf(keyring)) {
    const [, key, part] = /^([0-9a-f]{32}\/[a-z-]+\/\d+)\/(\d+)$/.exec(account) ?? [];
    const [header, count] = /^ptt1:\d+\/(\d+):[0-9a-f]+:/.exec(value) ?? [];
    if (key === undefined || header === undefined) continue;
    const whole = wholes.get(key) ?? { count: Number(count), chunks: new Map<number, string>() };
    whole.chunks.set(Number(part), value.slice(header.length));
    wholes.set(key, whole);
  }
  const secrets = [...wholes].flatMap(([key, { count, chunks }]) => {
    if (chunks.size < count) return [];
    const [connectionId = '', kind = '', generation] = key.split('/');
    const envelope = [...chunks].sort(([a], [b]) => a - b).map(([, chunk]) => chunk);
    return [{ connectionId, kind, generation: Number(generation), value: secretIn(envelope.join('')) }];
  });
  return secrets.sort((a, b) => b.generation - a.generation);
}

/** The refresh tokens in the keychain, newest first. */
export async function refreshTokens(keyring: SecretService): Promise<string[]> {
  const secrets = await keptSecrets(keyring);
  return secrets.filter(({ kind }) => kind === 'refresh-token').map(({ value }) => value);
}

/** What the keychain holds; read again when an entry went while it was being read. */
export async function entriesOf(keyring: SecretService): Promise<{ account: string; value: string }[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await keyring.entries();
    } catch (error) {
      if (tries === 5 || !(error instanceof Error) || !error.message.includes('DBus.Error.Unknown')) throw error;
    }
  }
}

function secretIn(envelope: string): string {
  const read: unknown = JSON.parse(envelope);
  if (typeof read !== 'object' || read === null) throw new Error('not an envelope');
  const credential: unknown = Reflect.get(read, 'credential') ?? {};
  const holder = typeof credential === 'object' && credential !== null ? { ...read, ...credential } : read;
  for (const name of ['refreshToken', 'clientSecret', 'privateKey']) {
    const value: unknown = Reflect.get(holder, name);
    if (typeof value === 'string') return value;
  }
  throw new Error('no secret in the envelope');
}
