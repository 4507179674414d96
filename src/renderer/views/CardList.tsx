import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ConnectionCard } from '../card/ConnectionCard';
import type { ListItem } from '../model/connection-list';
import { caption } from '../parts/styles';
import { focusSoon, useTarget } from './card-focus';

const GAP = { card: 10, row: 4 } as const;
/** In the common state; the true height is measured as soon as it is drawn. */
const USUAL_HEIGHT = { card: 200, row: 54 } as const;

const useStyles = makeStyles({
  list: { position: 'relative', margin: 0, padding: 0, listStyleType: 'none', flexShrink: 0 },
  // Where it goes counts at once, though reduced motion gives everything a transition, however short.
  item: { position: 'absolute', insetInline: 0, top: 0, transitionProperty: 'none' },
  card: { paddingBottom: `${GAP.card}px` },
  row: { paddingBottom: `${GAP.row}px` },
  cloud: {
    display: 'flex',
    gap: '6px',
    margin: 0,
    padding: '8px 2px 6px',
    ...caption,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  count: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
});

interface CardListProps {
  readonly items: readonly ListItem[];
  /** Which row is open, and to which the arrow keys have led; `null`: the list is of whole cards. */
  readonly rows: { readonly opened: string | null; readonly selected: string | null } | null;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** The cards or rows that can be seen, and a few more: a thousand connections cost what a dozen do. */
export function CardList({ items, rows, scroller }: CardListProps) {
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  const [focused, setFocused] = useState<string | null>(null);
  const focusedIndex = focused === null ? -1 : indexOf(items, focused);
  const shape = rows === null ? 'card' : 'row';

  // The card that has the focus stays, however far one scrolls: else the focus would fall back to the page's start.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (focusedIndex < 0 || indexes.includes(focusedIndex)) return indexes;
      return [...indexes, focusedIndex].sort((a, b) => a - b);
    },
    [focusedIndex],
  );

  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_HEIGHT[shape] + GAP[shape],
    getItemKey: (index) => keyOf(items[index]) ?? index,
    overscan: 3,
    scrollMargin: above,
    scrollPaddingStart: Number.parseFloat(scroller.current?.style.scrollPaddingTop ?? '') || 0,
    // As the scroller has it, for the practice cloud's bar.
    scrollPaddingEnd: 96,
    rangeExtractor,
  });

  // Notifications and the search field above the list come and go.
  useLayoutEffect(() => {
    const offset = list.current?.offsetTop ?? 0;
    if (offset !== above) setAbove(offset);
  });

  const scrollTo = useCallback(
    (id: string, align: 'start' | 'auto') => {
      const index = indexOf(items, id);
      if (index >= 0) virtualizer.scrollToIndex(index, { align });
      return index >= 0;
    },
    [items, virtualizer],
  );
  useTarget(scrollTo);
  useStill(items, rows?.opened ?? null, virtualizer, list);
  const selected = rows?.selected ?? null;
  const shown = useRef(selected);
  useEffect(() => {
    // Once: it may be scrolled away from.
    if (selected !== null && selected !== shown.current) scrollTo(selected, 'auto');
    shown.current = selected;
  }, [selected, scrollTo]);

  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label="Connections"
      style={{ height: `${virtualizer.getTotalSize()}px` }}
      onFocus={(event) => setFocused(cardOf(event.target))}
      onBlur={() => setFocused(null)}
      onKeyDown={(event) => walk(event, items, scrollTo)}
    >
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const item = items[index];
        if (item === undefined) return null;
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={mergeClasses(styles.item, item.kind === 'connection' && styles[shape])}
            {...(item.kind === 'connection' ? { 'aria-setsize': countOf(items), 'aria-posinset': item.place } : {})}
            style={{ transform: `translateY(${start - above}px)` }}
          >
            {item.kind === 'cloud' ? (
              <h2 className={styles.cloud}>
                {item.label} <span className={styles.count}>{item.count.toLocaleString()}</span>
              </h2>
            ) : (
              <ConnectionCard
                id={item.id}
                row={rows === null ? null : item.id === rows.opened ? 'open' : 'closed'}
                selected={item.id === selected}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

const keyOf = (item: ListItem | undefined) => (item?.kind === 'cloud' ? `cloud/${item.label}` : item?.id);

function indexOf(items: readonly ListItem[], id: string): number {
  return items.findIndex((item) => item.kind === 'connection' && item.id === id);
}

/** How many connections there are: the last item is one. */
function countOf(items: readonly ListItem[]): number {
  const last = items.at(-1);
  return last?.kind === 'connection' ? last.place : 0;
}

function cardOf(element: Element): string | null {
  return element.closest<HTMLElement>('[data-card]')?.dataset.card ?? null;
}

/** From row to row with the arrow keys, and from the first one up to the search. */
function walk(
  event: KeyboardEvent<HTMLElement>,
  items: readonly ListItem[],
  scrollTo: (id: string, align: 'auto') => boolean,
): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || event.target.dataset.toggle === undefined) return;
  event.preventDefault();
  const ids = items.flatMap((item) => (item.kind === 'connection' ? [item.id] : []));
  const at = ids.indexOf(cardOf(event.target) ?? '') + step;
  if (at < 0) document.querySelector<HTMLElement>('[data-first]')?.focus();
  const next = ids[at];
  if (next === undefined) return;
  scrollTo(next, 'auto');
  focusSoon(next, '[data-toggle]');
}

/** Keeps a row where it is on the screen while it opens, though another one, above it, closes. */
function useStill(
  items: readonly ListItem[],
  opened: string | null,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  list: RefObject<HTMLUListElement | null>,
): void {
  const before = useRef(opened);
  useLayoutEffect(() => {
    const [closed, index] = [before.current, opened === null ? -1 : indexOf(items, opened)];
    before.current = opened;
    if (closed === opened) return;
    const startOf = () => virtualizer.getTotalSize() && (virtualizer.measurementsCache[index]?.start ?? 0);
    const from = startOf();
    // What it would do by itself depends on what is in sight.
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
    for (const item of list.current?.querySelectorAll<HTMLElement>('[data-index]') ?? [])
      virtualizer.resizeItem(Number(item.dataset.index), item.offsetHeight);
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = undefined;
    if (virtualizer.scrollElement !== null) virtualizer.scrollElement.scrollTop += startOf() - from;
  }, [items, opened, virtualizer, list]);
  // Where there is no room for it there, it moves by what it needs.
  useEffect(() => {
    if (opened === null) return;
    const card = list.current?.querySelector(`[data-card="${CSS.escape(opened)}"]`);
    const shown = requestAnimationFrame(() => card?.scrollIntoView({ block: 'nearest' }));
    return () => cancelAnimationFrame(shown);
  }, [opened, list]);
}
