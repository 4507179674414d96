import { Button, Spinner } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { CardActions } from '../actions/CardActions';
import { TestOutcome, useConnectionTest } from '../dialogs/TestResult';
import { useFormStyles } from '../forms/form-styles';
import { go, goBack } from '../model/navigation';
import { useConnection, usePanel } from '../model/panel';
import { Troubles } from '../notes/ConnectionNotes';
import { PracticeCredentials } from '../notes/PracticeCredentials';
import { ProblemBar } from '../parts/ProblemBar';
import { StepHeading } from './StepHeading';
import { Stepper } from './Stepper';

/** The last steps of a connection that there is now: until somebody has signed in to it, and then its test. */
export function FinishConnection({ id }: { id: string }) {
  const panel = usePanel();
  const view = useConnection(id);
  const wasThere = useRef(false);
  const isThere = view !== null;
  useEffect(() => {
    // Main tells of a new connection after it has answered.
    if (wasThere.current && !isThere) goBack(panel);
    wasThere.current = isThere;
  }, [isThere, panel]);
  if (view === null) return null;
  const isSigningIn = view.account === null || view.busy === 'sign-in';
  // What was entered is the connection's by now, and is changed as that of any other.
  const edit = () => go(panel, { kind: 'edit', id });
  return (
    <>
      <Stepper
        current={isSigningIn ? 'Sign in' : 'Test'}
        onGo={(wanted) => (wanted === 'Register' || wanted === 'Enter' ? edit : null)}
      />
      {isSigningIn ? <SignInStep view={view} /> : <TestStep view={view} />}
    </>
  );
}

/** The third step: the same as on the card, until somebody has signed in. */
function SignInStep({ view }: { view: ConnectionView }) {
  const styles = useFormStyles();
  const panel = usePanel();
  return (
    <div className={styles.form}>
      <StepHeading>Sign in to {view.name}</StepHeading>
      <p className={styles.lead}>Sign in as the partner user whose token your scripts use, and complete MFA.</p>
      <div className={styles.fields}>
        <PracticeCredentials view={view} />
        <Troubles view={view} />
        {view.busy === 'refresh' ? (
          <Spinner label="Importing the refresh token…" labelPosition="after" size="small" />
        ) : (
          <CardActions view={view} />
        )}
      </div>
      <div className={styles.buttons}>
        <Button className={styles.grow} onClick={() => panel.showConnection(view.id)}>
          Finish later
        </Button>
      </div>
    </div>
  );
}

/** The last step: what the new token is good for. */
function TestStep({ view }: { view: ConnectionView }) {
  const styles = useFormStyles();
  const panel = usePanel();
  const { tested, pending, test } = useConnectionTest(view.id);
  return (
    <div className={styles.form}>
      <StepHeading>Test {view.name}</StepHeading>
      <div className={styles.fields}>
        <TestOutcome id={view.id} tested={tested} pending={pending} />
        <ProblemBar about={view.id} />
      </div>
      <div className={styles.buttons}>
        <Button className={styles.grow} appearance="primary" onClick={() => panel.showConnection(view.id)}>
          Done
        </Button>
        <Button className={styles.grow} disabledFocusable={pending} onClick={() => void test()}>
          Test again
        </Button>
      </div>
    </div>
  );
}
