import { KeychainError } from '../../core/storage/ports';

/** The part of keytar that is used. */
export interface NativeKeychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<Array<{ account: string; password: string }>>;
}

/**
 * Loads keytar. It is native code linked to libsecret on Linux, so it cannot even be loaded where that library is
 * absent: rejects with `KeychainError('missing')`.
 */
export async function loadKeytar(): Promise<NativeKeychain> {
  try {
    const module = await import('keytar');
    return module.default;
  } catch {
    throw new KeychainError('missing');
  }
}
