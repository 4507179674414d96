import { Button, Select } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import type { HistoryEntryView, HistoryTopic } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { ProblemBar } from '../parts/ProblemBar';
import { statusColor } from '../parts/theme';
import { usePageStyles } from './page-styles';

const PAGE = 20;

type Filter = HistoryTopic | 'all';

const FILTERS: ReadonlyArray<readonly [filter: Filter, words: string]> = [
  ['all', 'Everything'],
  ['failure', 'Problems'],
  ['sign-in', 'Sign-ins'],
  ['refresh', 'Refreshes'],
  ['export', 'Exported tokens'],
  ['access-token', 'Access tokens'],
  ['notification', 'Notifications'],
  ['settings', 'Changes'],
];

/** What happened, the latest first, a part at a time. */
export function HistoryList({ view, entries }: { view: ConnectionView; entries: readonly HistoryEntryView[] }) {
  const styles = usePageStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const [filter, setFilter] = useState<Filter>('all');
  const [length, setLength] = useState(PAGE);
  const list = useRef<HTMLOListElement>(null);
  const matching = entries.filter(({ topic }) => filter === 'all' || topic === filter).toReversed();
  const shown = matching.slice(0, length);
  const rest = matching.length - shown.length;
  const choose = (wanted: string) => {
    const found = FILTERS.find(([candidate]) => candidate === wanted);
    if (found === undefined) return;
    setFilter(found[0]);
    setLength(PAGE);
  };
  const more = () => {
    setLength(length + 5 * PAGE);
    // The button may be gone by then.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`:nth-child(${length + 1})`)?.focus());
  };
  const save = async () => {
    const reply = await action.run(() => panel.bridge.saveHistory({ id: view.id }));
    if (reply?.ok && reply.value.saved) panel.tell('History saved.');
  };
  if (entries.length === 0) return <p className={styles.text}>Nothing has happened to this connection yet.</p>;
  return (
    <>
      <div className={styles.bar}>
        <Select
          className={styles.select}
          size="small"
          aria-label="Show in the history"
          value={filter}
          onChange={(_, { value }) => choose(value)}
        >
          {FILTERS.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
        <Button className={styles.end} size="small" disabledFocusable={action.pending} onClick={() => void save()}>
          Save as CSV…
        </Button>
      </div>
      <ProblemBar about={view.id} />
      {shown.length === 0 ? (
        <p className={styles.text}>Nothing of this kind has happened yet.</p>
      ) : (
        <ol ref={list} className={styles.list} aria-label="History">
          {shown.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of one moment may be alike
            <li key={`${entry.at}-${index}`} className={styles.item} tabIndex={-1}>
              <time className={styles.time} dateTime={new Date(entry.last).toISOString()}>
                {timeWords(entry.last)}
              </time>
              <span className={styles.words} style={entry.topic === 'failure' ? { color: statusColor('expired') } : {}}>
                {entry.words}
                {entry.last > entry.at && (
                  <span className={styles.quiet} style={{ display: 'block' }}>
                    Since {timeWords(entry.at)}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      {rest > 0 && (
        <Button size="small" appearance="subtle" onClick={more}>
          Show {Math.min(rest, 5 * PAGE)} more
        </Button>
      )}
    </>
  );
}

function timeWords(at: number): string {
  const words = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Date(at).toLocaleString(undefined, words);
}
