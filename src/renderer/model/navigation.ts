import { useEffect } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import type { FormName } from '../../ipc/schemas';
import { type Panel, useConnection, usePanel, type View } from './panel';

/** A view that was left, and the `data-return` of the control that led away, to which the focus returns. */
interface Left {
  readonly view: View;
  readonly origin: string | null;
}

const CONNECTIONS: Left = { view: { kind: 'connections' }, origin: null };

/** The views that were left on the way here, the connections first. */
let trail: readonly Left[] = [];

/** Leads to another view and remembers the control that did, or the one named `from` where that will be gone. */
export function go(panel: Panel, view: View, from?: string): void {
  const active = document.activeElement?.closest<HTMLElement>('[data-return]');
  const here = panel.view.get();
  const isSame = here.kind === 'connection' && view.kind === 'connection' && here.id === view.id;
  if (here.kind === 'connections') trail = [];
  // Whoever returns to a connection's page returns to its top.
  const left: View = here.kind === 'connection' ? { kind: here.kind, id: here.id } : here;
  if (!isSame) trail = [...trail, { view: left, origin: from ?? active?.dataset.return ?? null }];
  panel.view.set(view);
}

/** Back to where one came from, with the focus on what led away. */
export function goBack(panel: Panel): void {
  const { view, origin: wanted } = trail.at(-1) ?? CONNECTIONS;
  trail = trail.slice(0, -1);
  panel.view.set(view);
  requestAnimationFrame(() => {
    const control =
      wanted === null ? null : document.querySelector<HTMLElement>(`[data-return="${CSS.escape(wanted)}"]`);
    const goal = control ?? document.querySelector<HTMLElement>('[data-heading]');
    if (panel.target.get() === null) goal?.focus();
  });
}

/** The connection that a view is of, which is left when that is removed meanwhile. */
export function useConnectionOrLeave(id: string): ConnectionView | null {
  const panel = usePanel();
  const view = useConnection(id);
  const gone = view === null;
  useEffect(() => {
    if (gone) goBack(panel);
  }, [gone, panel]);
  return view;
}

/** Escape leaves what is open, from the inside out: dialogs and menus see to themselves, then the view, then the panel. */
export function useEscape(): void {
  const panel = usePanel();
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (panel.hasDialog()) return;
      event.preventDefault();
      if (panel.view.get().kind !== 'connections') return goBack(panel);
      void panel.bridge.closePanel().catch(() => undefined);
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [panel]);
}

/** The form of a view; `null`: it has none to be left half filled. */
export function formOf(view: View): FormName | null {
  if (view.kind === 'edit') return `edit/${view.id}`;
  if (view.kind !== 'add' || view.added !== undefined) return null;
  return view.like === undefined ? 'add' : `like/${view.like}`;
}

/** The view that has a form. */
export function viewOf(form: FormName): View {
  const [kind, id = ''] = form.split('/');
  if (kind === 'edit') return { kind, id };
  return kind === 'like' ? { kind: 'add', like: id } : { kind: 'add' };
}
