import { createContext, useContext } from 'react';
import type { ConnectionView, PanelPatch, Refusal } from '../../ipc/contract';
import type { PanelStore } from './panel-store';

/** What was asked of main and did not work. */
export interface Problem extends Refusal {
  /** What has not come about: "Not copied". */
  readonly outcome: string;
  /** On the system's clock. */
  readonly at: number;
  /** The connection's card said the same before. */
  readonly isKnown: boolean;
}

/** By the place where each is shown. */
export type Problems = ReadonlyMap<string, Problem>;

/** The dialog or form that one is in. Empty: the connections, and what is about the whole app. */
const ScopeContext = createContext('');
export const ScopeProvider = ScopeContext.Provider;

/** Where a problem of `about` (a connection's id, or `APP`) is shown when it arises here: what is of a dialog is seen in no other. */
export function usePlace(about: string): string {
  const scope = useContext(ScopeContext);
  return scope === '' ? about : `${scope} ${about}`;
}

/** The scope and what it is about, of a place. */
export function partsOf(place: string): { readonly scope: string; readonly about: string } {
  const [about = place, scope = ''] = place.split(' ').reverse();
  return { scope, about };
}

/** The problems without those that `isOut`; the same map when that is none. */
export function problemsWithout(
  problems: Problems,
  isOut: (about: string, scope: string, problem: Problem) => boolean,
): Problems {
  const left = [...problems].filter(([place, problem]) => {
    const { about, scope } = partsOf(place);
    return !isOut(about, scope, problem);
  });
  return left.length === problems.size ? problems : new Map(left);
}

/** The problems that outlive a patch which is not applied yet: neither is the connection gone or well again, nor can the keychain be used again. */
export function problemsAfter(problems: Problems, store: PanelStore, patch: PanelPatch): Problems {
  if (problems.size === 0) return problems;
  const well = new Set(patch.changed.filter((view) => isWellAgain(store, view)).map(({ id }) => id));
  const order = patch.order && new Set(patch.order);
  const trouble = store.rest()?.appTrouble?.details.code ?? null;
  const ended = patch.rest !== undefined && patch.rest.appTrouble?.details.code !== trouble ? trouble : null;
  return problemsWithout(problems, (about, _, { details }) => {
    const isGone = order !== undefined && !order.has(about) && store.view(about) !== null;
    return isGone || well.has(about) || (ended !== null && details?.code === ended);
  });
}

function isWellAgain(store: PanelStore, after: ConnectionView): boolean {
  const before = store.view(after.id);
  if (before === null) return false;
  if (after.issuedAt !== before.issuedAt || (before.trouble !== null && after.trouble === null)) return true;
  return after.status === 'fine' && store.settledStatus(before) !== 'fine';
}
