import { Field, Link, Textarea } from '@fluentui/react-components';
import { EXCHANGE_CLIENT_ID, isExchangeClient, type Resource } from '../../ipc/vocabulary';
import { movesToButton, problemProps, SelectField } from './fields';
import { useFormStyles } from './form-styles';
import type { FieldsProps } from './values';

const CHOICES: ReadonlyArray<readonly [kind: Resource['kind'], words: string]> = [
  ['partner-center', 'Partner Center'],
  ['exchange-online', 'Exchange Online'],
  ['graph', 'Microsoft Graph'],
  ['custom', 'Other scopes…'],
];

/** What the access tokens are for. Only a public client, or a connection that is still to be one, can borrow an application. */
export function ResourceFields({ values, set, checks, isNew }: FieldsProps & { isNew: boolean }) {
  const styles = useFormStyles();
  const borrowed = isExchangeClient(values.clientId);
  const mayBorrow = isNew || values.application === 'public';
  const borrow = () => {
    set({ clientId: EXCHANGE_CLIENT_ID, application: 'public', signInMethod: 'device-code' });
    checks.changed('clientId');
  };
  return (
    <>
      <SelectField
        name="resource"
        label="Resource"
        value={values.resource}
        choices={CHOICES}
        onValue={(resource) => set({ resource })}
        checks={checks}
      />
      {values.resource === 'exchange-online' && (
        <p className={styles.aside}>
          {borrowed
            ? "Exchange Online's own application has no secret. You sign in with a code."
            : mayBorrow
              ? 'No app registration for Exchange Online? '
              : "To use Exchange Online's own application, add a new connection."}
          {!borrowed && mayBorrow && (
            <Link as="button" type="button" inline onClick={borrow}>
              Use Exchange Online's own application
            </Link>
          )}
        </p>
      )}
      {values.resource === 'custom' && <ScopesField values={values} set={set} checks={checks} />}
    </>
  );
}

function ScopesField({ values, set, checks }: FieldsProps) {
  const styles = useFormStyles();
  return (
    <Field
      className={styles.field}
      label="Scopes"
      required
      hint="One full scope per line, all of one API, such as https://vault.azure.net/user_impersonation."
      {...problemProps(checks.shown('scopes'))}
    >
      <Textarea
        name="scopes"
        value={values.scopes}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(_, data) => {
          set({ scopes: data.value.slice(0, 5000) });
          checks.changed('scopes');
        }}
        onBlur={(event) => values.scopes !== '' && !movesToButton(event) && checks.touch('scopes')}
      />
    </Field>
  );
}
