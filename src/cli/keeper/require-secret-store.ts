import { failed } from '../../agent/handlers/refusals';
import { ownFailure } from '../../core/failures/classify';
import { KeychainError } from '../../core/storage/ports';
import { CommandError } from '../command-error';
import { withServerAdvice } from './server-advice';

/** Runs a check of the secret store. Throws a {@link CommandError} in its words when it can't be used. */
export async function requireSecretStore(check: () => Promise<void>): Promise<void> {
  const problem = await problemOf(check);
  if (problem !== null) throw problem;
}

/** What such a check finds, in words; `null`: nothing. */
export async function problemOf(check: () => Promise<void>): Promise<CommandError | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    const { code, words, failure } = failed(ownFailure(`keychain/${error.problem}`, Date.now()), null);
    return new CommandError(code, withServerAdvice(words, failure), failure);
  }
}
