import { CLOUDS, type CloudName } from '../model/clouds';
import type { ConnectionSettings } from '../model/connection';
import { isGuid } from '../model/new-id';
import { parseUrl } from '../model/url';
import type { VaultSettings } from '../model/vault';

/** Where an Azure Key Vault is. */
export interface VaultAddress {
  /** Scope of an access token for the vaults of its cloud. */
  readonly scope: string;
  /** `https://VAULT.vault.azure.net`. */
  readonly base: string;
  /** The vault's name, lower case. */
  readonly vault: string;
}

/** One secret in an Azure Key Vault, as its identifier names it. */
export interface VaultSecret extends VaultAddress {
  readonly name: string;
  /** 32 hex digits; `null` for the newest. */
  readonly version: string | null;
}

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const NAME = /^[\da-z-]{1,127}$/i;

/**
 * Reads a secret's identifier, `https://VAULT.vault.azure.net/secrets/NAME` and perhaps `/VERSION`, or says what is wrong with it.
 * Nothing but a vault of that cloud passes: a token for Key Vault is sent there.
 */
export function readSecretIdentifier(identifier: string, cloud: CloudName): Read<VaultSecret> {
  const read = readVault(identifier, cloud, {
    empty: 'Enter the secret identifier. In Key Vault, go to Secrets, the secret, and its current version.',
    what: 'A secret identifier',
    path: '/secrets/SECRET',
  });
  if (!read.ok) return read;
  const { url, ...address } = read.value;
  const [, kind, name = '', version = null, ...more] = url.pathname.replace(/\/$/, '').split('/');
  if (kind === 'keys' || kind === 'certificates')
    return wrong(`This identifies one of the vault's ${kind}. Enter the identifier of a secret.`);
  const isWhole = kind === 'secrets' && NAME.test(name) && more.length === 0;
  if (!isWhole || (version !== null && !/^[\da-f]{32}$/i.test(version)) || url.search !== '' || url.hash !== '')
    return wrong(`This doesn't identify a secret. Enter an address like ${address.base}/secrets/NAME.`);
  return { ok: true, value: { ...address, name, version } };
}

/** Reads the address of a vault of that cloud, `https://VAULT.vault.azure.net`, or says what is wrong with it. */
export function readVaultAddress(address: string, cloud: CloudName): Read<VaultAddress> {
  const read = readVault(address, cloud, {
    empty: 'Enter the address of the key vault. In Key Vault, it\'s on the Overview page as "Vault URI".',
    what: "A key vault's address",
    path: '',
  });
  if (!read.ok) return read;
  const { url, ...found } = read.value;
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return wrong(`Enter only the key vault's address: ${found.base}.`);
  return { ok: true, value: found };
}

/** A part of what a person says of a key vault that can be wrong. */
export type VaultField = 'url' | 'secretName' | 'applicationId' | 'applicationSecret' | 'tenantId' | 'credential';

/** Every problem of a connection's key vault at once; what is fine is absent. */
export function vaultProblems(
  { url, secretName, credential, names }: VaultSettings,
  connection: Pick<ConnectionSettings, 'cloud' | 'application'>,
): Partial<Record<VaultField, string>> {
  const address = readVaultAddress(url, connection.cloud);
  const taken = new Set([secretName.toLowerCase()]);
  const other = (name: string | null): string | null => {
    if (name === null) return null;
    if (!NAME.test(name)) return ODD_NAME;
    const isTaken = taken.has(name.toLowerCase());
    taken.add(name.toLowerCase());
    return isTaken ? 'Each value needs a secret of its own. Choose another name.' : null;
  };
  const found: Partial<Record<VaultField, string | null>> = {
    url: address.ok ? null : address.problem,
    secretName: NAME.test(secretName) ? null : ODD_NAME,
    applicationId: other(names.applicationId),
    applicationSecret:
      names.applicationSecret !== null && connection.application.kind !== 'secret'
        ? "This connection's application has no client secret to write."
        : other(names.applicationSecret),
    tenantId: other(names.tenantId),
    credential:
      credential.kind === 'application' && connection.application.kind === 'public'
        ? "A public client can't sign in by itself. Choose another credential."
        : credential.kind === 'managed-identity' && credential.clientId !== null && !isGuid(credential.clientId)
          ? "The client ID of a managed identity is a GUID. Leave it empty for the computer's own."
          : null,
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null));
}

const ODD_NAME = "A secret's name has up to 127 letters, digits, and hyphens.";

function readVault(
  entered: string,
  cloud: CloudName,
  { empty, what, path }: { readonly empty: string; readonly what: string; readonly path: string },
): Read<VaultAddress & { readonly url: URL }> {
  const keyVault = cloud === 'custom' ? null : CLOUDS[cloud].keyVault;
  if (keyVault === null) return wrong("Key Vault isn't available for a custom cloud.");
  const suffix = new URL(keyVault).host;
  const text = entered.trim();
  if (text === '') return wrong(empty);
  const url = parseUrl(text);
  if (!url) return wrong(`This isn't a web address. ${what} starts with https:// and contains ${suffix}.`);
  const { protocol, host, hostname, username, password } = url;
  if (protocol !== 'https:') return wrong(`${what} starts with https://.`);
  const vault = hostname.endsWith(`.${suffix}`) ? hostname.slice(0, -suffix.length - 1) : '';
  if (username !== '' || password !== '' || host !== hostname || !/^[a-z](?:[a-z0-9-]{1,22})[a-z0-9]$/.test(vault))
    return wrong(`This isn't a key vault in this cloud. Enter an address like https://NAME.${suffix}${path}.`);
  return { ok: true, value: { scope: `${keyVault}/.default`, base: `https://${host}`, vault, url } };
}

function wrong(problem: string) {
  return { ok: false, problem } as const;
}
