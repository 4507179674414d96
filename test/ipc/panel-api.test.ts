import { describe, expect, it } from 'vitest';
import type { PanelState, Reply } from '../../src/ipc/contract';
import { type AnswerOf, isPanelMethod, PANEL_METHODS, type PanelApi } from '../../src/ipc/panel-api';
import { ARGUMENT_SCHEMAS } from '../../src/ipc/schemas';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

describe('what the panel can ask', () => {
  it('has a schema for the argument of every method, and no other', () => {
    expect(Object.keys(ARGUMENT_SCHEMAS).sort()).toEqual([...PANEL_METHODS].sort());
  });

  it('is typed by its answer, and takes an argument only where there is one', () => {
    const answer: Same<AnswerOf<'getState'>, PanelState> = true;
    const nothing: Same<PanelApi['closePanel'], () => Promise<Reply>> = true;
    const one: Same<Parameters<PanelApi['refresh']>, [argument: { id: string }]> = true;
    expect([answer, nothing, one]).toEqual([true, true, true]);
  });

  it.each(['constructor', '__proto__', 'toString', 'getstate', '', 'on'])('has no method "%s"', (name) => {
    expect(isPanelMethod(name)).toBe(false);
  });
});
