import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { useState } from 'react';
import type { ConnectionView, SignInView } from '../../ipc/contract';
import { MINUTE, SECOND } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { groupsOf } from '../model/code-words';
import { usePanel } from '../model/panel';
import { useSeconds } from '../model/time/ticker';
import { secondsUntil } from '../model/time/time-words';
import { Note } from '../notes/Note';
import { useNoteStyles } from '../notes/note-styles';
import { IconButton } from '../parts/IconButton';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  // The gaps are drawn, not typed: what is selected and copied is the code as it is.
  code: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: '0.45em',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '26px',
    lineHeight: '34px',
    fontWeight: tokens.fontWeightSemibold,
    userSelect: 'all',
    '@media (max-width: 260px)': { fontSize: '20px', lineHeight: '28px' },
  },
  page: { overflowWrap: 'anywhere', userSelect: 'all' },
  left: { fontVariantNumeric: 'tabular-nums' },
});

/** The code to type on any device, until it expires. */
export function DeviceCode({ view, code }: { view: ConnectionView; code: NonNullable<SignInView['deviceCode']> }) {
  const styles = useStyles();
  const note = useNoteStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const reply = await action.run(() => panel.bridge.copyDeviceCode({ id: view.id }));
    if (!reply?.ok) return;
    panel.say('Code copied.');
    setCopied(true);
  };
  return (
    <Note
      section
      look="calm"
      label="Sign-in code"
      title="Enter this code to sign in"
      text={
        <>
          Go to <span className={styles.page}>{withoutScheme(code.verificationUri)}</span> on this or any other device.
        </>
      }
    >
      <div className={styles.row}>
        <code className={styles.code}>
          {groupsOf(code.userCode).map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups have no other name, and never change places
            <span key={index}>{group}</span>
          ))}
        </code>
        <IconButton
          label={copied ? 'Copy code again' : 'Copy code'}
          icon={copied ? <Checkmark20Regular /> : <Copy20Regular />}
          disabledFocusable={action.pending}
          onClick={() => void copy()}
        />
      </div>
      <p className={mergeClasses(note.noteText, styles.left)}>
        <TimeLeft until={code.expiresAt} />
      </p>
    </Note>
  );
}

/** Not announced to a screen reader: it would never stop talking. */
function TimeLeft({ until }: { until: number }) {
  const left = secondsUntil(until, useSeconds());
  if (left === 0) return <>The code has expired.</>;
  const minutes = Math.floor((left * SECOND) / MINUTE);
  return (
    <>
      Expires in {minutes}:{String(left % 60).padStart(2, '0')}
    </>
  );
}

/** As one reads it out; http stays, because it is worth noticing. */
function withoutScheme(address: string): string {
  return address.replace(/^https:\/\//, '');
}
