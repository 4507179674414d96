import { useEffect, useState } from 'react';
import type { ApplicationDraft } from '../../ipc/schemas';
import type { Remedy } from '../../ipc/vocabulary';
import { ApplicationFields } from '../forms/credential/ApplicationFields';
import { useApplication } from '../forms/credential/use-application';
import { useChecks } from '../forms/use-checks';
import { type FormField, fieldNamed } from '../forms/values';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { ToPortal } from '../parts/ToPortal';
import { type DialogProps, FormDialog } from './DialogFrame';

const FIELDS: readonly FormField[] = ['secret', 'expiresOn', 'certificate', 'passphrase'];

/** Asks for a new client secret or certificate, of the same kind or another. */
export function CredentialForm({ id, onClose }: DialogProps) {
  const panel = usePanel();
  const [before] = useState(() => panel.store.view(id));
  const name = before?.name ?? '';
  const [kind, setKind] = useState<ApplicationDraft['kind']>(before?.application ?? 'secret');
  const application = useApplication(kind);
  const { secretInput } = application;
  const checks = useChecks(FIELDS, application.problems);
  const action = useAction(id, (refusal) => {
    const field = fieldNamed(refusal.field);
    if (field !== null) checks.refuse(field, `${refusal.what} ${refusal.advice}`.trim());
    return field !== null;
  });
  useEffect(() => {
    // After the dialog, which goes for the first control that it has.
    const frame = requestAnimationFrame(() => secretInput.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [secretInput]);
  const submit = async () => {
    if (!checks.submit()) return;
    const offered = application.take();
    const reply = await action.run(
      () => panel.bridge.replaceCredential({ id, application: offered }),
      () => `Updated the ${WORDS[kind]} for ${name}.`,
    );
    if (reply?.ok) return onClose();
    application.giveBack(offered);
  };
  return (
    <FormDialog
      id={id}
      title="Replace secret or certificate"
      form={checks.form}
      submit={['Replace', 'Checking…']}
      pending={action.pending}
      offered={THIS_ONE}
      onSubmit={submit}
      onClose={onClose}
    >
      {before?.issuedAt == null
        ? "The new one replaces the current one in this computer's keychain. Sign in to check that it works."
        : 'The app tries the new one first. If Entra ID rejects it, the current one stays in place.'}
      {before !== null && <ToPortal view={before} page={kind === 'public' ? 'authentication' : 'credentials'} />}
      <ApplicationFields
        kind={kind}
        onKind={setKind}
        application={application}
        checks={checks}
        secretLabel={`New client secret for ${name}`}
      />
    </FormDialog>
  );
}

const THIS_ONE: ReadonlySet<Remedy> = new Set(['replace-secret', 'replace-certificate']);

const WORDS: Readonly<Record<ApplicationDraft['kind'], string>> = {
  secret: 'client secret',
  certificate: 'certificate',
  public: 'application type',
};
