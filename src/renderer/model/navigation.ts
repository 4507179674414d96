import { useEffect } from 'react';
import { type Panel, usePanel, type View } from './panel';

/** Where the focus returns to: the `data-return` of the control that led away. */
let origin: string | null = null;

/** Leads to another view and remembers the control that did, or the one named `from` where that will be gone. */
export function go(panel: Panel, view: View, from?: string): void {
  const active = document.activeElement?.closest<HTMLElement>('[data-return]');
  if (panel.view.get().kind === 'connections') origin = from ?? active?.dataset.return ?? null;
  panel.view.set(view);
}

/** Back to the connections, with the focus where it came from. */
export function goBack(panel: Panel): void {
  panel.view.set({ kind: 'connections' });
  const wanted = origin;
  origin = null;
  requestAnimationFrame(() => {
    const control =
      wanted === null ? null : document.querySelector<HTMLElement>(`[data-return="${CSS.escape(wanted)}"]`);
    const goal = control ?? document.querySelector<HTMLElement>('[data-heading]');
    if (panel.target.get() === null) goal?.focus();
  });
}

/** Escape leaves what is open, from the inside out: dialogs and menus see to themselves, then the view, then the panel. */
export function useEscape(): void {
  const panel = usePanel();
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (panel.dialog.get() !== null || panel.shortcuts.get()) return;
      event.preventDefault();
      if (panel.view.get().kind !== 'connections') return goBack(panel);
      void panel.bridge.closePanel().catch(() => undefined);
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [panel]);
}
