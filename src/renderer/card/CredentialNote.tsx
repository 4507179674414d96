import { Link } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { REMEDY_LABELS } from '../../ipc/vocabulary';
import { useClock, usePanel } from '../model/panel';
import { useCardStyles } from './card-styles';
import { Note } from './Note';

/** That the secret or certificate expires soon or has expired, and the way to a new one. Silent where the card's main button is that already. */
export function CredentialNote({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const now = useClock(view.cloud);
  const { credential, credentialText, trouble } = view;
  const isMain = trouble?.remedy === 'replace-secret' || trouble?.remedy === 'replace-certificate';
  if (credentialText === null || isMain) return null;
  return (
    <Note
      look="warning"
      label="Expiration"
      title={`${credentialText}.`}
      text={
        (credential?.expiresAt ?? now) > now
          ? "After that, the app can't refresh the token."
          : "The app can't refresh the token."
      }
    >
      <Link
        as="button"
        type="button"
        className={styles.noteLink}
        onClick={() => panel.dialog.set({ kind: 'replace-secret', id: view.id })}
      >
        {REMEDY_LABELS[view.application === 'certificate' ? 'replace-certificate' : 'replace-secret']}
      </Link>
    </Note>
  );
}
