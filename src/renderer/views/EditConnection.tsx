import { Link } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { ConnectionFields } from '../forms/ConnectionFields';
import { EDITING, HeldApplication } from '../forms/credential/HeldApplication';
import { DraftForm } from '../forms/draft/DraftForm';
import { draftOf, useDraft, useKeptDraft, withDraft } from '../forms/draft/use-draft';
import { SelectField } from '../forms/fields';
import { useFormStyles } from '../forms/form-styles';
import { usePaste } from '../forms/paste/use-paste';
import { RegistrationHelp } from '../forms/registration/RegistrationHelp';
import { useConnectionForm, useFormChecks } from '../forms/use-connection-form';
import { changeOf, dateOf, expiryOf, expiryProblem, settingsOf, valuesOf } from '../forms/values';
import { useAction } from '../model/act';
import { go, goBack, useConnectionOrLeave } from '../model/navigation';
import { APP, usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { scheduleChoices, scheduleKey } from '../model/time/schedule-words';
import { ProblemBar } from '../parts/ProblemBar';

/** Changes a connection's settings. Leaves when the connection is removed meanwhile. */
export function EditConnection({ id }: { id: string }) {
  const panel = usePanel();
  const view = useConnectionOrLeave(id);
  const renewals = useSignal(panel.drafts.renewals);
  return view === null ? null : <EditForm key={renewals} view={view} />;
}

function EditForm({ view }: { view: ConnectionView }) {
  const styles = useFormStyles();
  const panel = usePanel();
  const kept = useKeptDraft(`edit/${view.id}`);
  const [before] = useState(() => ({ values: valuesOf(view), schedule: scheduleKey(view.schedule) }));
  const [scheduled, setScheduled] = useState(kept?.schedule ?? before.schedule);
  const [expiredOn] = useState(dateOf(view.credential?.expiresAt ?? null));
  const [expiresOn, setExpiresOn] = useState(kept?.expiresOn ?? expiredOn);
  const choices = scheduleChoices(view.schedule);
  const schedule = choices.find((choice) => choice.key === scheduled)?.schedule ?? view.schedule;
  const others = panel.store.all().flatMap((other) => (other.id === view.id ? [] : other.name));
  const form = useConnectionForm(withDraft(before.values, kept), schedule, others);
  // How the application authenticates changes in a dialog of its own, while this form is open.
  const values = { ...form.values, application: view.application };
  const { checks, mayGo, refuse } = useFormChecks(form, { expiresOn: expiryProblem(expiresOn) });
  const action = useAction(APP, refuse);
  const paste = usePaste({
    ...{ set: form.set, checks, application: null, token: null, cloud: view.cloud },
    reveal: () => form.setMore(true),
  });
  const entered = draftOf(form.values, before.values, {
    ...(expiresOn === expiredOn ? {} : { expiresOn }),
    ...(scheduled === before.schedule ? {} : { schedule: scheduled }),
  });
  const draft = useDraft(`edit/${view.id}`, entered);

  const submit = async (event: FormEvent) => {
    if (!mayGo(event) || action.pending) return;
    const change = changeOf(view, settingsOf(values, schedule));
    const ends = expiresOn === expiredOn ? null : endChange(view, expiresOn);
    const leave = () => {
      draft.end();
      goBack(panel);
    };
    if (change === null && ends === null) return leave();
    const reply = await action.run(
      async () => {
        const noted =
          ends === null ? null : await panel.bridge.setCredentialExpiry({ id: view.id, expiresAt: ends.at });
        if (noted !== null && (change === null || !noted.ok)) return noted;
        return change === null ? DONE : panel.bridge.updateConnection(change);
      },
      () => `Saved ${values.name.trim()}.`,
    );
    if (reply?.ok) leave();
  };

  return (
    <DraftForm
      checks={checks}
      draft={draft}
      continues={kept !== null}
      submit={['Save', 'Saving…']}
      pending={action.pending}
      onSubmit={submit}
      onPasteCapture={view.cloud === 'practice' ? undefined : paste.onPasteCapture}
      after={
        <p className={styles.lead}>
          Need another one like it?{' '}
          <Link as="button" type="button" inline onClick={() => go(panel, { kind: 'add', like: view.id })}>
            Duplicate…
          </Link>
        </p>
      }
    >
      <ConnectionFields
        values={values}
        set={form.set}
        checks={checks}
        isNew={false}
        more={form.more}
        onMore={form.setMore}
        application={<HeldApplication view={view} expiresOn={expiresOn} onExpiresOn={setExpiresOn} checks={checks} />}
      >
        {paste.message}
        <SelectField
          name="schedule"
          label="Refresh"
          hint="Each refresh exchanges the token for a new one with a full lifetime."
          value={scheduled}
          choices={choices.map(({ key, words }) => [key, words])}
          onValue={setScheduled}
        />
      </ConnectionFields>
      {view.cloud !== 'practice' && <RegistrationHelp values={values} certificateId={null} />}
      <ProblemBar about={APP} id={view.id} offered={EDITING} />
    </DraftForm>
  );
}

const DONE = { ok: true, value: null } as const;

/** The end of the secret that was typed, when it is another day than the one that is known: that may have been found while the form was open. */
function endChange(view: ConnectionView, expiresOn: string): { readonly at: number | null } | null {
  const known = view.credential?.expiresAt ?? null;
  if (view.application !== 'secret' || expiresOn === dateOf(known)) return null;
  return { at: expiryOf(expiresOn) };
}
