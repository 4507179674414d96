import { Button, DialogActions, DialogBody, DialogContent, DialogTitle, Link } from '@fluentui/react-components';
import { type FormEvent, useEffect, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import type { ApplicationDraft } from '../../ipc/schemas';
import { REGISTRATION_PAGE_NAMES, type Remedy } from '../../ipc/vocabulary';
import { ApplicationFields } from '../forms/ApplicationFields';
import { useApplication } from '../forms/use-application';
import { useChecks } from '../forms/use-checks';
import { type FormField, fieldNamed } from '../forms/values';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { hasPortal, openRegistration } from '../model/requests';
import { ProblemWithButton } from '../parts/ProblemWithButton';
import { useDialogStyles } from './dialog-styles';

const FIELDS: readonly FormField[] = ['secret', 'expiresOn', 'certificate', 'passphrase'];

/** Asks for a new client secret or certificate, of the same kind or another. */
export function CredentialForm({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useDialogStyles();
  const panel = usePanel();
  const [before] = useState(() => panel.store.view(id));
  const name = before?.name ?? '';
  const [kind, setKind] = useState<ApplicationDraft['kind']>(before?.application ?? 'secret');
  const action = useAction(id);
  const application = useApplication(kind);
  const { secretInput } = application;
  const checks = useChecks(FIELDS, application.problems);
  useEffect(() => secretInput.current?.focus(), [secretInput]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (action.pending || !checks.submit()) return;
    const offered = application.take();
    const reply = await action.run(
      () => panel.bridge.replaceCredential({ id, application: offered }),
      () => `Updated the ${WORDS[kind]} for ${name}.`,
    );
    if (reply?.ok) return onClose();
    application.giveBack(offered);
    const field = reply === null ? null : fieldNamed(reply.field);
    if (field !== null && reply !== null) checks.refuse(field, `${reply.what} ${reply.advice}`.trim());
  };
  return (
    <form ref={checks.form} noValidate autoComplete="off" onSubmit={(event) => void submit(event)}>
      <DialogBody className={styles.body}>
        <DialogTitle>Replace secret or certificate</DialogTitle>
        <DialogContent className={styles.content}>
          {before?.issuedAt == null
            ? "The new one replaces the current one in this computer's keychain. Sign in to check that it works."
            : 'The app tries the new one first. If Entra ID rejects it, the current one stays in place.'}
          {before !== null && <ToPortal view={before} kind={kind} />}
          <ApplicationFields
            kind={kind}
            onKind={setKind}
            application={application}
            checks={checks}
            secretLabel={`New client secret for ${name}`}
          />
          <ProblemWithButton about={id} offered={THIS_ONE} />
        </DialogContent>
        <DialogActions fluid className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" appearance="primary" disabledFocusable={action.pending}>
            {action.pending ? 'Checking…' : 'Replace'}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

/** Where what is to be entered is made: a new secret, the place for a certificate, or the switch for public clients. */
function ToPortal({ view, kind }: { view: ConnectionView; kind: ApplicationDraft['kind'] }) {
  const styles = useDialogStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  if (!hasPortal(view)) return null;
  const page = kind === 'public' ? 'authentication' : 'credentials';
  return (
    <Link
      as="button"
      type="button"
      className={styles.link}
      onClick={() => void openRegistration(panel, view.id, action, page)}
    >
      Open {REGISTRATION_PAGE_NAMES[page]} in the portal
    </Link>
  );
}
const THIS_ONE: ReadonlySet<Remedy> = new Set(['replace-secret', 'replace-certificate']);

const WORDS: Readonly<Record<ApplicationDraft['kind'], string>> = {
  secret: 'client secret',
  certificate: 'certificate',
  public: 'application type',
};
