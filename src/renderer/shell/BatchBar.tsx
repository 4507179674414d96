import { Button, Link, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { BatchView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { batchWords, doneOf } from '../model/batch-words';
import { APP, useConnection, usePanel, useRest } from '../model/panel';
import { column, small, surface } from '../parts/styles';

/** More of those that need somebody would hide the cards, which say so too. */
const SHOWN = 3;

const useStyles = makeStyles({
  bar: { ...column, gap: '8px', flexShrink: 0, margin: '0 12px 10px', padding: '10px 12px', ...surface },
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  words: { flexGrow: 1, flexBasis: '120px', minWidth: 0, ...small, fontVariantNumeric: 'tabular-nums' },
  progress: { '@media (forced-colors: active)': { outline: '1px solid CanvasText', outlineOffset: '1px' } },
  list: { ...column, gap: '4px', margin: 0, padding: 0, listStyleType: 'none', ...small },
  link: { fontSize: 'inherit', lineHeight: 'inherit' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** How far "Refresh all" or "Test all" is, and what came of it. It is there again when the panel is opened again. */
export function BatchBar() {
  const batch = useRest((rest) => rest.batch);
  return batch === null ? null : <Bar batch={batch} />;
}

function Bar({ batch }: { batch: BatchView }) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const end = () => void action.run(() => panel.bridge.endBatch());
  const hasEnded = batch.state === 'ended';
  return (
    <section className={styles.bar} aria-label={batch.kind === 'refresh' ? 'Refresh all' : 'Test all'}>
      <div className={styles.top}>
        <span className={styles.words}>{batchWords(batch)}</span>
        {hasEnded ? (
          <Button
            size="small"
            appearance="transparent"
            aria-label="Dismiss result"
            icon={<Dismiss16Regular />}
            onClick={end}
          />
        ) : (
          <Button size="small" disabledFocusable={batch.state === 'canceling'} onClick={end}>
            Cancel
          </Button>
        )}
      </div>
      {hasEnded ? (
        <Named batch={batch} />
      ) : (
        <ProgressBar
          className={styles.progress}
          aria-label="Progress"
          thickness="large"
          value={doneOf(batch)}
          max={Math.max(1, batch.total)}
        />
      )}
    </section>
  );
}

/** Those that need somebody, each leading to its card. */
function Named({ batch: { named, needingYou } }: { batch: BatchView }) {
  const styles = useStyles();
  if (named.length === 0) return null;
  const shown = named.slice(0, SHOWN);
  return (
    <ul className={styles.list}>
      {shown.map(({ connectionId, what }) => (
        <li key={connectionId}>
          <ToCard id={connectionId} /> <span className={styles.quiet}>{what}</span>
        </li>
      ))}
      {needingYou > shown.length && <li className={styles.quiet}>And {needingYou - shown.length} more</li>}
    </ul>
  );
}

function ToCard({ id }: { id: string }) {
  const styles = useStyles();
  const panel = usePanel();
  const name = useConnection(id)?.name;
  if (name === undefined) return null;
  return (
    <Link as="button" type="button" className={styles.link} onClick={() => panel.showConnection(id)}>
      {name}
    </Link>
  );
}
