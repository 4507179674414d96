import { Field, Textarea } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import type { TokenForm } from '../../ipc/vocabulary';
import { problemProps, Radios, SelectField } from '../forms/fields';
import { useFormStyles } from '../forms/form-styles';
import type { ResourceChoice } from '../model/last-copy';

const FORMS: ReadonlyArray<readonly [form: TokenForm, label: string]> = [
  ['token', 'Token only'],
  ['header', 'HTTP header'],
  ['powershell', 'PowerShell'],
  ['curl', 'curl'],
];

const RESOURCES = [
  ['partner-center', 'Partner Center'],
  ['graph', 'Microsoft Graph'],
  ['exchange-online', 'Exchange Online'],
  ['custom', 'Other scopes'],
] as const;

interface TokenFieldsProps {
  readonly view: ConnectionView | null;
  readonly choice: ResourceChoice;
  readonly scopes: string;
  readonly form: TokenForm;
  /** What is wrong with the scopes, when it is time to say so. */
  readonly problem: string | null;
  readonly onChoice: (choice: ResourceChoice) => void;
  readonly onScopes: (scopes: string) => void;
  readonly onForm: (form: TokenForm) => void;
}

/** What the access token is for, and in what form it is copied. */
export function TokenFields(props: TokenFieldsProps) {
  const { view, choice, scopes, form, problem, onChoice, onScopes, onForm } = props;
  const styles = useFormStyles();
  return (
    <>
      <SelectField
        name="resource"
        label="Resource"
        hint="Any resource that the application has permission for."
        value={choice}
        choices={choicesFor(view)}
        onValue={onChoice}
      />
      {choice === 'custom' && (
        <Field
          className={styles.field}
          label="Scopes"
          required
          hint="Scopes of one API, such as https://vault.azure.net/.default. Separate them with spaces."
          {...problemProps(problem ?? undefined)}
        >
          <Textarea
            className={styles.select}
            textarea={{ className: styles.select }}
            value={scopes}
            rows={2}
            maxLength={4000}
            spellCheck={false}
            onChange={(_, data) => onScopes(data.value)}
          />
        </Field>
      )}
      <Field className={styles.field} label="Format">
        <Radios value={form} choices={FORMS} onValue={onForm} />
      </Field>
    </>
  );
}

/** The connection's own resource first, and not a second time by its name. */
function choicesFor(view: ConnectionView | null): ReadonlyArray<readonly [choice: ResourceChoice, label: string]> {
  const own = view?.resource.kind ?? 'partner-center';
  const others = RESOURCES.filter(([kind]) => kind === 'custom' || kind !== own);
  return [['own', `${view?.resourceLabel ?? 'Partner Center'} (default)`], ...others];
}
