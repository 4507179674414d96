import { Button, Link, mergeClasses } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { REGISTRATION_PAGE_NAMES } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { hasPortal, openRegistration, refresh } from '../model/requests';
import { CopyDetails } from '../parts/CopyDetails';
import { useCardStyles } from './card-styles';

/** A problem that hasn't passed: what happened and what to do. The button that does it is the card's first one. */
export function CardTrouble({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  const { trouble, troubleDetails } = view;
  if (trouble === null) return null;
  const passing = trouble.kind === 'transient';
  return (
    <div role="note" className={mergeClasses(styles.note, passing ? styles.calm : styles.bad)} aria-label="Problem">
      <p className={styles.noteText}>
        <strong className={styles.noteTitle}>{trouble.what}</strong>
        {trouble.advice}
      </p>
      {trouble.note !== undefined && <p className={styles.noteText}>{trouble.note}</p>}
      {passing && view.issuedAt !== null && <TryNow view={view} />}
      <ToRegistration view={view} />
      {troubleDetails !== null && <CopyDetails key={troubleDetails.text} details={troubleDetails} id={view.id} />}
    </div>
  );
}

/** The page of the portal where the cause can be seen, unless the card's first button leads there. */
function ToRegistration({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const page = view.trouble?.registrationPage;
  if (page === undefined || view.trouble?.remedy === 'open-app-registration' || !hasPortal(view)) return null;
  return (
    <Link
      as="button"
      type="button"
      className={styles.noteLink}
      onClick={() => void openRegistration(panel, view.id, action, page)}
    >
      Open {REGISTRATION_PAGE_NAMES[page]} in the portal
    </Link>
  );
}

/** A passing problem needn't be waited for: the network may be back before the app tries again. */
function TryNow({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  return (
    <Button
      size="small"
      className={styles.inNote}
      disabledFocusable={action.pending || view.busy !== null}
      onClick={() => void refresh(panel, view, action)}
    >
      Try now
    </Button>
  );
}
