import { makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionView, PracticeStart } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { Facts } from '../parts/Facts';
import { NamedLink } from '../parts/NamedLink';
import { small } from '../parts/styles';
import { Note } from './Note';
import { useNoteStyles } from './note-styles';

const useStyles = makeStyles({
  facts: { display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: '12px', rowGap: '4px', margin: 0 },
  term: { ...small, color: tokens.colorNeutralForeground2 },
  fact: {
    margin: 0,
    minWidth: 0,
    fontFamily: tokens.fontFamilyMonospace,
    ...small,
    userSelect: 'all',
    overflowWrap: 'anywhere',
  },
});

/** What to type on the practice sign-in page, until somebody has. */
export function PracticeCredentials({ view }: { view: ConnectionView }) {
  const panel = usePanel();
  const start = useSignal(panel.practiceStart);
  if (view.cloud !== 'practice' || view.account !== null) return null;
  return start === null ? <Reveal id={view.id} /> : <Credentials start={start} />;
}

/** The panel forgets the sign-in details when its window goes; main gives them again while nobody has signed in. */
function Reveal({ id }: { id: string }) {
  const note = useNoteStyles();
  const panel = usePanel();
  const action = useAction(id);
  const reveal = async () => {
    const reply = await action.run(() => panel.bridge.startPractice());
    if (reply?.ok) panel.practiceStart.set(reply.value);
  };
  return <NamedLink label="Show the sign-in details" className={note.noteLink} onClick={() => void reveal()} />;
}

function Credentials({ start }: { start: PracticeStart }) {
  const styles = useStyles();
  return (
    <Note
      section
      look="practice"
      label="Sign-in details"
      title="Sign in with this account"
      text="It's made up, and gives access to nothing real."
    >
      <Facts
        styles={styles}
        facts={[
          ['User name', start.username],
          ['Password', start.password],
          ['MFA code', start.mfaCode],
        ]}
      />
    </Note>
  );
}
