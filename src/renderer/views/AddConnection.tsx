import { Button, Link } from '@fluentui/react-components';
import type { FormEvent } from 'react';
import { DEFAULT_INTERVAL } from '../../ipc/vocabulary';
import { ApplicationFields } from '../forms/ApplicationFields';
import { ConnectionFields } from '../forms/ConnectionFields';
import { useFormStyles } from '../forms/form-styles';
import { RegistrationHelp } from '../forms/RegistrationHelp';
import { useApplication } from '../forms/use-application';
import { useConnectionForm, useFormChecks } from '../forms/use-connection-form';
import { useSnippet } from '../forms/use-snippet';
import { NEW_VALUES } from '../forms/values';
import { useAction } from '../model/act';
import { goBack } from '../model/navigation';
import { APP, usePanel } from '../model/panel';
import { signIn, startPractice } from '../model/requests';
import { ProblemBar } from '../parts/ProblemBar';

/** Asks for what a new connection needs, adds it, and goes straight to signing in. */
export function AddConnection() {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const others = panel.store.all().map((view) => view.name);
  const form = useConnectionForm(NEW_VALUES, { kind: 'every', interval: DEFAULT_INTERVAL }, others);
  const { values, set } = form;
  const application = useApplication(values.application);
  const { checks, mayGo, refuse } = useFormChecks(form, application.problems);
  const snippet = useSnippet({ set, checks }, application);

  const submit = async (event: FormEvent) => {
    if (!mayGo(event) || action.pending) return;
    const offered = application.take();
    const { schedule: _, ...settings } = form.settings;
    const reply = await action.run(() => panel.bridge.addConnection({ ...settings, application: offered }));
    if (reply === null) return;
    if (!reply.ok) {
      application.giveBack(offered);
      return refuse(reply);
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
      onPasteCapture={snippet.onPasteCapture}
      onSubmit={(event) => void submit(event)}
    >
      <p className={styles.lead}>
        Enter the values from your app registration. Secrets are stored only in this computer's keychain.
      </p>
      <RegistrationHelp values={values} certificateId={application.certificate?.id ?? null} />
      <ConnectionFields
        values={values}
        set={set}
        checks={checks}
        isNew
        more={form.more}
        onMore={form.setMore}
        application={
          <ApplicationFields
            kind={values.application}
            onKind={(kind) => set({ application: kind })}
            application={application}
            checks={checks}
            secretLabel="Client secret"
          />
        }
      >
        {snippet.message}
      </ConnectionFields>
      <ProblemBar about={APP} />
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
  return (
    <p className={styles.lead}>
      No app registration yet?{' '}
      <Link as="button" type="button" inline onClick={() => void startPractice(panel, action)}>
        Try it in the practice cloud
      </Link>
    </p>
  );
}
