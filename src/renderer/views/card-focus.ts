import { useEffect } from 'react';
import { FEW } from '../model/connection-list';
import { type Panel, usePanel } from '../model/panel';
import { useSignal } from '../model/signal';

/** Gives a card, or something in it, the focus once it is there. */
export function focusSoon(id: string, within = '', isWanted = () => true, tries = 30): void {
  const element = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"] ${within}`.trim());
  if (element === null && tries > 0)
    return void requestAnimationFrame(() => focusSoon(id, within, isWanted, tries - 1));
  if (isWanted()) element?.focus({ preventScroll: true });
}

/** Brings the card that somebody asked for into sight, and focus unless a dialog has it: open, and whatever was looked for before. */
export function useTarget(scrollTo: (id: string, align: 'start') => boolean): void {
  const panel = usePanel();
  const target = useSignal(panel.target);
  useEffect(() => {
    if (target === null) return;
    if (panel.store.all().length > FEW && panel.finding.get().opened?.id !== target) panel.openRow(target);
    if (!scrollTo(target, 'start')) return lookFor(panel, target);
    // A dialog that is opened along with it keeps the focus: without that it is hidden from screen readers.
    focusSoon(target, '', () => !panel.hasDialog());
    panel.target.set(null);
  }, [target, scrollTo, panel]);
}

/** It may be that it is hidden by what somebody looks for. */
function lookFor(panel: Panel, id: string): void {
  const { query, looks } = panel.finding.get();
  if (panel.store.view(id) !== null && (query !== '' || looks.length > 0)) panel.find({ query: '', looks: [] });
}

/**
 * Something has the focus whenever the panel opens: the search, so that one can type at once; where there is none, what had it, the
 * first card's main button, or what comes first.
 */
export function useFirstFocus(): void {
  const panel = usePanel();
  useEffect(() => {
    const focus = () => {
      if (panel.view.get().kind !== 'connections' || panel.hasDialog() || panel.target.get() !== null) return;
      const isFree = document.activeElement === document.body;
      const places = isFree ? PLACES : PLACES.slice(0, 1);
      const first = places.map((place) => document.querySelector<HTMLElement>(place)).find((one) => one !== null);
      first?.focus({ preventScroll: true });
      if (first instanceof HTMLInputElement) first.select();
    };
    const shown = () => {
      if (document.visibilityState !== 'visible') return;
      // What is open goes to where it belongs by now.
      const { opened } = panel.finding.get();
      if (opened !== null) panel.openRow(opened.id);
      requestAnimationFrame(focus);
    };
    shown();
    document.addEventListener('visibilitychange', shown);
    return () => document.removeEventListener('visibilitychange', shown);
  }, [panel]);
}

const PLACES = ['input[data-first]', '[data-card] [data-main]', 'main button', '[data-heading]'];
