import { Button, Field } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { CertificateChoice } from '../../../ipc/certificates';
import type { Reply } from '../../../ipc/contract';
import { answerOf } from '../../model/act';
import { usePanel } from '../../model/panel';
import { dateWords } from '../../model/time/time-words';
import { Facts } from '../../parts/Facts';
import { problemProps } from '../fields';
import { useFormStyles } from '../form-styles';
import { SecretInput, takeSecret } from '../SecretField';
import type { Checks } from '../use-checks';
import type { FormField } from '../values';
import type { Application } from './use-application';

interface Props {
  readonly application: Application;
  readonly checks: Checks<FormField>;
}

type Locked = Extract<CertificateChoice, { kind: 'passphrase' }>;

/** Chooses a certificate file. Main reads it and keeps the key; the panel learns only whose it is. */
export function CertificateField({ application, checks }: Props) {
  const styles = useFormStyles();
  const panel = usePanel();
  const [locked, setLocked] = useState<Locked | null>(null);
  const { certificate } = application;

  const take = (reply: Reply<CertificateChoice>) => {
    if (!reply.ok)
      return checks.refuse(
        reply.field === 'passphrase' ? 'passphrase' : 'certificate',
        `${reply.what} ${reply.advice}`,
      );
    const choice = reply.value;
    if (choice.kind === 'cancelled') return;
    checks.changed('certificate');
    checks.changed('passphrase');
    application.setCertificate(choice.kind === 'chosen' ? choice : null);
    setLocked(choice.kind === 'passphrase' ? choice : null);
  };
  const choose = async () => take(await answerOf(panel.bridge.chooseCertificate()));

  return (
    <>
      <Field
        className={styles.field}
        label="Certificate with private key"
        hint="A PFX or PEM file. If the key has its own file, select both files."
        {...problemProps(checks.shown('certificate'))}
      >
        {(field) => (
          <div className={styles.row} aria-describedby={field['aria-describedby']}>
            <Button name="certificate" className={styles.inRow} onClick={() => void choose()}>
              {certificate === null && locked === null ? 'Choose certificate…' : 'Choose another certificate…'}
            </Button>
          </div>
        )}
      </Field>
      {locked !== null && <Passphrase key={locked.id} locked={locked} checks={checks} take={take} />}
      {certificate !== null && (
        <>
          <Facts
            label="Chosen certificate"
            styles={styles}
            facts={[
              ['File', certificate.fileName],
              ['Issued to', certificate.subject],
              ['SHA-1', certificate.thumbprintSha1.toUpperCase()],
              ['SHA-256', certificate.thumbprint.toUpperCase()],
              ['Expires', dateWords(certificate.expiresAt)],
            ]}
          />
          <span className={styles.wide}>After you save, the key is in the keychain; you can delete the file.</span>
        </>
      )}
    </>
  );
}

interface PassphraseProps {
  readonly locked: Locked;
  readonly checks: Checks<FormField>;
  readonly take: (reply: Reply<CertificateChoice>) => void;
}

function Passphrase({ locked, checks, take }: PassphraseProps) {
  const styles = useFormStyles();
  const panel = usePanel();
  const input = useRef<HTMLInputElement>(null);
  const problem = checks.shown('passphrase');
  const unlock = async () => {
    const passphrase = takeSecret(input);
    if (passphrase === '') return checks.refuse('passphrase', "Enter the file's passphrase.");
    take(await answerOf(panel.bridge.unlockCertificate({ id: locked.id, passphrase })));
  };
  return (
    <Field
      className={styles.field}
      label={`Passphrase for ${locked.fileName}`}
      required
      hint="Used once to open the file, and not stored."
      {...problemProps(problem)}
    >
      {(field) => (
        <div className={styles.row}>
          <div className={styles.wideInRow}>
            <SecretInput
              {...field}
              name="passphrase"
              inputRef={input}
              bad={problem !== undefined}
              onType={() => checks.changed('passphrase')}
              onEnter={() => void unlock()}
            />
          </div>
          <Button onClick={() => void unlock()}>Open</Button>
        </div>
      )}
    </Field>
  );
}
