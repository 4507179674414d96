import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { type FormEvent, useEffect, useState } from 'react';
import type { ConnectionChange, ConnectionView } from '../../ipc/contract';
import { clientIdProblem, nameProblem, redirectUriProblem, tenantProblem } from '../../ipc/vocabulary';
import { useFormStyles } from '../forms/form-styles';
import { TextField } from '../forms/TextField';
import { useChecks } from '../forms/use-checks';
import { useAction } from '../model/act';
import { goBack } from '../model/navigation';
import { APP, useConnection, usePanel } from '../model/panel';
import { scheduleChoices, scheduleKey } from '../model/schedule-words';
import { exactWords } from '../model/time-words';
import { MishapBar } from '../parts/MishapBar';

const FIELDS = ['name', 'tenant', 'clientId', 'redirectUri'] as const;

/** Changes a connection's settings. Leaves by itself when the connection is removed meanwhile. */
export function EditConnection({ id }: { id: string }) {
  const panel = usePanel();
  const view = useConnection(id);
  const gone = view === null;
  useEffect(() => {
    if (gone) goBack(panel);
  }, [gone, panel]);
  return view === null ? null : <EditForm view={view} />;
}

function EditForm({ view }: { view: ConnectionView }) {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const [name, setName] = useState(view.name);
  const [tenant, setTenant] = useState(view.tenant);
  const [clientId, setClientId] = useState(view.clientId);
  const [redirectUri, setRedirectUri] = useState(view.redirectUri);
  const [scheduled, setScheduled] = useState(scheduleKey(view.schedule));
  const choices = scheduleChoices(view.schedule);
  const others = panel.store.all().flatMap((other) => (other.id === view.id ? [] : other.name));
  const checks = useChecks(FIELDS, {
    name: nameProblem(name, others),
    tenant: tenantProblem(tenant),
    clientId: clientIdProblem(clientId),
    redirectUri: redirectUriProblem(redirectUri),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (action.pending || !checks.submit()) return;
    const schedule = choices.find((choice) => choice.key === scheduled)?.schedule ?? view.schedule;
    const change = changeOf(view, {
      id: view.id,
      name: name.trim(),
      tenant: tenant.trim(),
      clientId: clientId.trim(),
      redirectUri,
      schedule,
    });
    if (change === null) return goBack(panel);
    const reply = await action.run(
      () => panel.bridge.updateConnection(change),
      () => `${name.trim()} is saved.`,
    );
    if (reply === null) return;
    if (reply.ok) return goBack(panel);
    const field = FIELDS.find((candidate) => candidate === reply.field);
    if (field !== undefined) checks.refuse(field, `${reply.what} ${reply.advice}`);
  };

  return (
    <form
      ref={checks.form}
      className={styles.form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => void submit(event)}
    >
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
        <Field
          className={styles.field}
          label="Refresh"
          hint="At each refresh the token is exchanged for a new one with a full window."
        >
          <Select className={styles.select} value={scheduled} onChange={(_, { value }) => setScheduled(value)}>
            {choices.map(({ key, words }) => (
              <option key={key} value={key}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        {view.cloud !== 'practice' && (
          <>
            <TextField
              name="tenant"
              label="Tenant"
              hint="Directory (tenant) ID or a verified domain. After a change, sign in again."
              value={tenant}
              onValue={setTenant}
              checks={checks}
              maxLength={300}
            />
            <TextField
              name="clientId"
              label="Application (client) ID"
              hint="App registrations, your app, Overview. After a change, sign in again."
              value={clientId}
              onValue={setClientId}
              checks={checks}
              maxLength={100}
            />
          </>
        )}
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
          {action.pending ? 'Saving…' : 'Save'}
        </Button>
        <Button className={styles.grow} onClick={() => goBack(panel)}>
          Cancel
        </Button>
      </div>
      <Facts view={view} />
    </form>
  );
}

const useFactStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: '4px 16px',
    margin: '0 2px 12px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    '@media (max-width: 260px)': { gridTemplateColumns: '1fr' },
  },
  term: { color: tokens.colorNeutralForeground3 },
  fact: { margin: 0, minWidth: 0, overflowWrap: 'anywhere', userSelect: 'text' },
});

/** The exact times and names, for those who cannot hover. */
function Facts({ view }: { view: ConnectionView }) {
  const styles = useFactStyles();
  const facts: ReadonlyArray<readonly [string, string | null]> = [
    ['Cloud', view.cloudLabel],
    ['Account', view.account],
    ['Refreshed', view.issuedAt === null ? null : exactWords(view.issuedAt)],
    ['Next refresh', view.refreshAt === null ? null : exactWords(view.refreshAt)],
    ['Window', view.learnedText],
    ['Lapses', view.lapsesAt === null ? null : exactWords(view.lapsesAt)],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([term, fact]) =>
        fact === null ? null : (
          <div key={term} style={{ display: 'contents' }}>
            <dt className={styles.term}>{term}</dt>
            <dd className={styles.fact}>{fact}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** Only what is different, so that an untouched field cannot undo a change made elsewhere; `null` when nothing is. */
function changeOf(view: ConnectionView, wanted: Required<ConnectionChange>): ConnectionChange | null {
  const change: ConnectionChange = {
    id: view.id,
    ...(wanted.name === view.name ? {} : { name: wanted.name }),
    ...(wanted.tenant === view.tenant ? {} : { tenant: wanted.tenant }),
    ...(wanted.clientId === view.clientId ? {} : { clientId: wanted.clientId }),
    ...(wanted.redirectUri === view.redirectUri ? {} : { redirectUri: wanted.redirectUri }),
    ...(scheduleKey(wanted.schedule) === scheduleKey(view.schedule) ? {} : { schedule: wanted.schedule }),
  };
  return Object.keys(change).length === 1 ? null : change;
}
