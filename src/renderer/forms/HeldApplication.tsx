import { Button } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import type { Remedy } from '../../ipc/vocabulary';
import { answerOf, useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { dateWords } from '../model/time-words';
import { ProblemWithButton } from '../parts/ProblemWithButton';
import { dateOf } from './expiry';
import { useFormStyles } from './form-styles';
import { TextField } from './TextField';
import type { Checks } from './use-checks';
import type { FormField } from './values';

export interface HeldApplicationProps {
  readonly view: ConnectionView;
  readonly expiresOn: string;
  readonly onExpiresOn: (date: string) => void;
  readonly checks: Checks<FormField>;
}

/** How the application proves itself now, and the way to another secret or certificate. */
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
            hint="As the portal says beside it. You are reminded from 30 days before."
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
    let isMoot = false;
    setSha1(null);
    void answerOf(bridge.readThumbprints({ id })).then((reply) => {
      if (reply.ok && !isMoot && reply.value.sha256 === known) setSha1(reply.value.sha1);
    });
    return () => {
      isMoot = true;
    };
  }, [bridge, id, known]);
  return (
    <dl className={styles.thumbprints} aria-label="Thumbprints">
      {[['SHA-1', sha1] as const, ['SHA-256', known] as const].map(
        ([term, thumbprint]) =>
          thumbprint !== null && (
            <div key={term} className={styles.pair}>
              <dt className={styles.term}>{term}</dt>
              <dd className={styles.factOf}>{thumbprint.toUpperCase()}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Asks the directory for the date. It is noted at once, and stands in the field. */
function LookUp({ view, onExpiresOn }: Pick<HeldApplicationProps, 'view' | 'onExpiresOn'>) {
  const styles = useFormStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const lookUp = async () => {
    const reply = await action.run(
      () => panel.bridge.readCredentialExpiry({ id: view.id }),
      ({ expiresAt }) => `The secret expires on ${dateWords(expiresAt)}.`,
    );
    if (reply?.ok) onExpiresOn(dateOf(reply.value.expiresAt));
  };
  return (
    <>
      <div className={styles.row}>
        <Button size="small" disabledFocusable={action.pending} onClick={() => void lookUp()}>
          {action.pending ? 'Looking it up…' : 'Look it up'}
        </Button>
      </div>
      <ProblemWithButton about={view.id} offered={EDITING} />
    </>
  );
}

/** Where one is already. */
export const EDITING: ReadonlySet<Remedy> = new Set(['edit-connection']);

function sentenceOf({ application, credential }: ConnectionView): string {
  if (application === 'public') return 'The application is a public client: it has no secret.';
  if (application === 'secret') return 'The application proves itself with a client secret.';
  const expiresAt = credential?.expiresAt ?? null;
  const until = expiresAt === null ? '' : `, good until ${dateWords(expiresAt)}`;
  return `The application proves itself with a certificate${until}.`;
}
