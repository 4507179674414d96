import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import type { RegistrationPage, Remedy } from '../../ipc/vocabulary';
import { APP, usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { CopyDetails } from './CopyDetails';

const useStyles = makeStyles({
  words: { overflowWrap: 'anywhere', minWidth: 0 },
  // Enlarged to 200 %, the words need the room.
  icon: { '@media (max-width: 260px)': { display: 'none' } },
  button: { marginTop: '6px', ':empty': { display: 'none' } },
  note: { margin: '4px 0 0' },
  details: { marginTop: '4px' },
});

interface ProblemBarProps {
  readonly about: string;
  /** The code of a failure that is already on show. */
  readonly unless?: string | undefined;
  /** The button for a remedy, and where in the app registration it leads; `null` where it would be one too many. */
  readonly button?: (remedy: Remedy, page: RegistrationPage | undefined) => ReactNode;
}

/** What did not work, and what to do, where the button was. */
export function ProblemBar({ about, unless, button }: ProblemBarProps) {
  const styles = useStyles();
  const panel = usePanel();
  const problem = useSignal(panel.problems, (problems) => problems.get(about) ?? null);
  if (problem === null || (unless !== undefined && problem.details?.code === unless)) return null;
  return (
    <MessageBar intent="error" layout="multiline" icon={{ className: styles.icon }}>
      <MessageBarBody className={styles.words}>
        <MessageBarTitle>{problem.what}</MessageBarTitle>
        <br />
        {problem.advice}
        {problem.note !== undefined && <p className={styles.note}>{problem.note}</p>}
        {problem.remedy !== undefined && button !== undefined && (
          <div className={styles.button}>{button(problem.remedy, problem.registrationPage)}</div>
        )}
        {problem.details !== undefined && (
          <div className={styles.details}>
            <CopyDetails key={problem.details.text} details={problem.details} id={about === APP ? null : about} />
          </div>
        )}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            size="small"
            aria-label="Dismiss"
            icon={<Dismiss16Regular />}
            onClick={() => panel.setProblem(about, null)}
          />
        }
      />
    </MessageBar>
  );
}
