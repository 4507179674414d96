import { Link } from '@fluentui/react-components';
import type { FormEvent, RefObject } from 'react';
import { DEFAULT_INTERVAL } from '../../ipc/vocabulary';
import { ConnectionFields } from '../forms/ConnectionFields';
import { ApplicationFields } from '../forms/credential/ApplicationFields';
import { useApplication } from '../forms/credential/use-application';
import { DraftForm } from '../forms/draft/DraftForm';
import { draftOf, useDraft, useKeptDraft, withDraft } from '../forms/draft/use-draft';
import { useFormStyles } from '../forms/form-styles';
import { PasteBox } from '../forms/paste/PasteBox';
import { usePaste } from '../forms/paste/use-paste';
import { PastedTokenField, usePastedToken } from '../forms/paste/use-pasted-token';
import { useConnectionForm, useFormChecks } from '../forms/use-connection-form';
import { NEW_VALUES } from '../forms/values';
import { useAction } from '../model/act';
import { APP, usePanel } from '../model/panel';
import { addConnection, importPasted, signIn, startPractice } from '../model/requests';
import { ProblemBar } from '../parts/ProblemBar';

/** What stands in the form of a new connection, for all steps that show some of it. `isNeeded`: as in {@link useDraft}. */
export function useAddForm(isNeeded: boolean) {
  const panel = usePanel();
  const kept = useKeptDraft('add');
  const others = panel.store.all().map((view) => view.name);
  const form = useConnectionForm(withDraft(NEW_VALUES, kept), { kind: 'every', interval: DEFAULT_INTERVAL }, others);
  const { values, set } = form;
  const application = useApplication(values.application, kept?.expiresOn);
  const checking = useFormChecks(form, application.problems);
  const token = usePastedToken();
  const paste = usePaste({
    ...{ set, checks: checking.checks, application, token, cloud: null },
    reveal: () => form.setMore(true),
  });
  const { expiresOn } = application;
  const entered = draftOf(values, NEW_VALUES, expiresOn === '' ? {} : { expiresOn });
  const draft = useDraft('add', entered, {
    hasSecret: application.isSecretive || token.isHeld,
    isNeeded,
  });
  return { kept, form, application, ...checking, token, paste, draft };
}

interface AddFormProps {
  readonly add: ReturnType<typeof useAddForm>;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly onAdded: (id: string) => void;
  /** Leads to what is to be registered. */
  readonly onRegister: () => void;
}

/** Asks for what a new connection needs, adds it, and goes straight to signing in. */
export function AddForm({ add, box, onAdded, onRegister }: AddFormProps) {
  const styles = useFormStyles();
  const panel = usePanel();
  const { kept, form, application, checks, mayGo, refuse, token, paste, draft } = add;
  const action = useAction(APP, refuse);
  const { values, set } = form;

  const submit = async (event: FormEvent) => {
    if (!mayGo(event) || action.pending) return;
    const offered = application.take();
    const imported = token.take();
    const reply = await addConnection(panel, form.settings, offered, action);
    if (reply?.ok !== true) {
      if (reply === null) return;
      application.giveBack(offered);
      if (imported !== null) token.put(imported);
      return;
    }
    const { id } = reply.value;
    draft.end();
    onAdded(id);
    void (imported === null ? signIn(panel, id) : importPasted(panel, id, imported));
  };

  return (
    <DraftForm
      checks={checks}
      draft={draft}
      continues={kept !== null}
      submit={[token.isHeld && token.isWanted ? 'Add and import token' : 'Add and sign in', 'Adding…']}
      pending={action.pending}
      onSubmit={submit}
      onPasteCapture={paste.onPasteCapture}
      after={<PracticeInstead />}
    >
      <p className={styles.lead}>
        Enter the values from your app registration. Secrets are stored only in this computer's keychain.{' '}
        <Link as="button" type="button" inline onClick={onRegister}>
          What to register
        </Link>
      </p>
      <div className={styles.fields}>
        <PasteBox
          boxRef={box}
          onText={(text) => {
            paste.take(text);
            checks.form.current?.querySelector<HTMLInputElement>('[name=name]')?.focus();
          }}
        />
        {paste.message}
        <PastedTokenField token={token} />
      </div>
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
      />
      <ProblemBar about={APP} />
    </DraftForm>
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
