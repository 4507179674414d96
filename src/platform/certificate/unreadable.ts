import { CERTIFICATE_PROBLEMS, type CertificateProblem } from '../../core/validation/certificate';

/** Ends the reading of a part of a file. Its message comes from a table, so nothing of the file can be in it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(readonly problem: CertificateProblem) {
    super(CERTIFICATE_PROBLEMS[problem]);
  }
}

/** What Node throws, it throws at something that is damaged. */
export function unreadable(error: unknown): Unreadable {
  return error instanceof Unreadable ? error : new Unreadable('damaged');
}

/** The file is protected in a way that is not known, or takes too long. Throws {@link Unreadable}. */
export function notKnown(): never {
  throw new Unreadable('unknown-protection');
}
