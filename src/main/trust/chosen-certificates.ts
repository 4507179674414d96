import { randomUUID } from 'node:crypto';
import { type DurationMs, MINUTE, type Timers } from '../../core/model/time';
import type { CertificateChoice } from '../../ipc/certificates';
import type { Reply } from '../../ipc/contract';
import type { CertificateReading, CertificateWithKey } from '../../platform/certificate/certificate';
import type { ChosenFile } from '../system/dialogs';
import { answer, refuse } from '../wording/replies';

/** How long a chosen certificate waits to be used. */
const PATIENCE: DurationMs = 10 * MINUTE;
/** Whoever chooses again and again means the last one. */
const MOST_HELD = 3;

interface Held {
  readonly files: readonly ChosenFile[];
  /** `null` while its passphrase is wanted. */
  readonly certificate: CertificateWithKey | null;
  readonly stopWaiting: () => void;
}

/**
 * Where certificates wait between being chosen and being used, in memory only. The panel knows one by a name that says
 * nothing; its key stays here.
 */
export class ChosenCertificates {
  readonly #held = new Map<string, Held>();

  constructor(
    private readonly timers: Timers,
    /** Reads a certificate out of the chosen files. Never rejects. */
    private readonly read = readChosen,
  ) {}

  /** Takes in what a person chose. */
  open(files: readonly ChosenFile[]): Promise<Reply<CertificateChoice>> {
    return this.#take(randomUUID(), files, '');
  }

  /** Tries a passphrase on files that wait for one. A wrong one leaves them waiting. */
  async unlock(id: string, passphrase: string): Promise<Reply<CertificateChoice>> {
    const waiting = this.#held.get(id);
    if (!waiting) return CERTIFICATE_GONE;
    return this.#take(id, waiting.files, passphrase);
  }

  /** The certificate of that name, or `null` when it is no longer here. */
  find(id: string): CertificateWithKey | null {
    return this.#held.get(id)?.certificate ?? null;
  }

  /** It has been used, or nobody wants it. */
  drop(id: string): void {
    this.#held.get(id)?.stopWaiting();
    this.#held.delete(id);
  }

  async #take(id: string, files: readonly ChosenFile[], passphrase: string): Promise<Reply<CertificateChoice>> {
    const fileName = files.map(({ name }) => name).join(', ');
    const reading = await this.read(files, passphrase);
    if (!reading.ok && passphrase === '' && PROTECTED.has(reading.problem)) {
      this.#hold(id, files, null);
      return answer({ kind: 'passphrase', id, fileName });
    }
    if (!reading.ok) return refuse(reading.message, '', PROTECTED.has(reading.problem) ? 'passphrase' : 'certificate');
    const { subject, thumbprint, thumbprintSha1, notAfter } = reading.value;
    this.#hold(id, [], reading.value);
    return answer({ kind: 'chosen', id, fileName, subject, thumbprint, thumbprintSha1, expiresAt: notAfter });
  }

  #hold(id: string, files: readonly ChosenFile[], certificate: CertificateWithKey | null): void {
    this.drop(id);
    const stopWaiting = this.timers.set(PATIENCE, () => this.#held.delete(id));
    this.#held.set(id, { files, certificate, stopWaiting });
    const [oldest] = this.#held.keys();
    if (this.#held.size > MOST_HELD && oldest !== undefined) this.drop(oldest);
  }
}

async function readChosen(chosen: readonly ChosenFile[], passphrase: string): Promise<CertificateReading> {
  // Loaded with the first certificate that somebody chooses.
  const { readCertificate } = await import('../../platform/certificate/certificate');
  const files = chosen.map(({ content }) => content);
  return readCertificate(files, passphrase, Date.now());
}

const PROTECTED: ReadonlySet<string> = new Set(['passphrase-needed', 'passphrase-wrong']);

/** The certificate waited too long. */
export const CERTIFICATE_GONE = refuse(
  'The certificate you chose is no longer available. The app keeps it for 10 minutes.',
  'Choose the file again.',
  'certificate',
);
