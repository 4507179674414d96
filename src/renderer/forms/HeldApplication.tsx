import { Button } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import type { Remedy } from '../../ipc/vocabulary';
import { HelpfulMishap } from '../card/HelpfulMishap';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { dateWords } from '../model/time-words';
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
        {view.credential?.thumbprint != null && (
          <div className={styles.pair}>
            <span className={styles.term}>SHA-256</span>
            <span className={styles.factOf}>{view.credential.thumbprint.toUpperCase()}</span>
          </div>
        )}
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
      <HelpfulMishap about={view.id} offered={EDITING} />
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
