import { describe, expect, it } from 'vitest';
import { PanelStore } from '../../../src/renderer/model/panel-store';
import { type Problem, problemsAfter } from '../../../src/renderer/model/problems';
import { NEW_VIEW, newId } from '../gallery/fake-tray';
import { sceneNamed } from '../gallery/scenes';

const contoso = { ...NEW_VIEW, id: newId(1), status: 'offline', issuedAt: 1 } as const;
const fabrikam = { ...NEW_VIEW, id: newId(2), status: 'offline', issuedAt: 1 } as const;
const LOCKED = { what: '', advice: '', button: null, details: { code: 'keychain/locked', text: '' } } as const;
const { connections: _, ...empty } = sceneNamed('empty').state;
const REST = { ...empty, appTrouble: LOCKED };

function problem(code: string): Problem {
  return { ok: false, what: '', advice: '', outcome: '', at: 0, isKnown: false, details: { code, text: '' } };
}

/** Places that still show a problem after the patch; before it, each of them does. */
function leftAfter(patch: Parameters<typeof problemsAfter>[2]): readonly string[] {
  const store = new PanelStore();
  store.load({ ...REST, connections: [contoso, fabrikam] });
  const problems = new Map([
    ['contoso', problem('network/refused')],
    ['dialog contoso', problem('network/refused')],
    ['fabrikam', problem('keychain/locked')],
    ['app', problem('keychain/locked')],
  ]);
  const byId = new Map(
    [...problems].map(([place, each]) => [place.replace('contoso', contoso.id).replace('fabrikam', fabrikam.id), each]),
  );
  const left = problemsAfter(byId, store, patch);
  return [...problems.keys()].filter((_, index) => left.has([...byId.keys()][index] ?? ''));
}

describe('a problem', () => {
  it('is over once its connection has a new token', () => {
    expect(leftAfter({ changed: [{ ...contoso, issuedAt: 2 }] })).toEqual(['fabrikam', 'app']);
  });

  it('is over once its connection is fine again, and not while that is being tried', () => {
    const trying = { ...contoso, status: 'working', busy: 'refresh' } as const;
    expect(leftAfter({ changed: [trying] })).toEqual(['contoso', 'dialog contoso', 'fabrikam', 'app']);
    expect(leftAfter({ changed: [{ ...contoso, status: 'fine' }] })).toEqual(['fabrikam', 'app']);
  });

  it('is over with its connection', () => {
    expect(leftAfter({ changed: [], order: [fabrikam.id] })).toEqual(['fabrikam', 'app']);
  });

  it('of the keychain is over, wherever it is shown, when the keychain can be used again', () => {
    expect(leftAfter({ changed: [], rest: { ...REST, appTrouble: null } })).toEqual(['contoso', 'dialog contoso']);
  });

  it('lasts while nothing about it changes', () => {
    const all = ['contoso', 'dialog contoso', 'fabrikam', 'app'];
    expect(leftAfter({ changed: [{ ...fabrikam, statusText: 'x' }], rest: { ...REST, version: '2' } })).toEqual(all);
  });
});
