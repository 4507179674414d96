import type { CloudName } from '../model/clouds';

/** One secret in an Azure Key Vault, as its identifier names it. */
export interface VaultSecret {
  /** The vault's name, lower case. */
  readonly vault: string;
  readonly name: string;
  /** 32 hex digits; `null` for the newest. */
  readonly version: string | null;
}

/** What a vault's host ends with, and so what its tokens are for. Source: Microsoft Learn, "About keys, secrets and certificates", "DNS suffixes". */
const SUFFIXES: Readonly<Record<CloudName, string | null>> = {
  global: 'vault.azure.net',
  'us-government': 'vault.usgovcloudapi.net',
  china: 'vault.azure.cn',
  practice: 'vault.azure.net',
  custom: null,
};

/** The scope of an access token for a cloud's vaults; `null` where none are known. */
export function keyVaultScope(cloud: CloudName): string | null {
  const suffix = SUFFIXES[cloud];
  return suffix === null ? null : `https://${suffix}/.default`;
}

/** Where a vault of that cloud is, `https://name.suffix`; `null` where none are known. */
export function vaultBase(cloud: CloudName, vault: string): string | null {
  const suffix = SUFFIXES[cloud];
  return suffix === null ? null : `https://${vault}.${suffix}`;
}

/**
 * Reads a secret's identifier, `https://VAULT.vault.azure.net/secrets/NAME` and perhaps `/VERSION`, or says what is wrong with it.
 * Nothing but a vault of that cloud passes: a token for Key Vault is sent there.
 */
export function readSecretIdentifier(
  identifier: string,
  cloud: CloudName,
): { readonly ok: true; readonly value: VaultSecret } | { readonly ok: false; readonly problem: string } {
  const wrong = (problem: string) => ({ ok: false, problem }) as const;
  const suffix = SUFFIXES[cloud];
  if (suffix === null) return wrong("Key Vault isn't available for a custom cloud.");
  const text = identifier.trim();
  if (text === '')
    return wrong('Enter the secret identifier. In Key Vault, go to Secrets, the secret, and its current version.');
  if (!URL.canParse(text))
    return wrong(`This isn't a web address. A secret identifier starts with https:// and contains ${suffix}.`);
  const { protocol, host, hostname, username, password, pathname, search, hash } = new URL(text);
  if (protocol !== 'https:') return wrong('A secret identifier starts with https://.');
  const vault = hostname.endsWith(`.${suffix}`) ? hostname.slice(0, -suffix.length - 1) : '';
  if (username !== '' || password !== '' || host !== hostname || !/^[a-z](?:[a-z0-9-]{1,22})[a-z0-9]$/.test(vault))
    return wrong(`This isn't a key vault in this cloud. Enter an address like https://NAME.${suffix}/secrets/SECRET.`);
  const [, kind, name = '', version = null, ...more] = pathname.replace(/\/$/, '').split('/');
  if (kind === 'keys' || kind === 'certificates')
    return wrong(`This identifies one of the vault's ${kind}. Enter the identifier of a secret.`);
  const isWhole = kind === 'secrets' && /^[\da-z-]{1,127}$/i.test(name) && more.length === 0;
  if (!isWhole || (version !== null && !/^[\da-f]{32}$/i.test(version)) || search !== '' || hash !== '')
    return wrong(`This doesn't identify a secret. Enter an address like https://${hostname}/secrets/NAME.`);
  return { ok: true, value: { vault, name, version } };
}
