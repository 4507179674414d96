import { makeStyles, SearchBox, Select, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { act } from '../model/act';
import { type Finding, findAmong, type Sorting, selectedAmong } from '../model/connection-list';
import { type Panel, usePanel } from '../model/panel';
import { copyAccessToken } from '../model/requests';
import { Counts } from './Counts';

/** Enlarged to 200 %, there is room for the search alone to stay in sight. */
const LOW = '@media (max-height: 400px)';

/** In pixels. */
const SEARCH_HEIGHT = 34;

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    top: '-2px',
    zIndex: 2,
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    marginInline: '-12px',
    padding: '4px 12px 8px',
    backgroundColor: tokens.colorNeutralBackground2,
    [LOW]: { display: 'contents' },
  },
  fields: { display: 'flex', flexWrap: 'wrap', gap: '8px', [LOW]: { display: 'contents' } },
  search: {
    flexGrow: 1,
    flexBasis: '150px',
    minWidth: 0,
    maxWidth: 'none',
    '& input': { minWidth: 0 },
    [LOW]: { position: 'sticky', top: 0, zIndex: 2, flexGrow: 0, flexBasis: 'auto' },
  },
  sort: { flexShrink: 0, minWidth: 0 },
});

interface FindBarProps {
  readonly views: readonly ConnectionView[];
  readonly finding: Finding;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** Finds among many connections, sorts them, and counts how they are. */
export function FindBar({ views, finding, scroller }: FindBarProps) {
  const styles = useStyles();
  const panel = usePanel();
  const bar = useRef<HTMLElement>(null);
  useClearance(bar, scroller);
  useFindKey(bar);
  return (
    <search ref={bar} className={styles.bar}>
      <div className={styles.fields}>
        <SearchBox
          className={styles.search}
          placeholder="Search"
          aria-label="Search connections"
          data-first=""
          value={finding.query}
          maxLength={100}
          onChange={(_, { value }) => panel.find({ query: value, selected: null })}
          onKeyDown={(event) => pressed(panel, event)}
        />
        <SortSelect views={views} sorting={finding.sorting} />
      </div>
      <Counts views={views} looks={finding.looks} />
    </search>
  );
}

/** Arrows lead through what is found, Enter copies, and Escape empties the search before it closes the panel. */
function pressed(panel: Panel, event: KeyboardEvent): void {
  const finding = panel.finding.get();
  const { key } = event;
  if (key === 'Escape') {
    if (finding.query === '' && finding.looks.length === 0) return;
    panel.find({ query: '', looks: [], selected: null });
  } else if (key === 'ArrowDown' || key === 'ArrowUp' || key === 'Enter') {
    // What is on show may be behind what was typed.
    const found = findAmong(panel.store.all(), finding, panel.store.settledStatus);
    const selected = selectedAmong(found, finding);
    if (key === 'Enter') copy(panel, selected);
    else move(panel, found, selected, key === 'ArrowDown' ? 1 : -1);
  } else return;
  event.preventDefault();
}

function copy(panel: Panel, view: ConnectionView | null): void {
  if (view === null) return;
  if (view.busy !== null) panel.say(`${view.name}: ${view.statusText}`);
  else void copyAccessToken(panel, view, { run: (ask, done, failed) => act(panel, view.id, ask, { done, failed }) });
}

function move(panel: Panel, found: readonly ConnectionView[], selected: ConnectionView | null, step: 1 | -1): void {
  const from = selected === null ? -1 : found.indexOf(selected);
  const next = found[from < 0 ? 0 : Math.min(Math.max(from + step, 0), found.length - 1)];
  if (next === undefined) return;
  panel.find({ selected: next.id });
  panel.say(`${next.name}: ${next.statusText}, ${found.indexOf(next) + 1} of ${found.length}`);
}

const SORTINGS: Readonly<Record<Sorting, string>> = {
  urgency: 'Most urgent first',
  name: 'By name',
  cloud: 'By cloud',
  added: 'By date added',
};

function SortSelect({ views, sorting }: { views: readonly ConnectionView[]; sorting: Sorting }) {
  const styles = useStyles();
  const panel = usePanel();
  const [first] = views;
  const oneCloud = views.every(({ cloudLabel }) => cloudLabel === first?.cloudLabel);
  return (
    <Select
      className={styles.sort}
      aria-label="Sort connections"
      value={sorting}
      onChange={(_, { value }) => {
        if (isSorting(value)) panel.find({ sorting: value });
      }}
    >
      {Object.entries(SORTINGS)
        .filter(([value]) => value !== 'cloud' || !oneCloud || sorting === 'cloud')
        .map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
    </Select>
  );
}

function isSorting(value: string): value is Sorting {
  return Object.hasOwn(SORTINGS, value);
}

/** Keeps what gets the focus, or is led to, from being scrolled behind the bar. */
function useClearance(bar: RefObject<HTMLElement | null>, scroller: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    current.style.scrollPaddingTop = `${bar.current?.offsetHeight || SEARCH_HEIGHT}px`;
    return () => {
      current.style.scrollPaddingTop = '';
    };
  });
}

/** Ctrl+F, or Cmd+F, leads to the search from anywhere in the list. */
function useFindKey(bar: RefObject<HTMLElement | null>): void {
  const panel = usePanel();
  useEffect(() => {
    const find = (event: globalThis.KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f';
      if (!isFind || panel.hasDialog()) return;
      event.preventDefault();
      bar.current?.querySelector('input')?.select();
      bar.current?.querySelector('input')?.focus();
    };
    window.addEventListener('keydown', find);
    return () => window.removeEventListener('keydown', find);
  }, [panel, bar]);
}
