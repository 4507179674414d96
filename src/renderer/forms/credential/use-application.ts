import { type RefObject, useRef, useState } from 'react';
import type { CertificateChoice } from '../../../ipc/certificates';
import type { ApplicationDraft } from '../../../ipc/schemas';
import { secretProblem, secretWarning } from '../../../ipc/vocabulary';
import { type Checked, giveBack, takeSecret } from '../SecretField';
import { expiryOf, expiryProblem, type FormField } from '../values';

export type ChosenCertificate = Extract<CertificateChoice, { kind: 'chosen' }>;

/** How the application is to authenticate, while a form asks for it. The secret itself stays in its field. */
export interface Application {
  readonly secretInput: RefObject<HTMLInputElement | null>;
  readonly expiresOn: string;
  readonly certificate: ChosenCertificate | null;
  readonly problems: { readonly [field in FormField]?: string | null };
  setExpiresOn(date: string): void;
  setCertificate(chosen: ChosenCertificate | null): void;
  /** What is known of the secret. */
  readonly secretIs: Checked;
  setSecretIs(checked: Checked): void;
  /** Whether there is something that no draft keeps. */
  readonly isSecretive: boolean;
  /** Puts a secret into its field. */
  putSecret(secret: string): void;
  /** What to send; empties the field of the secret. */
  take(): ApplicationDraft;
  /** Main did not take it: as it was. */
  giveBack(draft: ApplicationDraft): void;
}

/** What is known of a client secret. */
export function checkSecret(secret: string): Checked {
  return { problem: secretProblem(secret), note: secretWarning(secret) };
}

const NO_SECRET = checkSecret('');

export function useApplication(kind: ApplicationDraft['kind'], endsOn = ''): Application {
  const secretInput = useRef<HTMLInputElement>(null);
  const [secretIs, setSecretIs] = useState(NO_SECRET);
  const [expiresOn, setExpiresOn] = useState(endsOn);
  const [certificate, setCertificate] = useState<ChosenCertificate | null>(null);
  const secret = kind === 'secret';
  return {
    secretInput,
    expiresOn,
    certificate,
    problems: {
      secret: secret ? secretIs.problem : null,
      expiresOn: secret ? expiryProblem(expiresOn) : null,
      certificate: kind === 'certificate' && certificate === null ? 'Choose a certificate file.' : null,
    },
    setExpiresOn,
    setCertificate,
    secretIs,
    isSecretive: secretIs.problem !== NO_SECRET.problem || certificate !== null,
    setSecretIs,
    putSecret: (value) => {
      if (secretInput.current !== null) secretInput.current.value = value;
      setSecretIs(checkSecret(value));
    },
    take: () => {
      if (kind === 'secret') return { kind, secret: takeSecret(secretInput), expiresAt: expiryOf(expiresOn) };
      if (kind === 'certificate') return { kind, certificateId: certificate?.id ?? '' };
      return { kind };
    },
    giveBack: (draft) => {
      if (draft.kind === 'secret') giveBack(secretInput, draft.secret);
    },
  };
}
