import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Tested } from '../../ipc/contract';
import type { Proof } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { CopyDetails } from '../parts/CopyDetails';
import { focusOnMount } from '../parts/focus-on-mount';
import { MishapBar } from '../parts/MishapBar';
import { useDialogStyles } from './dialog-styles';

const useStyles = makeStyles({
  facts: { display: 'grid', gridTemplateColumns: 'minmax(80px, auto) minmax(0, 1fr)', gap: '6px 16px', margin: 0 },
  label: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  small: { fontSize: tokens.fontSizeBase200 },
});

/** Calls the resource, and says in a sentence what works and what does not. */
export function TestResult({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useDialogStyles();
  const panel = usePanel();
  const { pending, run } = useAction(id);
  const [name] = useState(() => panel.store.view(id)?.name ?? '');
  const [tested, setTested] = useState<Tested | null>(null);
  useEffect(() => {
    void run(
      () => panel.bridge.testConnection({ id }),
      ({ proof: { headline, advice } }) => [headline, advice].filter(Boolean).join(' '),
    ).then((reply) => reply?.ok && setTested(reply.value));
  }, [id, panel, run]);
  return (
    <DialogBody className={styles.body}>
      <DialogTitle>Test of {name}</DialogTitle>
      <DialogContent className={styles.content}>
        {tested === null && pending && <Spinner label="Calling…" labelPosition="after" size="small" />}
        {tested !== null && <Findings proof={tested.proof} />}
        {tested !== null && <CopyDetails details={tested.details} id={id} />}
        <MishapBar about={id} />
      </DialogContent>
      <DialogActions fluid className={styles.actions}>
        <Button ref={focusOnMount} onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

function Findings({ proof: { ok, headline, advice, facts, details } }: { proof: Proof }) {
  const styles = useStyles();
  return (
    <>
      <MessageBar intent={ok ? 'success' : 'warning'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{headline}</MessageBarTitle>
          {advice !== null && (
            <>
              <br />
              {advice}
            </>
          )}
        </MessageBarBody>
      </MessageBar>
      {facts.length > 0 && <Facts facts={facts} />}
      {details.length > 0 && (
        <details className={styles.small}>
          <summary>Details for support</summary>
          <Facts facts={details} />
        </details>
      )}
    </>
  );
}

function Facts({ facts }: { facts: Proof['facts'] }) {
  const styles = useStyles();
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => [
        <dt key={`${label}-label`} className={styles.label}>
          {label}
        </dt>,
        <dd key={label} className={styles.value}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}
