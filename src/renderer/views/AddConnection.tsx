import { Button, Field, Link, Select } from '@fluentui/react-components';
import { type FormEvent, useRef, useState } from 'react';
import {
  CLOUDS,
  type CloudName,
  clientIdProblem,
  DEFAULT_REDIRECT_URI,
  nameProblem,
  redirectUriProblem,
  secretProblem,
  tenantProblem,
} from '../../ipc/vocabulary';
import { useFormStyles } from '../forms/form-styles';
import { RegistrationHelp } from '../forms/RegistrationHelp';
import { SecretField } from '../forms/SecretField';
import { TextField } from '../forms/TextField';
import { useChecks } from '../forms/use-checks';
import { useAction } from '../model/act';
import { goBack } from '../model/navigation';
import { APP, usePanel } from '../model/panel';
import { showPractice, signIn } from '../model/requests';
import { MishapBar } from '../parts/MishapBar';
import { takeSecret } from '../parts/SecretInput';

const FIELDS = ['name', 'tenant', 'clientId', 'secret', 'redirectUri'] as const;

/** The practice cloud has a connection ready-made, so it is not among the choices. */
const CHOICES = (['global', 'us-government', 'china'] as const).map((name) => ({ name, label: CLOUDS[name].label }));

/** Asks for what a new connection needs, adds it, and goes straight to signing in. */
export function AddConnection() {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const secretInput = useRef<HTMLInputElement>(null);
  const [cloud, setCloud] = useState<CloudName>('global');
  const [name, setName] = useState('');
  const [tenant, setTenant] = useState('');
  const [clientId, setClientId] = useState('');
  const [redirectUri, setRedirectUri] = useState(DEFAULT_REDIRECT_URI);
  const [secretIs, setSecretIs] = useState(() => secretProblem(''));
  const others = panel.store.all().map((view) => view.name);
  const checks = useChecks(FIELDS, {
    name: nameProblem(name, others),
    tenant: tenantProblem(tenant),
    clientId: clientIdProblem(clientId),
    secret: secretIs,
    redirectUri: redirectUriProblem(redirectUri),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (action.pending || !checks.submit()) return;
    const secret = takeSecret(secretInput);
    setSecretIs(secretProblem(''));
    const draft = { name: name.trim(), cloud, tenant: tenant.trim(), clientId: clientId.trim(), secret, redirectUri };
    const reply = await action.run(() => panel.bridge.addConnection(draft));
    if (reply === null) return;
    if (!reply.ok) {
      checks.refuse('secret', 'Enter the secret again: the form does not keep it.');
      const field = FIELDS.find((candidate) => candidate === reply.field);
      if (field !== undefined) checks.refuse(field, `${reply.what} ${reply.advice}`);
      return;
    }
    const { id } = reply.value;
    panel.target.set(id);
    goBack(panel);
    void signIn(panel, id);
  };

  return (
    <form
      ref={checks.form}
      className={styles.form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => void submit(event)}
    >
      <p className={styles.lead}>
        Five values from your app registration. The secret goes to this computer's keychain and nowhere else.
      </p>
      <RegistrationHelp redirectUri={redirectUri} />
      <div className={styles.fields}>
        <TextField
          name="name"
          label="Name"
          hint="What you will know it by, such as the market it serves."
          value={name}
          onValue={setName}
          checks={checks}
          maxLength={200}
          autoFocus
        />
        <Field className={styles.field} label="Cloud">
          <Select
            className={styles.select}
            name="cloud"
            value={cloud}
            onChange={(_, { value }) => setCloud(CHOICES.find((choice) => choice.name === value)?.name ?? 'global')}
          >
            {CHOICES.map((choice) => (
              <option key={choice.name} value={choice.name}>
                {choice.label}
              </option>
            ))}
          </Select>
        </Field>
        <TextField
          name="tenant"
          label="Tenant"
          hint="Directory (tenant) ID or a verified domain. Entra ID, Overview."
          value={tenant}
          onValue={setTenant}
          checks={checks}
          maxLength={300}
        />
        <TextField
          name="clientId"
          label="Application (client) ID"
          hint="App registrations, your app, Overview."
          value={clientId}
          onValue={setClientId}
          checks={checks}
          maxLength={100}
        />
        <SecretField
          name="secret"
          label="Client secret"
          hint="Certificates & secrets: the Value, not the Secret ID."
          inputRef={secretInput}
          checks={checks}
          onProblem={setSecretIs}
        />
        <TextField
          name="redirectUri"
          label="Redirect URI"
          hint="Authentication, platform Web. It must match letter by letter."
          value={redirectUri}
          onValue={setRedirectUri}
          checks={checks}
          maxLength={2000}
        />
      </div>
      <MishapBar about={APP} />
      <div className={styles.buttons}>
        <Button className={styles.grow} type="submit" appearance="primary" disabledFocusable={action.pending}>
          {action.pending ? 'Adding…' : 'Add and sign in'}
        </Button>
        <Button className={styles.grow} onClick={() => goBack(panel)}>
          Cancel
        </Button>
      </div>
      <PracticeInstead />
    </form>
  );
}

function PracticeInstead() {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const tryIt = async () => {
    const reply = await action.run(() => panel.bridge.startPractice());
    if (reply?.ok) showPractice(panel, reply.value);
  };
  return (
    <p className={styles.lead}>
      No registration at hand?{' '}
      <Link as="button" type="button" inline onClick={() => void tryIt()}>
        Try it in the practice cloud
      </Link>
    </p>
  );
}
