import type { AppSettings } from '../../../ipc/vocabulary';
import { act } from '../act';
import { APP, type Panel } from '../panel';

/** The sizes one can choose, in percent. */
export const ZOOMS = [50, 75, 90, 100, 110, 125, 150, 175, 200] as const;

export type ZoomStep = 'in' | 'out' | 'reset';

/** The next size from one of them, or from one between them. */
export function zoomAfter(zoom: number, step: ZoomStep): number {
  if (step === 'reset') return 100;
  const next = step === 'in' ? ZOOMS.find((size) => size > zoom) : ZOOMS.findLast((size) => size < zoom);
  return next ?? zoom;
}

/** Asked for while these settings counted, so that two quick presses are two steps. */
let asked: { readonly zoom: number; readonly over: AppSettings } | null = null;

/** Makes the whole panel larger or smaller, for good. */
export async function zoomBy(panel: Panel, step: ZoomStep): Promise<void> {
  const settings = panel.store.rest()?.settings;
  if (settings === undefined) return;
  const present = asked?.over === settings ? asked.zoom : settings.zoom;
  const zoom = zoomAfter(present, step);
  const words = `Zoom: ${zoom} %.`;
  if (zoom === present) return panel.tell(words);
  asked = { zoom, over: settings };
  const reply = await act(panel, APP, () => panel.bridge.updateSettings({ zoom }), { done: () => words });
  if (!reply.ok) asked = null;
}
