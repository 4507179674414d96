import { Button } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import type { RegistrationPage, Remedy } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { useConnection, usePanel } from '../model/panel';
import { hasPortal } from '../model/requests';
import { ProblemBar } from './ProblemBar';
import { RemedyButton } from './RemedyButton';

export interface ProblemWithButtonProps {
  /** Whose problem: a connection's id, or `APP`. */
  readonly about: string;
  /** The connection that a button would help; the one that it is about unless told otherwise. */
  readonly id?: string;
  /** The code of a failure that is already on show. */
  readonly unless?: string | undefined;
  /** What is offered here already. */
  readonly offered?: ReadonlySet<Remedy>;
}

/** What did not work, with the one button that helps. From a dialog it leads to where the help is. */
export function ProblemWithButton({ about, id = about, unless, offered = NOTHING }: ProblemWithButtonProps) {
  const view = useConnection(id);
  return (
    <ProblemBar
      about={about}
      unless={unless}
      button={(remedy, page) =>
        offered.has(remedy) ? null : <Help about={about} view={view} remedy={remedy} page={page} />
      }
    />
  );
}

const NOTHING: ReadonlySet<Remedy> = new Set();

interface HelpProps {
  readonly about: string;
  readonly view: ConnectionView | null;
  readonly remedy: Remedy;
  readonly page: RegistrationPage | undefined;
}

function Help({ about, view, remedy, page }: HelpProps) {
  if (remedy === 'wait') return null;
  if (remedy === 'retry-keychain') return <RetryButton about={about} />;
  if (view === null || (remedy === 'open-app-registration' && !hasPortal(view))) return null;
  return <RemedyButton view={view} fix={remedy} page={page} small />;
}

/** Needs no connection: the keychain is everybody's. */
function RetryButton({ about }: { about: string }) {
  const panel = usePanel();
  const action = useAction(about);
  const retry = () =>
    action.run(
      () => panel.bridge.retryKeychain(),
      () => 'The keychain is available again.',
    );
  return (
    <Button size="small" disabledFocusable={action.pending} onClick={() => void retry()}>
      Try again
    </Button>
  );
}
