import { Field } from '@fluentui/react-components';
import type { ApplicationDraft } from '../../../ipc/schemas';
import { readSnippet } from '../../../ipc/vocabulary';
import { Radios, TextField } from '../fields';
import { useFormStyles } from '../form-styles';
import { SecretField } from '../SecretField';
import type { Checks } from '../use-checks';
import type { FormField } from '../values';
import { CertificateField } from './CertificateField';
import { type Application, checkSecret } from './use-application';

type Kind = ApplicationDraft['kind'];

const KINDS: ReadonlyArray<readonly [kind: Kind, label: string, when: string]> = [
  ['secret', 'Client secret', 'Most common: a value from the portal, valid for up to two years.'],
  ['certificate', 'Certificate', "More secure: a private key that's never sent. From your own PKI or Key Vault."],
  ['public', 'Public client', 'No secret: your sign-in is the only authentication.'],
];

export interface ApplicationFieldsProps {
  readonly kind: Kind;
  readonly onKind: (kind: Kind) => void;
  readonly application: Application;
  readonly checks: Checks<FormField>;
  readonly secretLabel: string;
}

/** How the application authenticates, and its credential. */
export function ApplicationFields({ kind, onKind, application, checks, secretLabel }: ApplicationFieldsProps) {
  const styles = useFormStyles();
  const choices = KINDS.map(([value, label, when]) => {
    const words = (
      <>
        {label}
        <span className={styles.when}>{when}</span>
      </>
    );
    return [value, words] as const;
  });
  return (
    <>
      <Field className={styles.field} label="Application credential">
        <Radios value={kind} choices={choices} onValue={onKind} />
      </Field>
      {/* Hidden rather than gone, so that a secret is not lost to a look at the other kinds. */}
      <div hidden={kind !== 'secret'}>
        <SecretField
          name="secret"
          label={secretLabel}
          hint="In Certificates & secrets, copy the Value, not the Secret ID."
          inputRef={application.secretInput}
          checks={checks}
          check={checkSecret}
          checked={application.secretIs}
          noteIs="warning"
          onChecked={application.setSecretIs}
          takeOut={secretOf}
        />
      </div>
      {kind === 'secret' && (
        <TextField
          name="expiresOn"
          label="Expires on"
          hint="From the portal. You're notified from 30 days before."
          type="date"
          optional
          value={application.expiresOn}
          onValue={application.setExpiresOn}
          checks={checks}
          maxLength={10}
        />
      )}
      {kind === 'certificate' && <CertificateField application={application} checks={checks} />}
    </>
  );
}

/** The secret that a pasted script names. */
function secretOf(pasted: string) {
  const secret = readSnippet(pasted)?.secret;
  return secret === undefined ? null : { secret, note: 'Only the secret in the text that you pasted is used.' };
}
