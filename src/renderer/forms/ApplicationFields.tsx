import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { ApplicationDraft } from '../../ipc/schemas';
import { CertificateField } from './CertificateField';
import { useFormStyles } from './form-styles';
import { SecretField } from './SecretField';
import { TextField } from './TextField';
import type { Application } from './use-application';
import type { Checks } from './use-checks';
import type { FormField } from './values';

type Kind = ApplicationDraft['kind'];

const KINDS: ReadonlyArray<readonly [kind: Kind, label: string, when: string]> = [
  ['secret', 'Client secret', 'The usual one: a text from the portal, good for two years at most.'],
  ['certificate', 'Certificate', 'Safer: a key that is never sent. From your own PKI or Key Vault.'],
  ['public', 'Public client', "No secret at all: a person's sign-in is all the proof there is."],
];

export interface ApplicationFieldsProps {
  readonly kind: Kind;
  readonly onKind: (kind: Kind) => void;
  readonly application: Application;
  readonly checks: Checks<FormField>;
  readonly secretLabel: string;
}

/** How the application proves itself, and the proof. */
export function ApplicationFields({ kind, onKind, application, checks, secretLabel }: ApplicationFieldsProps) {
  const styles = useFormStyles();
  const choose = (wanted: string) => {
    const choice = KINDS.find(([candidate]) => candidate === wanted);
    if (choice !== undefined) onKind(choice[0]);
  };
  return (
    <>
      <Field className={styles.field} label="The application proves itself with">
        <RadioGroup value={kind} onChange={(_, { value }) => choose(value)}>
          {KINDS.map(([value, label, when]) => (
            <Radio
              key={value}
              value={value}
              label={
                <>
                  {label}
                  <span className={styles.when}>{when}</span>
                </>
              }
            />
          ))}
        </RadioGroup>
      </Field>
      {/* Hidden rather than gone, so that a secret is not lost to a look at the other kinds. */}
      <div hidden={kind !== 'secret'}>
        <SecretField
          name="secret"
          label={secretLabel}
          hint="Certificates & secrets: the Value, not the Secret ID."
          inputRef={application.secretInput}
          checks={checks}
          onProblem={application.setSecretProblem}
        />
      </div>
      {kind === 'secret' && (
        <TextField
          name="expiresOn"
          label="Expires on"
          hint="As the portal says beside it. You are reminded from 30 days before."
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
