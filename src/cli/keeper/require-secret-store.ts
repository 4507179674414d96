import { failed } from '../../agent/handlers/refusals';
import { ownFailure } from '../../core/failures/classify';
import { KeychainError } from '../../core/storage/ports';
import { CommandError } from '../command-error';
import { withServerAdvice } from './server-advice';

/** Runs a check of the secret store. Throws a {@link CommandError} in its words when it can't be used. */
export async function requireSecretStore(check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    const { code, words, failure } = failed(ownFailure(`keychain/${error.problem}`, Date.now()), null);
    throw new CommandError(code, withServerAdvice(words, failure), failure);
  }
}
