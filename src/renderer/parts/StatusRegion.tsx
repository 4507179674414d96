import { makeStyles } from '@fluentui/react-components';
import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Says results to a screen reader. Not shown: what it says can also be seen where it happened. */
export function StatusRegion() {
  const styles = useStyles();
  const { words, count } = useSignal(usePanel().said);
  return (
    <div className={styles.hidden} role="status" aria-live="polite">
      <span key={count}>{words}</span>
    </div>
  );
}
