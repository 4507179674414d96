import { open } from 'node:fs/promises';
import { extraCaProblem } from '../../core/validation/cloud-validation';
import { LONGEST_SECRET } from '../../core/validation/refresh-token';
import { decodeText } from '../../platform/files/decode-text';
import { errorCode } from '../../platform/files/error-code';
import { readStandardInput } from '../../platform/system/standard-input';
import { CommandError } from '../command-error';

/** A certificate, its issuers and its key have at most this; whoever reads finds more too big. In bytes. */
const LONGEST_CERTIFICATE = 256 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist",
  ENOTDIR: "doesn't exist",
  EISDIR: 'is a folder',
  EACCES: "can't be read: check its permissions",
  EPERM: "can't be read: check its permissions",
};

/** A file is not what it should be. */
export class FileError extends CommandError {
  constructor(
    /** The option that names it. */
    readonly option: string,
    /** What is wrong and what to do. Holds nothing of the file. */
    readonly words: string,
  ) {
    super(2, `${option}: ${words}`);
  }
}

/** Why a file can't be read, for the end of a sentence. */
function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return REASONS[code] ?? `can't be read (${code})`;
}

/** The start of a file, one byte more than `longest` at most. Throws a {@link FileError}. */
export async function readFileOf(option: string, path: string, longest = LONGEST_CERTIFICATE): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      // A device may give a little at a time, and never end.
      const chunks: Uint8Array[] = [];
      for (let left = longest + 1; left > 0; ) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, 65_536)));
        if (bytesRead === 0) break;
        chunks.push(buffer.subarray(0, bytesRead));
        left -= bytesRead;
      }
      return Buffer.concat(chunks);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new FileError(option, `${path} ${reasonOf(error)}.`);
  }
}

/** The text of a small file that holds a secret. Throws a {@link FileError}, which repeats nothing of it. */
export async function readSecretFile(option: string, path: string): Promise<string> {
  const bytes = await readFileOf(option, path, LONGEST_SECRET);
  if (bytes.length > LONGEST_SECRET) throw new FileError(option, `${path} is too large.`);
  const text = decodeText(bytes);
  if (text === null) throw new FileError(option, `${path} isn't a text file.`);
  if (text.trim() === '') throw new FileError(option, `${path} is empty.`);
  return text;
}

/** The text on standard input; `null`: it is a terminal. Throws a {@link CommandError}, which repeats nothing of it. */
export async function readSecretInput(): Promise<string | null> {
  const input = await readStandardInput(LONGEST_SECRET).catch(() => null);
  if (input === null) throw new CommandError(2, "Standard input can't be read.");
  if (input.kind === 'terminal') return null;
  if (input.kind === 'too-big') throw new CommandError(2, 'The text on standard input is too long.');
  const text = decodeText(input.bytes);
  if (text === null) throw new CommandError(2, "Standard input isn't text.");
  if (text.trim() === '') throw new CommandError(2, 'Standard input is empty.');
  return text;
}

/** The certificates of a file, in PEM. Throws a {@link FileError}. */
export async function readExtraCa(path: string): Promise<string> {
  const bytes = await readFileOf('--extra-ca', path);
  const { readCertificates } = await import('../../platform/certificate/certificate');
  const pem = await readCertificates(bytes);
  const problem =
    pem === '' ? "There's no certificate in this file. Choose the authority's certificate." : extraCaProblem(pem);
  if (problem !== null) throw new FileError('--extra-ca', problem);
  return pem;
}
