import { isKeyAddress, keySecretAt } from '../platform/secret-file/key-material';
import type { SecretStoreChoice } from '../platform/secret-file/secret-stores';
import { CommandError } from './command-error';

export interface SecretStoreOptions {
  readonly secretStore?: 'keychain' | 'file';
  readonly keyFile?: string;
}

const STORE = 'PARTNER_TOKEN_TRAY_SECRET_STORE';
const KEY_FILE = 'PARTNER_TOKEN_TRAY_KEY_FILE';

/** The secret store that the options choose, or else the environment. Throws a {@link CommandError} for half a choice. */
export function secretStoreOf(options: SecretStoreOptions, environment: NodeJS.ProcessEnv): SecretStoreChoice {
  const store = options.secretStore ?? (environment[STORE] || 'keychain');
  if (store === 'keychain') {
    if (options.keyFile !== undefined) throw new CommandError(2, '--key-file is for --secret-store file.');
    return { kind: 'keychain' };
  }
  if (store !== 'file') throw new CommandError(2, `${STORE} has to be keychain or file.`);
  const keyFile = options.keyFile ?? (environment[KEY_FILE] || undefined);
  if (keyFile === undefined)
    throw new CommandError(
      2,
      `--secret-store file needs --key-file FILE, or ${KEY_FILE}: what the secrets are encrypted with.`,
    );
  const address = isKeyAddress(keyFile) ? keySecretAt(keyFile) : null;
  if (address?.ok === false) throw new CommandError(2, `--key-file: ${address.problem}`);
  return { kind: 'file', keyFile };
}
