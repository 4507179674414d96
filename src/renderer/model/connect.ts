import type { PanelPatch } from '../../ipc/contract';
import type { Panel } from './panel';
import { tellSignIns } from './tell-sign-ins';

/**
 * Listens to main first and asks for the whole state second, so that nothing is missed in between; patches that arrive
 * before the state are applied after it. Rejects when main does not answer. Resolves to the function that stops listening.
 */
export async function connect(panel: Panel): Promise<() => void> {
  const { bridge, store } = panel;
  let early: PanelPatch[] | null = [];
  const stopPatches = bridge.on('patch', (patch) => {
    if (early !== null) return void early.push(patch);
    tellNotices(panel, patch);
    tellSignIns(panel, patch);
    store.apply(patch);
  });
  const stopShows = bridge.on('show', ({ view, connectionId }) => {
    panel.dialog.set(null);
    panel.view.set({ kind: view === 'copies' ? 'connections' : view });
    if (connectionId !== undefined) panel.target.set(connectionId);
    if (view === 'copies') panel.dialog.set({ kind: 'copies', id: connectionId });
  });
  const stop = () => {
    stopPatches();
    stopShows();
  };
  try {
    store.load(await bridge.getState());
  } catch (error) {
    stop();
    throw error;
  }
  for (const patch of early) store.apply(patch);
  early = null;
  return stop;
}

function tellNotices(panel: Panel, patch: PanelPatch): void {
  const known = new Set(panel.store.rest()?.notices.map((notice) => notice.id));
  const fresh = patch.rest?.notices.filter((notice) => !known.has(notice.id)) ?? [];
  if (fresh.length > 0) panel.say(fresh.map((notice) => `${notice.title}. ${notice.body}`).join(' '));
}
