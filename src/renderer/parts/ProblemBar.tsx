import { Button, makeStyles } from '@fluentui/react-components';
import type { Refusal } from '../../ipc/contract';
import type { Remedy } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { go } from '../model/navigation';
import { APP, useConnection, usePanel } from '../model/panel';
import { type Problem, usePlace } from '../model/problems';
import { hasPortal, retryKeychain } from '../model/requests';
import { useSignal } from '../model/signal';
import { useMinutes } from '../model/time/ticker';
import { agoWords } from '../model/time/time-words';
import { CopyDetails } from './CopyDetails';
import { Message } from './Message';
import { useNames } from './names';
import { RemedyButton } from './RemedyButton';

const useStyles = makeStyles({
  button: { display: 'flex', flexWrap: 'wrap', gap: '6px', marginTop: '6px', ':empty': { display: 'none' } },
  note: { margin: '4px 0 0' },
  details: { marginTop: '4px' },
});

export interface ProblemBarProps {
  /** Whose problem: a connection's id, or `APP`. */
  readonly about: string;
  /** The connection that a button would help; the one that it is about unless told otherwise. */
  readonly id?: string;
  /** The code of a failure that is already on show: of that, only that another try has failed is told. */
  readonly unless?: string | undefined;
  /** What is offered here already. */
  readonly offered?: ReadonlySet<Remedy> | undefined;
}

/** What did not work, and the one button that helps, where the button was. From a dialog it leads to where the help is. */
export function ProblemBar({ about, id = about, unless, offered }: ProblemBarProps) {
  const styles = useStyles();
  const panel = usePanel();
  const place = usePlace(about);
  const problem = useSignal(panel.problems, (problems) => problems.get(place) ?? null);
  if (problem === null) return null;
  if (unless !== undefined && problem.details?.code === unless)
    return problem.isKnown ? <StillThere problem={problem} about={about} /> : null;
  const { what, advice, note, remedy, details, isAddable } = problem;
  return (
    <Message intent="error" what={what} advice={advice} onDismiss={() => panel.setProblem(place, null)}>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      <div className={styles.button}>
        {remedy !== undefined && !offered?.has(remedy) && <Help about={about} id={id} problem={problem} />}
        {isAddable && <AddAnother id={id} place={place} />}
      </div>
      {details !== undefined && (
        <div className={styles.details}>
          <CopyDetails details={details} id={about === APP ? null : about} />
        </div>
      )}
    </Message>
  );
}

/** The answer to a press where the card has said all else already. */
function StillThere({ problem, about }: { problem: Problem; about: string }) {
  const panel = usePanel();
  const place = usePlace(about);
  const isOffline = useConnection(about)?.status === 'offline';
  const now = useMinutes();
  return (
    <Message
      intent="error"
      what={`${problem.outcome}: still ${isOffline ? 'offline' : 'the same problem'}, tried ${agoWords(problem.at, now)}.`}
      advice={null}
      onDismiss={() => panel.setProblem(place, null)}
    />
  );
}

function Help({ about, id, problem }: { about: string; id: string; problem: Refusal }) {
  const view = useConnection(id);
  const { remedy, registrationPage } = problem;
  if (remedy === undefined || remedy === 'wait') return null;
  if (remedy === 'retry-keychain') return <RetryButton about={about} />;
  if (view === null || (remedy === 'open-app-registration' && !hasPortal(view))) return null;
  return <RemedyButton view={view} fix={remedy} page={registrationPage} size="small" />;
}

/** For who signed in: a connection like this one, which is theirs. */
function AddAnother({ id, place }: { id: string; place: string }) {
  const panel = usePanel();
  const add = () => {
    panel.setProblem(place, null);
    panel.dialog.set(null);
    go(panel, { kind: 'add', like: id }, `more-${id}`);
  };
  return (
    <Button size="small" onClick={add}>
      Add as another connection
    </Button>
  );
}

/** Needs no connection: the keychain is everybody's. */
function RetryButton({ about }: { about: string }) {
  const panel = usePanel();
  const action = useAction(about);
  const named = useNames();
  return (
    <Button
      size="small"
      aria-label={named('Try again')}
      disabledFocusable={action.pending}
      onClick={() => void retryKeychain(panel, action)}
    >
      Try again
    </Button>
  );
}
