import { Button } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { ConnectionView, CredentialLookup } from '../../../ipc/contract';
import type { Remedy } from '../../../ipc/vocabulary';
import { answerOf, useAction } from '../../model/act';
import { usePanel } from '../../model/panel';
import { dateWords } from '../../model/time/time-words';
import { Facts } from '../../parts/Facts';
import { Message } from '../../parts/Message';
import { ProblemBar } from '../../parts/ProblemBar';
import { TextField } from '../fields';
import { useFormStyles } from '../form-styles';
import type { Checks } from '../use-checks';
import { dateOf, type FormField } from '../values';

export interface HeldApplicationProps {
  readonly view: ConnectionView;
  readonly expiresOn: string;
  readonly onExpiresOn: (date: string) => void;
  readonly checks: Checks<FormField>;
}

/** How the application authenticates now, and the way to another secret or certificate. */
export function HeldApplication({ view, expiresOn, onExpiresOn, checks }: HeldApplicationProps) {
  const styles = useFormStyles();
  const panel = usePanel();
  return (
    <>
      <div className={styles.facts}>
        <div>{sentenceOf(view)}</div>
        {view.application === 'certificate' && <Known view={view} />}
        <div className={styles.row}>
          <Button size="small" onClick={() => panel.dialog.set({ kind: 'replace-secret', id: view.id })}>
            Replace secret or certificate…
          </Button>
        </div>
      </div>
      {view.application === 'secret' && (
        <div className={styles.group}>
          <TextField
            name="expiresOn"
            label="Secret expires on"
            hint="From the portal. You're notified from 30 days before."
            type="date"
            optional
            value={expiresOn}
            onValue={onExpiresOn}
            checks={checks}
            maxLength={10}
          />
          <LookUp view={view} onExpiresOn={onExpiresOn} />
        </div>
      )}
    </>
  );
}

/** By what the held certificate is known: SHA-1 in the portal. SHA-256 alone while the keychain cannot be read. */
function Known({ view: { id, credential } }: Pick<HeldApplicationProps, 'view'>) {
  const styles = useFormStyles();
  const { bridge } = usePanel();
  const known = credential?.thumbprint ?? null;
  const [sha1, setSha1] = useState<string | null>(null);
  useEffect(() => {
    // Another certificate has another thumbprint: what is on the way may be that of the one before.
    let isStale = false;
    setSha1(null);
    void answerOf(bridge.readThumbprints({ id })).then((reply) => {
      if (reply.ok && !isStale && reply.value.sha256 === known) setSha1(reply.value.sha1);
    });
    return () => {
      isStale = true;
    };
  }, [bridge, id, known]);
  return (
    <Facts
      label="Thumbprints"
      styles={{ ...styles, facts: styles.thumbprints }}
      facts={[
        ['SHA-1', sha1?.toUpperCase() ?? null],
        ['SHA-256', known?.toUpperCase() ?? null],
      ]}
    />
  );
}

/** Asks the directory for the date, which then stands in the field. Most applications may not read it: that is no error. */
function LookUp({ view, onExpiresOn }: Pick<HeldApplicationProps, 'view' | 'onExpiresOn'>) {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const [found, setFound] = useState<CredentialLookup | null>(null);
  const lookUp = async () => {
    setFound(null);
    const reply = await action.run(() => panel.bridge.readCredentialExpiry({ id: view.id }));
    if (!reply?.ok) return;
    panel.say(lookupWords(reply.value));
    setFound(reply.value);
    if (reply.value.kind === 'found') onExpiresOn(dateOf(reply.value.expiresAt));
  };
  return (
    <>
      <div className={styles.row}>
        <Button size="small" disabledFocusable={action.pending} onClick={() => void lookUp()}>
          {action.pending ? 'Looking up…' : 'Look up date'}
        </Button>
      </div>
      {found?.kind === 'not-found' && <Message intent="info" what={found.what} advice={found.advice} />}
      <ProblemBar about={view.id} offered={EDITING} />
    </>
  );
}

function lookupWords(found: CredentialLookup): string {
  return found.kind === 'found'
    ? `The secret expires on ${dateWords(found.expiresAt)}.`
    : `${found.what} ${found.advice}`;
}

/** Where one is already. */
export const EDITING: ReadonlySet<Remedy> = new Set(['edit-connection']);

function sentenceOf({ application, credential }: ConnectionView): string {
  if (application === 'public') return 'Application credential: none (public client)';
  if (application === 'secret') return 'Application credential: client secret';
  const expiresAt = credential?.expiresAt ?? null;
  const until = expiresAt === null ? '' : `, valid until ${dateWords(expiresAt)}`;
  return `Application credential: certificate${until}`;
}
