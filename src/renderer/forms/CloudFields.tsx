import { Button, Field } from '@fluentui/react-components';
import { CLOUDS, type CloudName } from '../../ipc/vocabulary';
import { answerOf } from '../model/act';
import { usePanel, useRest } from '../model/panel';
import { problemProps, SelectField, TextField } from './fields';
import { useFormStyles } from './form-styles';
import { type FieldsProps, textOf } from './values';

const REAL: readonly CloudName[] = ['global', 'us-government', 'china'];

/** Which cloud a new connection lives in. The practice cloud is among the choices while it runs. */
export function CloudChoice({ values, set, checks }: FieldsProps) {
  const practises = useRest((rest) => rest.practice !== null);
  const names: readonly CloudName[] = [...REAL, ...(practises ? (['practice'] as const) : []), 'custom'];
  const choices = names.map((name) => [name, name === 'custom' ? 'Custom…' : CLOUDS[name].label] as const);
  return (
    <SelectField
      name="cloud"
      label="Cloud"
      value={values.cloud}
      choices={choices}
      onValue={(cloud) => set({ cloud })}
      checks={checks}
    />
  );
}

/** Where a custom cloud has its services. */
export function CustomCloudFields(fields: FieldsProps) {
  if (fields.values.cloud !== 'custom') return null;
  return (
    <>
      <TextField
        {...textOf(fields, 'authority')}
        label="Authority"
        hint="The sign-in host, without the tenant."
        placeholder="https://login.example.com"
        maxLength={300}
      />
      <TextField
        {...textOf(fields, 'partnerCenter')}
        label="Partner Center address"
        hint="The address of this cloud's Partner Center API."
        placeholder="https://api.example.com"
        maxLength={300}
      />
      <TextField
        {...textOf(fields, 'scope')}
        label="Partner Center scope"
        hint="The full scope to request."
        placeholder="https://api.example.com/user_impersonation"
        maxLength={500}
      />
      <ExtraCa {...fields} />
    </>
  );
}

/** A certificate to trust for this cloud only, when its authority is none that the system knows. */
function ExtraCa({ values, set, checks }: FieldsProps) {
  const styles = useFormStyles();
  const panel = usePanel();
  const choose = async () => {
    const reply = await answerOf(panel.bridge.chooseExtraCa());
    if (!reply.ok) return checks.refuse('extraCa', `${reply.what} ${reply.advice}`.trim());
    if (reply.value === null) return;
    set({ extraCa: reply.value.pem });
    checks.changed('extraCa');
  };
  const count = values.extraCa?.split('BEGIN CERTIFICATE').length ?? 1;
  return (
    <Field
      className={styles.field}
      label="Extra certificate authority"
      hint="Only if this computer doesn't trust the cloud's certificate. It's trusted for this cloud only."
      {...problemProps(checks.shown('extraCa'))}
    >
      {(field) => (
        <div className={styles.row} aria-describedby={field['aria-describedby']}>
          <Button name="extraCa" className={styles.inRow} onClick={() => void choose()}>
            {values.extraCa === null ? 'Choose authority…' : 'Choose another authority…'}
          </Button>
          {values.extraCa !== null && (
            <>
              <span className={styles.note}>{count === 2 ? '1 certificate' : `${count - 1} certificates`}</span>
              <Button appearance="subtle" onClick={() => set({ extraCa: null })}>
                Remove
              </Button>
            </>
          )}
        </div>
      )}
    </Field>
  );
}
