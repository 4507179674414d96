import { makeStyles, tokens } from '@fluentui/react-components';
import { type RefObject, useDeferredValue, useEffect, useMemo } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import {
  countWords,
  FEW,
  type Finding,
  findAmong,
  listItems,
  selectedAmong,
  summarize,
} from '../model/connection-list';
import { useConnections, usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { StatusIcon } from '../state/status-icon';
import { CardList } from './CardList';
import { FindBar } from './FindBar';
import { Welcome } from './Welcome';

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
  const views = useConnections();
  if (views.length === 0) return <Welcome />;
  return views.length > FEW ? <Many views={views} scroller={scroller} /> : <Few views={views} scroller={scroller} />;
}

interface ListProps {
  readonly views: readonly ConnectionView[];
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** Whole cards, as they were added. */
function Few({ views, scroller }: ListProps) {
  const items = useMemo(() => listItems(views, 'added'), [views]);
  return (
    <>
      {views.length > 1 && <Summary views={views} />}
      <CardList items={items} rows={null} scroller={scroller} />
    </>
  );
}

/** Rows to look through, of which one can be open. */
function Many({ views, scroller }: ListProps) {
  const styles = useStyles();
  const panel = usePanel();
  const finding = useSignal(panel.finding);
  const wanted = useDeferredValue(finding);
  const { settledStatus } = panel.store;
  const found = useMemo(() => findAmong(views, wanted, settledStatus), [views, wanted, settledStatus]);
  const items = useMemo(() => listItems(found, wanted.sorting), [found, wanted.sorting]);
  const selected = selectedAmong(found, finding)?.id ?? null;
  useTold(finding, found.length);
  return (
    <>
      <FindBar views={views} finding={finding} scroller={scroller} />
      {found.length === 0 ? (
        <p className={styles.none}>{noneWords(wanted)}</p>
      ) : (
        <CardList items={items} rows={{ opened: finding.opened?.id ?? null, selected }} scroller={scroller} />
      )}
    </>
  );
}

function noneWords({ query, looks }: Finding): string {
  return `No connections match “${query.trim()}”${looks.length === 0 ? '' : ' among those you chose'}.`;
}

/** Says to screen readers how many are found, once somebody pauses. */
function useTold({ query, looks }: Finding, count: number): void {
  const panel = usePanel();
  // What is asked for, in one value: another question with as many answers is answered too.
  const asked = [query.trim(), ...looks].join(' ').trim();
  useEffect(() => {
    if (asked === '') return;
    const timer = setTimeout(() => panel.say(`${countWords(count)} found.`), 700);
    return () => clearTimeout(timer);
  }, [panel, asked, count]);
}

/** "4 connections: 2 fine, 1 expiring soon, 1 needs action". */
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
