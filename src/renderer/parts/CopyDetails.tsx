import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { SupportDetails } from '../../ipc/contract';
import { answerOf } from '../model/act';
import { usePanel } from '../model/panel';
import { NamedLink } from './NamedLink';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '2px 12px', minWidth: 0 },
  link: { fontSize: tokens.fontSizeBase200, lineHeight: '18px' },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase100,
    lineHeight: '18px',
    color: tokens.colorNeutralForeground2,
    userSelect: 'all',
    overflowWrap: 'anywhere',
    minWidth: 0,
  },
});

const LABELS = { ready: 'Copy details', copied: 'Details copied', failed: "Couldn't copy. Try again" } as const;

/** Leads to Entra ID's own page about a code. */
function LookUp({ code }: { code: number }) {
  const styles = useStyles();
  const panel = usePanel();
  const open = async () => {
    const reply = await answerOf(panel.bridge.openErrorPage({ code }));
    if (!reply.ok) panel.say(`${reply.what} ${reply.advice}`);
  };
  return <NamedLink label="Look up this code" className={styles.link} onClick={() => void open()} />;
}

/** The code of what did not work, and a link that copies all that support asks for. `id`: of which connection; `null`: of none. */
export function CopyDetails({ details, id }: { details: SupportDetails; id: string | null }) {
  const styles = useStyles();
  const panel = usePanel();
  const [tried, setTried] = useState<{ readonly text: string; readonly state: 'copied' | 'failed' } | null>(null);
  // Other details are there to be copied anew.
  const state = tried?.text === details.text ? tried.state : 'ready';
  // Not an action of the connection's: it would take down the very message that the details are of.
  const copy = async () => {
    const { text } = details;
    const { ok } = await answerOf(panel.bridge.copyDetails({ text, id }));
    setTried({ text, state: ok ? 'copied' : 'failed' });
    panel.say(ok ? 'Details copied.' : "Couldn't copy the details. Try again.");
  };
  return (
    <div className={styles.row}>
      <NamedLink label={LABELS[state]} className={styles.link} onClick={() => void copy()} />
      {details.lookUp !== undefined && <LookUp code={details.lookUp} />}
      {details.code !== null && <code className={styles.code}>{details.code}</code>}
    </div>
  );
}
