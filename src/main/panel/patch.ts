import type { PanelPatch, PanelState } from '../../ipc/contract';

/** What changed from one state to the next, or `null` when nothing did. */
export function patchBetween(before: PanelState, after: PanelState): PanelPatch | null {
  const known = new Map(before.connections.map((view) => [view.id, view]));
  const changed = after.connections.filter((view) => !same(known.get(view.id), view));
  const order = after.connections.map((view) => view.id);
  const reordered = !same(
    before.connections.map((view) => view.id),
    order,
  );
  const rest = restOf(after);
  const restChanged = !same(restOf(before), rest);
  if (changed.length === 0 && !reordered && !restChanged) return null;
  return { changed, ...(reordered ? { order } : {}), ...(restChanged ? { rest } : {}) };
}

function restOf(state: PanelState): Omit<PanelState, 'connections'> {
  const { connections: _, ...rest } = state;
  return rest;
}

/** Both sides were built by the same code from plain data, so their keys come in the same order. */
function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
