import { Button } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { refresh } from '../model/requests';
import { CopyDetails } from '../parts/CopyDetails';
import { ToPortal } from '../parts/ToPortal';
import { useCardStyles } from './card-styles';
import { Note } from './Note';

/** A problem that hasn't passed: what happened and what to do. The button that does it is the card's first one. */
export function CardTrouble({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  const { trouble, troubleDetails } = view;
  if (trouble === null) return null;
  const { kind, what, advice, note, remedy, registrationPage } = trouble;
  const passing = kind === 'transient';
  return (
    <Note look={passing ? 'calm' : 'bad'} label="Problem" title={what} text={advice}>
      {note !== undefined && <p className={styles.noteText}>{note}</p>}
      {passing && view.issuedAt !== null && <TryNow view={view} />}
      {registrationPage !== undefined && remedy !== 'open-app-registration' && (
        <ToPortal view={view} page={registrationPage} />
      )}
      {troubleDetails !== null && <CopyDetails key={troubleDetails.text} details={troubleDetails} id={view.id} />}
    </Note>
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
