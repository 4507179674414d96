import { makeStyles, SearchBox, Select, tokens } from '@fluentui/react-components';
import { type RefObject, useDeferredValue, useMemo, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { findConnections } from '../../ipc/vocabulary';
import { countWords, type Sorting, sortConnections, summarize } from '../model/connection-list';
import { useConnections, usePanel } from '../model/panel';
import { StatusIcon } from '../parts/status-icon';
import { CardList } from './CardList';
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
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  search: { flexGrow: 1, flexBasis: '150px', minWidth: 0, maxWidth: 'none', '& input': { minWidth: 0 } },
  sort: { flexShrink: 0, minWidth: 0 },
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
      {summarize(views).map(({ look, words }) => (
        <span key={look} className={styles.part}>
          <StatusIcon status={look} />
          {words}
        </span>
      ))}
    </p>
  );
}

const SORTINGS: Readonly<Record<Sorting, string>> = {
  urgency: 'Most urgent first',
  name: 'By name',
  added: 'By date added',
};

interface FindBarProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly sorting: Sorting;
  readonly onSorting: (sorting: Sorting) => void;
  readonly found: number;
}

/** Finds and sorts among many connections. */
function FindBar({ query, onQuery, sorting, onSorting, found }: FindBarProps) {
  const styles = useStyles();
  return (
    <search className={styles.bar}>
      <SearchBox
        className={styles.search}
        placeholder="Search"
        aria-label={`Search connections${query.trim() === '' ? '' : `, ${found} found`}`}
        value={query}
        maxLength={100}
        onChange={(_, data) => onQuery(data.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query === '') return;
          // The first Escape empties the field; the next one closes the panel.
          event.preventDefault();
          onQuery('');
        }}
      />
      <Select
        className={styles.sort}
        aria-label="Sort connections"
        value={sorting}
        onChange={(_, { value }) => {
          if (isSorting(value)) onSorting(value);
        }}
      >
        {Object.entries(SORTINGS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </search>
  );
}

function isSorting(value: string): value is Sorting {
  return Object.hasOwn(SORTINGS, value);
}
