import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { ConnectionView, Tested } from '../../ipc/contract';
import type { ApiCheck, Remedy } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { useConnection, usePanel } from '../model/panel';
import { hasPortal } from '../model/requests';
import { CopyDetails } from '../parts/CopyDetails';
import { Facts } from '../parts/Facts';
import { Message } from '../parts/Message';
import { RemedyButton } from '../parts/RemedyButton';
import { DialogFrame, type DialogProps, focusOnMount } from './DialogFrame';

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(80px, auto) minmax(0, 1fr)',
    gap: '6px 16px',
    margin: 0,
    '@media (max-width: 260px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: '2px' },
  },
  term: { color: tokens.colorNeutralForeground2 },
  fact: { margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  button: { marginTop: '6px' },
  small: { fontSize: tokens.fontSizeBase200 },
});

/** Calls the resource at once, and again when asked to. */
export function useConnectionTest(id: string) {
  const panel = usePanel();
  const { pending, run } = useAction(id);
  const [tested, setTested] = useState<Tested | null>(null);
  const test = useCallback(async () => {
    setTested(null);
    const reply = await run(
      () => panel.bridge.testConnection({ id }),
      ({ check: { headline, advice } }) => {
        panel.say([headline, advice].filter(Boolean).join(' '));
        return null;
      },
    );
    if (reply?.ok) setTested(reply.value);
  }, [id, panel, run]);
  useEffect(() => void test(), [test]);
  return { tested, pending, test };
}

/** Says in a sentence what works and what does not. */
export function TestResult({ id, onClose }: DialogProps) {
  const panel = usePanel();
  const [name] = useState(() => panel.store.view(id)?.name ?? '');
  const { tested, pending, test } = useConnectionTest(id);
  return (
    <DialogFrame
      id={id}
      title={`Test ${name}`}
      actions={
        <>
          <Button ref={focusOnMount} onClick={onClose}>
            Close
          </Button>
          <Button disabledFocusable={pending} onClick={() => void test()}>
            Test again
          </Button>
        </>
      }
    >
      <TestOutcome id={id} tested={tested} pending={pending} />
    </DialogFrame>
  );
}

interface TestOutcomeProps {
  readonly id: string;
  readonly tested: Tested | null;
  readonly pending: boolean;
}

/** What came of a test, or that it's under way. */
export function TestOutcome({ id, tested, pending }: TestOutcomeProps) {
  const view = useConnection(id);
  if (tested === null) return pending && <Spinner label="Testing…" labelPosition="after" size="small" />;
  return (
    <>
      <Findings check={tested.check} view={view} />
      <CopyDetails details={tested.details} id={id} />
    </>
  );
}

function Findings({ check, view }: { check: ApiCheck; view: ConnectionView | null }) {
  const { ok, headline, advice, facts, details } = check;
  const remedy = remedyOf(check, view);
  const styles = useStyles();
  return (
    <>
      <Message intent={ok ? 'success' : 'warning'} what={headline} advice={advice}>
        {remedy !== null && view !== null && (
          <div className={styles.button}>
            <RemedyButton view={view} fix={remedy} size="small" />
          </div>
        )}
      </Message>
      {facts.length > 0 && <Facts facts={pairs(facts)} styles={styles} />}
      {details.length > 0 && (
        <details className={styles.small}>
          <summary>Details for support</summary>
          <Facts facts={pairs(details)} styles={styles} />
        </details>
      )}
    </>
  );
}

/** The button that does what the API check advises, where it can be done. */
function remedyOf({ remedy }: ApiCheck, view: ConnectionView | null): Exclude<Remedy, 'wait'> | null {
  if (remedy === null || remedy === 'wait' || view === null) return null;
  return remedy === 'open-app-registration' && !hasPortal(view) ? null : remedy;
}

function pairs(facts: ApiCheck['facts']) {
  return facts.map(({ label, value }) => [label, value] as const);
}
