import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { usePanel } from '../model/panel';

const useStyles = makeStyles({
  toggle: {
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    padding: 0,
    border: 'none',
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
    cursor: 'pointer',
    outlineStyle: 'none',
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  // The whole row is its button; what else the row has to click lies above.
  closed: { inset: 0, justifyContent: 'flex-end', paddingInlineEnd: '8px', borderRadius: '10px' },
  open: {
    zIndex: 1,
    top: '8px',
    insetInlineEnd: '2px',
    width: '32px',
    height: '32px',
    justifyContent: 'center',
    borderRadius: tokens.borderRadiusMedium,
  },
  held: { opacity: 0.4, cursor: 'default' },
  turned: { transform: 'rotate(180deg)' },
});

interface RowToggleProps {
  readonly id: string;
  /** Of the element that names the connection. */
  readonly nameId: string;
  readonly open: boolean;
  /** Whether it has to stay open for now. */
  readonly isHeld: boolean;
}

/** Opens a row to the whole card, and closes it: named after its connection, and one button for both, so that it keeps the focus. */
export function RowToggle({ id, nameId, open, isHeld }: RowToggleProps) {
  const styles = useStyles();
  const panel = usePanel();
  return (
    <button
      type="button"
      className={mergeClasses(styles.toggle, open ? styles.open : styles.closed, isHeld && styles.held)}
      aria-labelledby={nameId}
      aria-describedby={open ? undefined : `${nameId}-state`}
      aria-expanded={open}
      aria-disabled={isHeld}
      data-toggle=""
      onClick={() => isHeld || panel.openRow(open ? null : id)}
    >
      <ChevronDown20Regular className={mergeClasses(open && styles.turned)} />
    </button>
  );
}
