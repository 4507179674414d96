import { Button, Field, Link, Textarea } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUp16Regular } from '@fluentui/react-icons/svg/chevron-up';
import { useId } from 'react';
import {
  EXCHANGE_CLIENT_ID,
  isExchangeClient,
  platformOf,
  type Resource,
  type SignInMethod,
} from '../../ipc/vocabulary';
import { movesToButton, problemProps, SelectField, TextField } from './fields';
import { useFormStyles } from './form-styles';
import { type FieldsProps, type FormField, methodOf, methodsOf, textOf } from './values';

const METHOD_WORDS: Readonly<Record<SignInMethod, string>> = {
  'app-window': 'In this app',
  'system-browser': 'In my browser',
  'device-code': 'With a code on any device',
};

/** The fields that are behind it. */
export const RARE_FIELDS: ReadonlySet<FormField> = new Set(['resource', 'scopes', 'redirectUri', 'signInMethod']);

/** What most connections have as it comes. */
export function MoreOptions({
  values,
  set,
  checks,
  isNew,
  open,
  onOpen,
}: FieldsProps & { isNew: boolean; open: boolean; onOpen: (open: boolean) => void }) {
  const styles = useFormStyles();
  const id = useId();
  const fields = { values, set, checks };
  const methods = methodsOf(values);
  return (
    <>
      <Button
        className={styles.more}
        appearance="transparent"
        icon={open ? <ChevronUp16Regular /> : <ChevronDown16Regular />}
        iconPosition="after"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => onOpen(!open)}
      >
        More options
      </Button>
      {open && (
        <div id={id} className={styles.group}>
          <ResourceFields {...fields} mayBorrow={isNew || values.application === 'public'} />
          <TextField
            {...textOf(fields, 'redirectUri')}
            label="Redirect URI"
            hint={`As registered in Authentication, platform ${platformOf(values.application)}. It must match exactly.`}
            maxLength={2000}
          />
          <SelectField
            name="signInMethod"
            label="Sign-in method"
            {...(methods.length === 1 ? { hint: 'The only method that this application supports.' } : {})}
            value={methodOf(values)}
            choices={methods.map((method) => [method, METHOD_WORDS[method]] as const)}
            onValue={(signInMethod) => set({ signInMethod })}
            checks={checks}
          />
        </div>
      )}
    </>
  );
}

const CHOICES: ReadonlyArray<readonly [kind: Resource['kind'], words: string]> = [
  ['partner-center', 'Partner Center'],
  ['exchange-online', 'Exchange Online'],
  ['graph', 'Microsoft Graph'],
  ['custom', 'Other scopes…'],
];

/** What the access tokens are for. Only a public client, or a connection that is still to be one, can borrow an application. */
export function ResourceFields({ values, set, checks, mayBorrow }: FieldsProps & { mayBorrow: boolean }) {
  const styles = useFormStyles();
  const borrowed = isExchangeClient(values.clientId);
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
