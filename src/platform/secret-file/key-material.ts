import type { VaultPort } from '../../core/key-vault/ports';
import type { CloudName } from '../../core/model/clouds';
import type { KeychainProblem } from '../../core/model/failure';
import { type DurationMs, SECOND } from '../../core/model/time';
import { KeychainError } from '../../core/storage/ports';
import { readSecretIdentifier, type VaultSecret } from '../../core/validation/key-vault';
import { PrivateFileError, readPrivateFile } from '../files/private-file';

/** How long a key vault may take, its token included. */
const PATIENCE: DurationMs = 30 * SECOND;

/** The clouds whose vaults have an address of their own. */
const CLOUDS: readonly CloudName[] = ['global', 'us-government', 'china'];

/** Whether a key is named by an address rather than by a file. */
export function isKeyAddress(place: string): boolean {
  return /^https?:/i.test(place);
}

/** The secret in a key vault that an address names, and its cloud; or what is wrong with it. */
export function keySecretAt(
  address: string,
):
  | { readonly ok: true; readonly cloud: CloudName; readonly secret: VaultSecret }
  | { readonly ok: false; readonly problem: string } {
  for (const cloud of CLOUDS) {
    const read = readSecretIdentifier(address, cloud);
    if (read.ok) return { ok: true, cloud, secret: read.value };
  }
  const read = readSecretIdentifier(address, 'global');
  return { ok: false, problem: read.ok ? '' : read.problem };
}

/**
 * What a store's key is made of: the bytes of a file that is this user's or root's alone, or a secret in a key vault, read as the managed
 * identity of this computer. Rejects with {@link KeychainError}.
 */
export function readKeyMaterial(place: string, vault: VaultPort): Promise<Buffer> {
  return isKeyAddress(place) ? fromVault(place, vault) : fromFile(place);
}

const PROBLEMS: Readonly<Record<PrivateFileError['problem'], KeychainProblem>> = {
  gone: 'key-gone',
  exposed: 'key-exposed',
  'too-large': 'key-gone',
};

async function fromFile(path: string): Promise<Buffer> {
  return readPrivateFile(path).catch((error: unknown) => {
    throw error instanceof PrivateFileError ? new KeychainError(PROBLEMS[error.problem]) : error;
  });
}

async function fromVault(address: string, vault: VaultPort): Promise<Buffer> {
  const found = keySecretAt(address);
  if (!found.ok) throw new KeychainError('key-vault');
  const { name, version, base, scope } = found.secret;
  const place = { cloud: found.cloud, base, signal: AbortSignal.timeout(PATIENCE) };
  // Nobody gets a token who isn't a vault of this cloud.
  const asked = await vault.challenge(place);
  if (!asked.ok) throw new KeychainError('key-vault');
  const api = scope.replace(/\/\.default$/, '');
  const token = await vault.managedIdentityToken({ api, clientId: null, signal: place.signal });
  if (!token.ok) throw new KeychainError('key-vault');
  const which = version === null ? name : `${name}/${version}`;
  const read = await vault.read({ ...place, accessToken: token.value, name: which });
  if (!read.ok || read.value === null) throw new KeychainError('key-vault');
  return Buffer.from(read.value.value, 'utf8');
}
