import { makeStyles, tokens } from '@fluentui/react-components';
import { type RefObject, useDeferredValue, useMemo, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { countWords, findConnections, type Sorting, sortConnections, summarize } from '../model/connection-list';
import { useConnections, usePanel } from '../model/panel';
import { StatusIcon } from '../parts/status-icon';
import { CardList } from './CardList';
import { FindBar } from './FindBar';
import { Welcome } from './Welcome';

/** With more than this many, one looks for a connection rather than at all of them. */
const MANY = 6;

const useStyles = makeStyles({
  summary: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 12px',
    margin: '0 2px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
  part: { display: 'inline-flex', alignItems: 'center', gap: '4px' },
  count: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  none: { textAlign: 'center', color: tokens.colorNeutralForeground2, paddingBlock: '32px', margin: 0 },
});

/** All connections, or the first screen while there are none. */
export function Connections({ scroller }: { scroller: RefObject<HTMLDivElement | null> }) {
  const styles = useStyles();
  const { store } = usePanel();
  const views = useConnections();
  const [query, setQuery] = useState('');
  const [sorting, setSorting] = useState<Sorting>('urgency');
  const wanted = useDeferredValue(query);
  const many = views.length > MANY;
  const ids = useMemo(() => {
    if (!many) return views.map((view) => view.id);
    return sortConnections(findConnections(views, wanted), sorting, store.settledStatus).map((view) => view.id);
  }, [views, wanted, sorting, many, store]);

  if (views.length === 0) return <Welcome />;
  return (
    <>
      {views.length > 1 && <Summary views={views} />}
      {many && <FindBar query={query} onQuery={setQuery} sorting={sorting} onSorting={setSorting} found={ids.length} />}
      {ids.length === 0 ? (
        <p className={styles.none}>No connections match “{wanted.trim()}”.</p>
      ) : (
        <CardList ids={ids} scroller={scroller} />
      )}
    </>
  );
}

/** "12 connections: 10 fine, 1 expiring soon, 1 needs action". */
function Summary({ views }: { views: readonly ConnectionView[] }) {
  const styles = useStyles();
  return (
    <p className={styles.summary}>
      <span className={styles.count}>{countWords(views.length)}</span>
      {summarize(views).map(({ status, words }) => (
        <span key={status} className={styles.part}>
          <StatusIcon status={status} />
          {words}
        </span>
      ))}
    </p>
  );
}
