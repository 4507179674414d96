import { Button } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { usePanel } from '../model/panel';
import { dateWords } from '../model/time-words';
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
      )}
    </>
  );
}

function sentenceOf({ application, credential }: ConnectionView): string {
  if (application === 'public') return 'The application is a public client: it has no secret.';
  if (application === 'secret') return 'The application proves itself with a client secret.';
  const expiresAt = credential?.expiresAt ?? null;
  const until = expiresAt === null ? '' : `, good until ${dateWords(expiresAt)}`;
  return `The application proves itself with a certificate${until}.`;
}
