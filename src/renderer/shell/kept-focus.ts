import { type FocusEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { NotificationView } from '../../ipc/contract';
import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';

/** Where the focus was: in which notification, and on which of its buttons. */
interface Place {
  readonly id: string | null;
  readonly index: number;
  readonly button: number;
}

/**
 * Keeps the focus among the notifications. When the one that has it goes, the next one has it, on the same button, or the one before
 * and at last the heading; and the first one has it when somebody asks for the notifications.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>, notifications: readonly NotificationView[]) {
  const panel = usePanel();
  const isWanted = useSignal(panel.notificationsWanted);
  const place = useRef<Place | null>(null);
  const ids = notifications.map(({ id }) => id);

  useLayoutEffect(() => {
    const left = place.current;
    // Nobody has the focus: what had it is gone.
    if (left === null || document.activeElement !== document.body) return;
    if (left.id !== null && ids.includes(left.id)) return;
    place.current = null;
    focusOn(list.current, ids[Math.min(left.index, ids.length - 1)], left.button);
  });

  useEffect(() => {
    if (!isWanted) return;
    panel.notificationsWanted.set(false);
    // The last one does what the notification asks for.
    focusOn(list.current, ids[0], -1);
  });

  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      const element = target.closest<HTMLElement>('[data-notification]');
      const id = element?.dataset.notification ?? null;
      const button = element ? buttonsOf(element).indexOf(target) : 0;
      place.current = { id, index: Math.max(0, id === null ? 0 : ids.indexOf(id)), button };
    },
    onBlur: ({ relatedTarget }: FocusEvent<HTMLElement>) => {
      // Of something that goes nobody takes over the focus.
      if (relatedTarget !== null) place.current = null;
    },
  };
}

function focusOn(list: HTMLElement | null, id: string | undefined, button: number): void {
  const element = id === undefined ? null : list?.querySelector<HTMLElement>(`[data-notification="${CSS.escape(id)}"]`);
  const goal = element ? buttonsOf(element).at(button) : null;
  (goal ?? document.querySelector<HTMLElement>('[data-heading]'))?.focus();
}

function buttonsOf(element: HTMLElement): readonly HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>('button')];
}
