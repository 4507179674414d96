import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ConnectionView, PracticeStart } from '../../ipc/contract';
import type { PanelBridge } from '../../ipc/panel-api';
import { EVERYTHING, type Finding } from './connection-list';
import { Drafts } from './drafts';
import { PanelStore, type Rest } from './panel-store';
import { type Problem, type Problems, partsOf, problemsWithout } from './problems';
import { Signal } from './signal';
import { useMinutes, useTimeTo } from './time/ticker';
export type View =
  | { readonly kind: 'connections' }
  /** `like`: a connection to be like. `added`: the one that was just added, which is to sign in and to be tested. */
  | { readonly kind: 'add'; readonly like?: string; readonly added?: string }
  | { readonly kind: 'edit'; readonly id: string }
  | { readonly kind: 'connection'; readonly id: string; readonly section?: 'exported-tokens' }
  | { readonly kind: 'settings' };
export type DialogRequest = {
  readonly kind:
    | 'remove'
    | 'replace-secret'
    | 'copy-as'
    | 'import'
    | 'test'
    | 'export'
    | 'key-vault'
    | 'key-vault-settings';
  readonly id: string;
};

/** What the toast shows. `count` makes the same words news again. */
export interface Told {
  readonly words: string;
  readonly undo?: () => void;
  readonly count: number;
}

/** The toast goes before one has found its button by ear. */
const undoHint = () => `To undo, press ${navigator.platform.startsWith('Mac') ? 'Command' : 'Ctrl'}+Z.`;

/** Problems of the whole app rather than of one connection. */
export const APP = 'app';

/** Everything the panel's components share: the bridge, what main has told, and what the person is looking at. */
export class Panel {
  readonly store = new PanelStore();
  readonly view = new Signal<View>({ kind: 'connections' });
  readonly dialog = new Signal<DialogRequest | null>(null);
  /** Whether the list of keyboard shortcuts is open. */
  readonly shortcuts = new Signal(false);
  /** What was asked of main and did not work. */
  readonly problems = new Signal<Problems>(new Map());
  readonly #scopes = new Set<string>();
  /** What the status region says to a screen reader; `count` makes the same words news again. */
  readonly said = new Signal({ words: '', count: 0 });
  /** What has just worked, as long as its toast is shown. */
  readonly told = new Signal<Told | null>(null);
  /** What to type in the practice cloud. Made up, and forgotten with the window. */
  readonly practiceStart = new Signal<PracticeStart | null>(null);
  /** How many notifications are shown: more than a few hide the cards that they are about. */
  readonly notificationsShown = new Signal(2);
  /** Whether somebody has asked for the notifications, which then get the focus. */
  readonly notificationsWanted = new Signal(false);
  /** What is looked for among many connections; kept while one is in another view. */
  readonly finding = new Signal<Finding>(EVERYTHING);
  /** The card to bring into sight and focus. */
  readonly target = new Signal<string | null>(null);

  readonly drafts: Drafts;

  constructor(readonly bridge: PanelBridge) {
    this.drafts = new Drafts(bridge);
  }

  /** Says to screen readers only what everybody else sees where it happened. */
  say(words: string): void {
    this.said.set({ words, count: this.said.get().count + 1 });
  }

  /** Looks for something else, or shows what is found differently. */
  find(change: Partial<Finding>): void {
    this.finding.set({ ...this.finding.get(), ...change });
  }

  /** Opens a connection's row, closing the one that is open; `null` closes that. */
  openRow(id: string | null): void {
    const view = id === null ? null : this.store.view(id);
    this.find({ opened: view && { ...view, status: this.store.settledStatus(view) } });
  }

  /** Leads to a connection among the others, which comes into sight and gets the focus. */
  showConnection(id: string): void {
    this.target.set(id);
    this.view.set({ kind: 'connections' });
  }

  /** Whether a dialog is open, of a connection or the keyboard shortcuts: nothing behind it may take the focus. */
  hasDialog(): boolean {
    return this.dialog.get() !== null || this.shortcuts.get();
  }

  /** Says that something worked: as a toast, with Undo where it can be undone, and to screen readers. */
  tell(words: string, undo?: () => void): void {
    this.say(undo === undefined ? words : `${words} ${undoHint()}`);
    this.told.set({ words, count: this.said.get().count, ...(undo === undefined ? {} : { undo }) });
  }

  /** One whose dialog is closed by now goes to the card, or to where the app's own are. */
  setProblem(place: string, problem: Problem | null): void {
    const { scope, about } = partsOf(place);
    const problems = new Map(this.problems.get());
    if (problem === null && !problems.delete(place)) return;
    if (problem !== null) problems.set(scope === '' || this.#scopes.has(scope) ? place : about, problem);
    this.problems.set(problems);
  }

  endProblemsIn(scope: string): void {
    this.problems.set(problemsWithout(this.problems.get(), (_, other) => other === scope));
  }

  /** A dialog or form opens; call what is returned when it closes. */
  enter(scope: string): () => void {
    this.#scopes.add(scope);
    return () => {
      this.#scopes.delete(scope);
      this.endProblemsIn(scope);
    };
  }
}

const PanelContext = createContext<Panel | null>(null);
export const PanelProvider = PanelContext.Provider;

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error('usePanel outside of PanelProvider');
  return panel;
}

/** One connection's view; drawn again only when this one changes. */
export function useConnection(id: string): ConnectionView | null {
  const { store } = usePanel();
  return useSyncExternalStore(store.subscribe, () => store.view(id));
}

/** Every connection, in order. */
export function useConnections(): readonly ConnectionView[] {
  const { store } = usePanel();
  return useSyncExternalStore(store.subscribe, store.all);
}

/** A part of the state outside of the connections. Components that use it are never drawn before the state is there. */
export function useRest<T>(select: (rest: Rest) => T): T {
  const { store } = usePanel();
  return useSyncExternalStore(store.subscribe, () => {
    const rest = store.rest();
    if (rest === null) throw new Error('drawn before main has answered');
    return select(rest);
  });
}

/** The time on a connection's clock, brought up to date once a minute. */
export function useClock(cloud: ConnectionView['cloud']): number {
  return useMinutes() + useOffset(cloud);
}

/** The time on a connection's clock for a countdown to `at`, as {@link useTimeTo} has it. */
export function useClockTo(cloud: ConnectionView['cloud'], at: number | null): number {
  const offset = useOffset(cloud);
  return useTimeTo(at === null ? null : at - offset) + offset;
}

/** How far a connection's clock is ahead of the system's, in milliseconds. */
function useOffset(cloud: ConnectionView['cloud']): number {
  return useRest((rest) => (cloud === 'practice' ? (rest.practice?.offset ?? 0) : 0));
}
