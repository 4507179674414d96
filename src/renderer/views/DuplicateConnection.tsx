import { Button, Link } from '@fluentui/react-components';
import { type FormEvent, useEffect, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { freeName } from '../../ipc/vocabulary';
import { DraftBar, draftOf, StaysOpen, useDraft, useKeptDraft, withDraft } from '../forms/draft/use-draft';
import { TextField } from '../forms/fields';
import { useFormStyles } from '../forms/form-styles';
import { ResourceFields } from '../forms/MoreOptions';
import { useConnectionForm, useFormChecks } from '../forms/use-connection-form';
import { valuesOf } from '../forms/values';
import { useAction } from '../model/act';
import { go, goBack } from '../model/navigation';
import { APP, useConnection, usePanel } from '../model/panel';
import { signIn } from '../model/requests';
import { useSignal } from '../model/signal';
import { Facts } from '../parts/Facts';
import { ProblemBar } from '../parts/ProblemBar';

/** Adds a connection like another one. Leaves when that is removed meanwhile. */
export function DuplicateConnection({ id }: { id: string }) {
  const panel = usePanel();
  const view = useConnection(id);
  const renewals = useSignal(panel.drafts.renewals);
  const gone = view === null;
  useEffect(() => {
    if (gone) goBack(panel);
  }, [gone, panel]);
  return view === null ? null : <DuplicateForm key={renewals} view={view} />;
}

/** Only its name and resource are asked for. Main has the rest, and the credential goes from keychain to keychain. */
function DuplicateForm({ view }: { view: ConnectionView }) {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const others = panel.store.all().map(({ name }) => name);
  const kept = useKeptDraft(`like/${view.id}`);
  const [initial] = useState(() => ({ ...valuesOf(view), name: freeName(view.name, others) }));
  const form = useConnectionForm(withDraft(initial, kept), view.schedule, others);
  const { checks, mayGo, refuse } = useFormChecks(form);
  const draft = useDraft(`like/${view.id}`, draftOf(form.values, initial, {}));
  const { values, set } = form;

  const submit = async (event: FormEvent) => {
    if (!mayGo(event) || action.pending) return;
    const { schedule: _, ...settings } = form.settings;
    const application = { kind: 'same-as', id: view.id } as const;
    const reply = await action.run(
      () => panel.bridge.addConnection({ ...settings, application }),
      undefined,
      'Not added',
    );
    if (reply === null) return;
    if (!reply.ok) return refuse(reply);
    const { id } = reply.value;
    draft.end();
    panel.target.set(id);
    panel.view.set({ kind: 'connections' });
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
      {kept !== null && <DraftBar onDiscard={draft.discard} />}
      <p className={styles.lead}>The new connection uses the same application as {view.name}, and its own sign-in.</p>
      <div className={styles.fields}>
        <TextField
          name="name"
          label="Name"
          hint="A name you'll recognize, such as the market."
          value={values.name}
          onValue={(name) => set({ name })}
          checks={checks}
          maxLength={200}
          autoFocus
        />
        <ResourceFields values={values} set={set} checks={checks} mayBorrow={false} />
        <Facts
          label={`From ${view.name}`}
          styles={styles}
          facts={[
            ['Cloud', view.cloudLabel],
            ['Tenant', view.tenant],
            ['Application', view.clientId],
            ['Credential', CREDENTIALS[view.application]],
            ['Redirect URI', view.redirectUri],
          ]}
        />
      </div>
      <ProblemBar about={APP} />
      <div className={styles.buttons}>
        <Button className={styles.grow} type="submit" appearance="primary" disabledFocusable={action.pending}>
          {action.pending ? 'Adding…' : 'Add and sign in'}
        </Button>
        <Button className={styles.grow} onClick={draft.cancel}>
          Cancel
        </Button>
      </div>
      <StaysOpen holds={draft.holds} />
      <p className={styles.lead}>
        A different tenant or application?{' '}
        <Link as="button" type="button" inline onClick={() => go(panel, { kind: 'add' })}>
          Add a new connection
        </Link>
      </p>
    </form>
  );
}

const CREDENTIALS: Readonly<Record<ConnectionView['application'], string>> = {
  secret: 'The same client secret, from the keychain',
  certificate: 'The same certificate, from the keychain',
  public: 'None (public client)',
};
