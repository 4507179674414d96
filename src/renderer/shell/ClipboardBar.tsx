import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ClipboardClock20Regular } from '@fluentui/react-icons/svg/clipboard-clock';
import type { PanelState } from '../../ipc/contract';
import { useAction } from '../model/act';
import { APP, useConnection, usePanel, useRest } from '../model/panel';
import { SecondsLeft } from '../parts/SecondsLeft';
import { small } from '../parts/styles';

const useStyles = makeStyles({
  bar: {
    flexShrink: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    padding: '8px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  icon: { flexShrink: 0, color: tokens.colorBrandForeground1, '@media (max-width: 260px)': { display: 'none' } },
  words: { flexGrow: 1, flexBasis: '130px', minWidth: 0, ...small, overflowWrap: 'anywhere' },
  left: { display: 'block', color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

type Copied = NonNullable<PanelState['copied']>;

const NAMES: Readonly<Record<Copied['what'], string>> = {
  'access-token': 'Access token',
  'refresh-token': 'Refresh token',
};

/** Whatever secret of ours is on the clipboard, until when, and the way to have it gone now. */
export function ClipboardBar() {
  const copied = useRest((rest) => rest.copied);
  return copied === null ? null : <Bar copied={copied} />;
}

function Bar({ copied: { connectionId, what, clearsAt } }: { copied: Copied }) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const name = useConnection(connectionId)?.name;
  const clear = () =>
    action.run(
      () => panel.bridge.clearClipboard(),
      () => 'Cleared the clipboard.',
      'Not cleared',
    );
  return (
    <section className={styles.bar} aria-label="On the clipboard">
      <ClipboardClock20Regular className={styles.icon} />
      <span className={styles.words}>
        {NAMES[what]}
        {name === undefined ? '' : ` for ${name}`} copied
        <span className={styles.left}>
          Cleared in <SecondsLeft until={clearsAt} />
        </span>
      </span>
      <Button size="small" disabledFocusable={action.pending} onClick={() => void clear()}>
        Clear now
      </Button>
    </section>
  );
}
