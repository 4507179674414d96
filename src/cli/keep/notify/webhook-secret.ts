import { PrivateFileError, readPrivateFile } from '../../../platform/files/private-file';
import { CommandError } from '../../command-error';

/** Shorter ones can be guessed from what they sign. */
const SHORTEST = 16;

/** The secret that signs webhooks, without the line break at its end. Throws a {@link CommandError}. */
export async function readWebhookSecret(file: string): Promise<string> {
  return checkWebhookSecret(await read(file));
}

/** The secret, if it's long enough. Throws a {@link CommandError}. */
export function checkWebhookSecret(secret: string): string {
  if (secret.length >= SHORTEST) return secret;
  throw new CommandError(2, `The webhook secret needs at least ${SHORTEST} characters.`);
}

async function read(file: string): Promise<string> {
  try {
    return (await readPrivateFile(file)).toString('utf8').trim();
  } catch (error) {
    if (!(error instanceof PrivateFileError)) throw error;
    throw new CommandError(
      3,
      error.problem === 'exposed' ? EXPOSED : "The file with the webhook secret can't be read.",
    );
  }
}

const EXPOSED =
  'Other users can read or replace the file with the webhook secret. Let it belong to this user or root, with mode 0600.';
