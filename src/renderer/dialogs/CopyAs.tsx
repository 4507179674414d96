import { Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { type Resource, scopesProblem, type TokenForm } from '../../ipc/vocabulary';
import { problemProps, Radios, SelectField } from '../forms/fields';
import { useFormStyles } from '../forms/form-styles';
import { useAction } from '../model/act';
import { rememberScopes } from '../model/last-scopes';
import { usePanel } from '../model/panel';
import { copiedWords } from '../model/time-words';
import { type DialogProps, FormDialog } from './DialogFrame';

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
/** `own`: the connection's own resource, whatever that is. */
type Choice = 'own' | (typeof RESOURCES)[number][0];

/** Copies an access token for this or another resource, as it is or ready to paste and run. */
export function CopyAs({ id, onClose }: DialogProps) {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(id);
  const [view] = useState(() => panel.store.view(id));
  const [form, setForm] = useState<TokenForm>('token');
  const [choice, setChoice] = useState<Choice>('own');
  const [scopes, setScopes] = useState('');
  const [tried, setTried] = useState(false);
  const list = scopes.split(/\s+/).filter((scope) => scope !== '');
  const problem = choice === 'custom' ? scopesProblem(list) : null;
  const submit = async () => {
    setTried(true);
    if (problem !== null) return;
    const reply = await action.run(
      () => panel.bridge.copyAccessTokenAs({ id, form, ...resourceOf(choice, list) }),
      ({ clearsAt }) => copiedWords('Access token', clearsAt),
    );
    if (!reply?.ok) return;
    if (choice === 'custom') rememberScopes(id, list);
    onClose();
  };
  return (
    <FormDialog
      id={id}
      title="Copy access token"
      submit={['Copy', 'Copying…']}
      pending={action.pending}
      onSubmit={submit}
      onClose={onClose}
    >
      <SelectField
        name="resource"
        label="Resource"
        hint="Any resource that the application has permission for."
        value={choice}
        choices={choicesFor(view)}
        onValue={setChoice}
      />
      {choice === 'custom' && (
        <Field
          className={styles.field}
          label="Scopes"
          required
          hint="Scopes of one API, such as https://vault.azure.net/.default. Separate them with spaces."
          {...problemProps(tried ? (problem ?? undefined) : undefined)}
        >
          <Textarea
            className={styles.select}
            textarea={{ className: styles.select }}
            value={scopes}
            rows={2}
            maxLength={4000}
            spellCheck={false}
            onChange={(_, data) => setScopes(data.value)}
          />
        </Field>
      )}
      <Field className={styles.field} label="Format">
        <Radios value={form} choices={FORMS} onValue={setForm} />
      </Field>
    </FormDialog>
  );
}

/** The connection's own resource first, and not a second time by its name. */
function choicesFor(view: ConnectionView | null): ReadonlyArray<readonly [choice: Choice, label: string]> {
  const own = view?.resource.kind ?? 'partner-center';
  const others = RESOURCES.filter(([kind]) => kind === 'custom' || kind !== own);
  return [['own', `${view?.resourceLabel ?? 'Partner Center'} (default)`], ...others];
}

function resourceOf(choice: Choice, scopes: readonly string[]): { resource?: Resource } {
  if (choice === 'own') return {};
  return { resource: choice === 'custom' ? { kind: choice, scopes } : { kind: choice } };
}
