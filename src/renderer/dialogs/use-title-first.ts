import { useEffect } from 'react';

/**
 * Where the first control of a dialog is so far down that it would open past its title, as when the panel is enlarged, the title gets
 * the focus instead.
 */
export function useTitleFirst(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    // Whoever gives the focus as the dialog opens has done so by then.
    const frame = requestAnimationFrame(() => {
      const title = document.querySelector<HTMLElement>('[data-dialog-title]');
      const surface = title?.closest('[role=dialog], [role=alertdialog]');
      if (!title || !surface || title.getBoundingClientRect().top >= surface.getBoundingClientRect().top) return;
      title.focus({ preventScroll: true });
      surface.scrollTo(0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [open]);
}
