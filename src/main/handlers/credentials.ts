import { X509Certificate } from 'node:crypto';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import { type Credential, type CredentialFacts, NO_FACTS } from '../../core/model/credential';
import { secretProblem } from '../../core/validation/client-secret';
import { extraCaProblem } from '../../core/validation/cloud-validation';
import type { CertificateChoice, Thumbprints } from '../../ipc/certificates';
import type { Reply } from '../../ipc/contract';
import type { ApplicationDraft } from '../../ipc/schemas';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { ChosenFile, Dialogs, FileQuestion } from '../system/dialogs';
import { CERTIFICATE_GONE, type ChosenCertificates } from '../trust/chosen-certificates';
import { answer, DONE, done, failed, refuse } from '../wording/replies';

export interface CredentialPorts {
  readonly keeper: Pick<Keeper, 'find' | 'replaceCredential' | 'noteCredentialExpiry' | 'credentialOf'>;
  readonly certificates: ChosenCertificates;
  readonly files: Pick<Dialogs, 'askForFiles'>;
}

const CERTIFICATE_QUESTION: FileQuestion = {
  title: 'Choose the certificate with its private key',
  kind: 'Certificates',
  extensions: ['pfx', 'p12', 'pem', 'crt', 'cer', 'der', 'p7b', 'key', 'p8'],
  several: true,
};
const AUTHORITY_QUESTION: FileQuestion = {
  title: "Choose the authority's certificate",
  kind: 'Certificates',
  extensions: ['pem', 'crt', 'cer', 'der', 'p7b'],
  several: false,
};
const UNREADABLE = refuse("Couldn't read the file.", 'Check its permissions, or choose another file.');
const NO_AUTHORITY = "There's no certificate in this file. Choose the authority's certificate.";
/** What holds whenever a new secret or certificate is not taken. */
const KEPT = 'Nothing changed: this connection still uses the one before.';
const CANCELLED: CertificateChoice = { kind: 'cancelled' };

/** What the panel asks about secrets and certificates. */
export function credentialHandlers({ keeper, certificates, files }: CredentialPorts) {
  const ask = async <T>(
    question: FileQuestion,
    use: (chosen: readonly ChosenFile[]) => Promise<Reply<T>> | Reply<T>,
  ) => {
    let chosen: readonly ChosenFile[];
    try {
      chosen = await files.askForFiles(question);
    } catch {
      return UNREADABLE;
    }
    return use(chosen);
  };
  return {
    replaceCredential: async ({ id, application }) => {
      const offered = credentialOf(application, certificates);
      if (!offered.ok) return offered;
      const replaced = await keeper.replaceCredential(id, offered.value.credential, offered.value.facts);
      if (!replaced.ok) return { ...failed(replaced.failure, settingsWith(keeper.find(id), application)), note: KEPT };
      forgetChosen(application, certificates);
      return DONE;
    },
    setCredentialExpiry: async ({ id, expiresAt }) =>
      done(await keeper.noteCredentialExpiry(id, expiresAt), keeper.find(id)),
    // Made from the certificate, which is no secret: connections of old have no SHA-1 on record.
    readThumbprints: async ({ id }) => {
      const held = await keeper.credentialOf(id);
      if (!held.ok) return failed(held.failure, keeper.find(id));
      return held.value.kind === 'certificate' ? thumbprintsOf(held.value.certificate) : NO_CERTIFICATE;
    },
    chooseCertificate: () =>
      ask<CertificateChoice>(CERTIFICATE_QUESTION, (chosen) =>
        chosen.length === 0 ? answer(CANCELLED) : certificates.open(chosen),
      ),
    unlockCertificate: ({ id, passphrase }) => certificates.unlock(id, passphrase),
    chooseExtraCa: () => ask(AUTHORITY_QUESTION, ([file]) => (file ? readAuthority(file) : answer(null))),
  } satisfies Partial<PanelHandlers>;
}

/** A connection as it would be with what was offered: of that a refusal speaks. */
function settingsWith(connection: Connection | null, { kind }: ApplicationDraft): Connection | null {
  return connection && { ...connection, application: { kind } };
}

/** The credential that a draft speaks of, with what is known of it. */
export function credentialOf(
  draft: ApplicationDraft,
  certificates: Pick<ChosenCertificates, 'find'>,
): Reply<{ readonly credential: Credential; readonly facts: CredentialFacts }> {
  switch (draft.kind) {
    case 'public':
      return answer({ credential: { kind: 'none' }, facts: NO_FACTS });
    case 'secret': {
      const problem = secretProblem(draft.secret);
      if (problem !== null) return refuse(problem, '', 'secret');
      const credential = { kind: 'secret', clientSecret: draft.secret.trim() } as const;
      return answer({ credential, facts: { expiresAt: draft.expiresAt, thumbprint: null } });
    }
    case 'certificate': {
      const held = certificates.find(draft.certificateId);
      if (!held) return CERTIFICATE_GONE;
      const { certificate, privateKey, notAfter, thumbprint } = held;
      const credential = { kind: 'certificate', certificate, privateKey } as const;
      return answer({ credential, facts: { expiresAt: notAfter, thumbprint } });
    }
  }
}

function thumbprintsOf(certificate: string): Reply<Thumbprints> {
  const plain = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase();
  try {
    const { fingerprint, fingerprint256 } = new X509Certificate(certificate);
    return answer({ sha1: plain(fingerprint), sha256: plain(fingerprint256) });
  } catch {
    return NO_CERTIFICATE;
  }
}

const NO_CERTIFICATE = refuse("This connection doesn't have a certificate.", 'Replace the certificate.');

/** The keychain has it now. */
function forgetChosen(draft: ApplicationDraft, certificates: Pick<ChosenCertificates, 'drop'>): void {
  if (draft.kind === 'certificate') certificates.drop(draft.certificateId);
}

/** The certificates of a file, in PEM. */
async function readAuthority({ content }: ChosenFile): Promise<Reply<{ pem: string }>> {
  // Loaded with the first certificate that somebody chooses.
  const { readCertificates } = await import('../../platform/certificate/certificate');
  const pem = await readCertificates(content);
  const problem = pem === '' ? NO_AUTHORITY : extraCaProblem(pem);
  return problem === null ? answer({ pem }) : refuse(problem, '', 'extraCa');
}
