import { CERTIFICATE_PROBLEMS, type CertificateProblem } from '../../core/validation/certificate';

/** Ends the reading of a certificate file. Its message comes from a table, so nothing of the file can be in it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(readonly problem: CertificateProblem) {
    super(CERTIFICATE_PROBLEMS[problem]);
  }
}
