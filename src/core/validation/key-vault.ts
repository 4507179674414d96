import { CLOUDS, type CloudName } from '../model/clouds';
import { parseUrl } from '../model/url';

/** One secret in an Azure Key Vault, as its identifier names it. */
export interface VaultSecret {
  /** Scope of an access token for the vaults of its cloud. */
  readonly scope: string;
  /** Where the vault is, `https://VAULT.vault.azure.net`. */
  readonly base: string;
  /** The vault's name, lower case. */
  readonly vault: string;
  readonly name: string;
  /** 32 hex digits; `null` for the newest. */
  readonly version: string | null;
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
  const keyVault = cloud === 'custom' ? null : CLOUDS[cloud].keyVault;
  if (keyVault === null) return wrong("Key Vault isn't available for a custom cloud.");
  const suffix = new URL(keyVault).host;
  const text = identifier.trim();
  if (text === '')
    return wrong('Enter the secret identifier. In Key Vault, go to Secrets, the secret, and its current version.');
  const url = parseUrl(text);
  if (!url) return wrong(`This isn't a web address. A secret identifier starts with https:// and contains ${suffix}.`);
  const { protocol, host, hostname, username, password, pathname, search, hash } = url;
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
  return { ok: true, value: { scope: `${keyVault}/.default`, base: `https://${host}`, vault, name, version } };
}
