import { makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { go } from '../model/navigation';
import { usePanel } from '../model/panel';

const useStyles = makeStyles({
  name: {
    padding: 0,
    border: 'none',
    background: 'none',
    font: 'inherit',
    color: 'inherit',
    textAlign: 'start',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    // The ring, in the card's corner, leads there as well.
    '::after': {
      content: '""',
      position: 'absolute',
      ...{ insetInlineStart: '14px', top: '14px', width: '68px', height: '68px' },
    },
  },
});

/** A connection's name, which leads to its page. */
export function OpenDetails({ view: { id, name } }: { view: ConnectionView }) {
  const styles = useStyles();
  const panel = usePanel();
  return (
    // biome-ignore lint/a11y/useSemanticElements: it leads elsewhere in a panel without addresses; in an open row, the button of this name is another
    <button
      type="button"
      role="link"
      className={styles.name}
      data-return={`details-${id}`}
      onClick={() => go(panel, { kind: 'connection', id })}
    >
      {name}
    </button>
  );
}
