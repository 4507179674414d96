import {
  type ClientAuthentication,
  type Credential,
  type CredentialFacts,
  NO_FACTS,
} from '../../core/model/credential';
import { secretProblem, secretWarning } from '../../core/validation/client-secret';
import { LONGEST_SECRET } from '../../core/validation/refresh-token';
import { readCertificate } from '../../platform/certificate/certificate';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { canAsk } from '../prompts/can-ask';
import { FileError, readFileOf, readSecretFile, readSecretInput } from './files';

/** The options that say how the application authenticates. */
export interface CredentialFlags {
  readonly secretStdin?: true;
  readonly secretFile?: string;
  /** A certificate and its key may be in a file each. */
  readonly certificate?: readonly string[];
  readonly certificatePassphraseFile?: string;
  readonly public?: true;
}

/** What an application authenticates with, and what is known of it. */
export interface Offered {
  readonly credential: Credential;
  readonly facts: CredentialFacts;
}

export const PUBLIC: Offered = { credential: { kind: 'none' }, facts: NO_FACTS };

/** How the application authenticates, if the options say so. */
export function applicationSaid(flags: CredentialFlags): ClientAuthentication['kind'] | null {
  if (flags.public) return 'public';
  if (flags.certificate) return 'certificate';
  return flags.secretStdin || flags.secretFile !== undefined ? 'secret' : null;
}

/** What the options say; `null`: nothing. Throws a {@link CommandError}. */
export async function readCredential(cli: Cli, flags: CredentialFlags): Promise<Offered | null> {
  const { secretStdin, secretFile, certificate, certificatePassphraseFile } = flags;
  if (flags.public) return PUBLIC;
  if (certificate) return certificateIn(cli, certificate, certificatePassphraseFile);
  if (certificatePassphraseFile !== undefined)
    throw new CommandError(2, '--certificate-passphrase-file is for --certificate FILE.');
  if (secretFile !== undefined) return secretOf(cli, await readSecretFile('--secret-file', secretFile));
  if (!secretStdin) return null;
  const text = await readSecretInput();
  return text === null ? askForSecret(cli) : secretOf(cli, text);
}

/** Asks for a client secret without echo. Throws a {@link CommandError}. */
export async function askForSecret(cli: Cli): Promise<Offered> {
  const { askHidden } = await import('../prompts/ask-hidden');
  return secretOf(cli, await askHidden('Client secret', secretProblem, cli.signal));
}

/**
 * The certificate in files. When they are locked, the passphrase is in the file named, or asked for without echo. Throws a
 * {@link CommandError}.
 */
export async function certificateIn(cli: Cli, paths: readonly string[], passphraseFile?: string): Promise<Offered> {
  const files = await Promise.all(paths.map((path) => readFileOf('--certificate', path)));
  const given =
    passphraseFile === undefined
      ? ''
      : (await readSecretFile('--certificate-passphrase-file', passphraseFile)).replace(/\r?\n$/, '');
  let reading = await readCertificate(files, given, Date.now());
  if (!reading.ok && reading.problem === 'passphrase-needed' && canAsk()) {
    const { askHidden } = await import('../prompts/ask-hidden');
    const tooLong = (text: string) => (text.length > LONGEST_SECRET ? 'This is too long for a passphrase.' : null);
    for (;;) {
      const passphrase = await askHidden("The certificate file's passphrase", tooLong, cli.signal);
      reading = await readCertificate(files, passphrase, Date.now());
      if (reading.ok || !reading.problem.startsWith('passphrase')) break;
      cli.terminal.note(reading.message);
    }
  }
  if (!reading.ok) {
    const how = reading.problem === 'passphrase-needed' ? ' Use --certificate-passphrase-file FILE.' : '';
    throw new FileError('--certificate', `${reading.message}${how}`);
  }
  const { certificate, privateKey, notAfter, thumbprint } = reading.value;
  return {
    credential: { kind: 'certificate', certificate, privateKey },
    facts: { expiresAt: notAfter, thumbprint },
  };
}

function secretOf({ terminal }: Cli, text: string): Offered {
  const problem = secretProblem(text);
  if (problem !== null) throw new CommandError(2, problem);
  const warning = secretWarning(text);
  if (warning !== null) terminal.note(`Warning: ${warning}`);
  return { credential: { kind: 'secret', clientSecret: text.trim() }, facts: NO_FACTS };
}
