import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/core/model/settings';
import type { PanelState } from '../../../src/ipc/contract';
import { PanelStore } from '../../../src/renderer/model/panel-store';
import { NEW_VIEW, newId } from '../gallery/fake-tray';

const A = { ...NEW_VIEW, id: newId(1), name: 'A' };
const B = { ...NEW_VIEW, id: newId(2), name: 'B' };
const STATE: PanelState = {
  connections: [A, B],
  signIns: [],
  notifications: [],
  moreNotifications: 0,
  settings: DEFAULT_SETTINGS,
  practice: null,
  copied: null,
  batch: null,
  appTrouble: null,
  clockSkew: null,
  version: '1.0.0',
};

function loaded() {
  const store = new PanelStore();
  store.load(structuredClone(STATE));
  let told = 0;
  store.subscribe(() => {
    told += 1;
  });
  return { store, told: () => told };
}

describe('the store of the panel', () => {
  it('has no state until main has answered', () => {
    expect(new PanelStore().rest()).toBeNull();
    expect(new PanelStore().all()).toEqual([]);
  });

  it('keeps the identity of every view that a patch does not change', () => {
    const { store } = loaded();
    const before = store.view(B.id);
    store.apply({ changed: [{ ...A, statusText: 'Signing in…' }] });
    expect(store.view(A.id)?.statusText).toBe('Signing in…');
    expect(store.view(B.id)).toBe(before);
  });

  it('tells of a change', () => {
    const { store, told } = loaded();
    store.apply({ changed: [{ ...A, name: 'Z' }] });
    expect(told()).toBe(1);
  });

  it('puts an unannounced connection last', () => {
    const { store } = loaded();
    store.apply({ changed: [{ ...NEW_VIEW, id: newId(3), name: 'C' }] });
    expect(store.all().map((view) => view.name)).toEqual(['A', 'B', 'C']);
  });

  it('follows a new order and forgets who is no longer in it', () => {
    const { store } = loaded();
    store.apply({ changed: [], order: [B.id] });
    expect(store.all().map((view) => view.name)).toEqual(['B']);
    expect(store.view(A.id)).toBeNull();
  });

  it('passes over ids that it has no view of', () => {
    const { store } = loaded();
    store.apply({ changed: [], order: [newId(9), B.id, A.id] });
    expect(store.all().map((view) => view.name)).toEqual(['B', 'A']);
  });

  it('takes an id that is named twice for one', () => {
    const { store } = loaded();
    store.apply({ changed: [], order: [B.id, A.id, B.id] });
    expect(store.all().map((view) => view.name)).toEqual(['B', 'A']);
  });

  it('replaces the rest without touching the connections', () => {
    const { store } = loaded();
    const before = store.all();
    const { connections: _, ...rest } = STATE;
    store.apply({ changed: [], rest: { ...rest, practice: { offset: 5, networkUp: true } } });
    expect(store.rest()?.practice).toEqual({ offset: 5, networkUp: true });
    expect(store.all()).toBe(before);
  });

  it('remembers what a card was before it got to work', () => {
    const { store } = loaded();
    store.apply({ changed: [{ ...A, status: 'expired' }] });
    const working = { ...A, status: 'working' } as const;
    store.apply({ changed: [working] });
    expect(store.settledStatus(working)).toBe('expired');
  });
});
