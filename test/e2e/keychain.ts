import type { SecretService } from '../support/secret-service';

/** A secret as the keychain holds it, put together with no code of the app. */
export interface KeptSecret {
  readonly connectionId: string;
  readonly kind: string;
  readonly serial: number;
  readonly value: string;
}

interface Whole {
  readonly count: number;
  readonly chunks: Map<number, string>;
}

/** Every refresh token and client secret in the keychain, newest first; one that is being written is left out. */
export async function keptSecrets(keyring: SecretService): Promise<KeptSecret[]> {
  const wholes = new Map<string, Whole>();
  for (const { account, value } of await entriesOf(keyring)) {
    const [, key, part] = /^([0-9a-f]{32}\/[a-z-]+\/[ab])\/(\d+)$/.exec(account) ?? [];
    const [header, serial, count] = /^ptt2:(\d+):\d+\/(\d+):[0-9a-f]+:/.exec(value) ?? [];
    if (key === undefined || header === undefined) continue;
    const name = `${key}/${serial}`;
    const whole = wholes.get(name) ?? { count: Number(count), chunks: new Map<number, string>() };
    whole.chunks.set(Number(part), value.slice(header.length));
    wholes.set(name, whole);
  }
  const secrets = [...wholes].flatMap(([name, { count, chunks }]) => {
    if (chunks.size < count) return [];
    const [connectionId = '', kind = '', , serial] = name.split('/');
    const envelope = [...chunks].sort(([a], [b]) => a - b).map(([, chunk]) => chunk);
    return [{ connectionId, kind, serial: Number(serial), value: secretIn(envelope.join('')) }];
  });
  return secrets.sort((a, b) => b.serial - a.serial);
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
