import { Link } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { freeName } from '../../ipc/vocabulary';
import { NameField } from '../forms/ConnectionFields';
import { DraftForm } from '../forms/draft/DraftForm';
import { draftOf, useDraft, useKeptDraft, withDraft } from '../forms/draft/use-draft';
import { useFormStyles } from '../forms/form-styles';
import { ResourceFields } from '../forms/MoreOptions';
import { useConnectionForm, useFormChecks } from '../forms/use-connection-form';
import { valuesOf } from '../forms/values';
import { useAction } from '../model/act';
import { go, useConnectionOrLeave } from '../model/navigation';
import { APP, usePanel } from '../model/panel';
import { addConnection, signIn } from '../model/requests';
import { useSignal } from '../model/signal';
import { Facts } from '../parts/Facts';
import { ProblemBar } from '../parts/ProblemBar';

/** Adds a connection like another one. Leaves when that is removed meanwhile. */
export function DuplicateConnection({ id }: { id: string }) {
  const panel = usePanel();
  const view = useConnectionOrLeave(id);
  const renewals = useSignal(panel.drafts.renewals);
  return view === null ? null : <DuplicateForm key={renewals} view={view} />;
}

/** Only its name and resource are asked for. Main has the rest, and the credential goes from keychain to keychain. */
function DuplicateForm({ view }: { view: ConnectionView }) {
  const styles = useFormStyles();
  const panel = usePanel();
  const others = panel.store.all().map(({ name }) => name);
  const kept = useKeptDraft(`like/${view.id}`);
  const [initial] = useState(() => ({ ...valuesOf(view), name: freeName(view.name, others) }));
  const form = useConnectionForm(withDraft(initial, kept), view.schedule, others);
  const { checks, mayGo, refuse } = useFormChecks(form);
  const action = useAction(APP, refuse);
  const draft = useDraft(`like/${view.id}`, draftOf(form.values, initial, {}));
  const fields = { values: form.values, set: form.set, checks };

  const submit = async (event: FormEvent) => {
    if (!mayGo(event) || action.pending) return;
    const reply = await addConnection(panel, form.settings, { kind: 'same-as', id: view.id }, action);
    if (!reply?.ok) return;
    const { id } = reply.value;
    draft.end();
    panel.showConnection(id);
    void signIn(panel, id);
  };

  return (
    <DraftForm
      checks={checks}
      draft={draft}
      continues={kept !== null}
      submit={['Add and sign in', 'Adding…']}
      pending={action.pending}
      onSubmit={submit}
      after={
        <p className={styles.lead}>
          A different tenant or application?{' '}
          <Link as="button" type="button" inline onClick={() => go(panel, { kind: 'add' })}>
            Add a new connection
          </Link>
        </p>
      }
    >
      <p className={styles.lead}>The new connection uses the same application as {view.name}, and its own sign-in.</p>
      <div className={styles.fields}>
        <NameField {...fields} autoFocus />
        <ResourceFields {...fields} mayBorrow={false} />
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
    </DraftForm>
  );
}

const CREDENTIALS: Readonly<Record<ConnectionView['application'], string>> = {
  secret: 'The same client secret, from the keychain',
  certificate: 'The same certificate, from the keychain',
  public: 'None (public client)',
};
