import { makeStyles } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ConnectionCard } from '../card/ConnectionCard';
import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';

const GAP = 10;
/** A card in the common state; the true height is measured as soon as it is drawn. */
const USUAL_HEIGHT = 180;

const useStyles = makeStyles({
  list: { position: 'relative', margin: 0, padding: 0, listStyleType: 'none', flexShrink: 0 },
  item: { position: 'absolute', insetInline: 0, top: 0, paddingBottom: `${GAP}px` },
});

/** The cards that can be seen, and a few more: a thousand connections cost what a dozen do. */
export function CardList({ ids, scroller }: { ids: readonly string[]; scroller: RefObject<HTMLDivElement | null> }) {
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  const [focused, setFocused] = useState<string | null>(null);
  const focusedIndex = focused === null ? -1 : ids.indexOf(focused);

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
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_HEIGHT + GAP,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 3,
    scrollMargin: above,
    rangeExtractor,
  });

  // Notifications and the search field above the list come and go.
  useLayoutEffect(() => {
    const offset = list.current?.offsetTop ?? 0;
    if (offset !== above) setAbove(offset);
  });

  useTarget(
    ids,
    useCallback((index: number) => virtualizer.scrollToIndex(index, { align: 'start' }), [virtualizer]),
  );

  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label="Connections"
      style={{ height: `${virtualizer.getTotalSize()}px` }}
      onFocus={(event) => setFocused(event.target.closest<HTMLElement>('[data-card]')?.dataset.card ?? null)}
      onBlur={() => setFocused(null)}
    >
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const id = ids[index];
        if (id === undefined) return null;
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles.item}
            aria-setsize={ids.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - above}px)` }}
          >
            <ConnectionCard id={id} />
          </li>
        );
      })}
    </ul>
  );
}

/** Brings the card that somebody asked for into sight, and focus unless a dialog has it, once it is there. */
function useTarget(ids: readonly string[], scrollTo: (index: number) => void): void {
  const panel = usePanel();
  const target = useSignal(panel.target);
  useEffect(() => {
    if (target === null) return;
    const index = ids.indexOf(target);
    if (index < 0) return;
    scrollTo(index);
    const focusSoon = (tries: number) => {
      const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(target)}"]`);
      if (card === null && tries > 0) return void requestAnimationFrame(() => focusSoon(tries - 1));
      // A dialog that is opened along with it keeps the focus: without that it is hidden from screen readers.
      if (panel.dialog.get() === null) card?.focus({ preventScroll: true });
      panel.target.set(null);
    };
    focusSoon(30);
  }, [target, ids, scrollTo, panel]);
}
