import { useEffect, useRef, useState } from 'react';
import type { Draft, FormName } from '../../../ipc/schemas';
import { go, goBack, viewOf } from '../../model/navigation';
import { usePanel } from '../../model/panel';
import type { FormValues } from '../values';

/** Typing is followed at this pace, in milliseconds. */
const PACE = 150;

export interface KeptDraft {
  /** Whether the form holds something that closing it would lose, a secret included. */
  readonly holds: boolean;
  /** It is saved: nothing is kept of it anymore. */
  end(): void;
  /** Has the form begin anew. */
  discard(): void;
  /** Discards what was entered, and leaves. */
  cancel(): void;
}

interface Held {
  /** Whether the form holds a secret, which no draft keeps. */
  readonly hasSecret?: boolean;
  /** Whether what is on show is needed in another window. */
  readonly isNeeded?: boolean;
}

/** Keeps what stands in a form when it is left, and the panel open while it holds something. */
export function useDraft(
  form: FormName,
  draft: Draft | null,
  { hasSecret = false, isNeeded = false }: Held = {},
): KeptDraft {
  const panel = usePanel();
  const holds = draft !== null || hasSecret || isNeeded;
  const latest = useRef({ draft, hasSecret });
  latest.current = { draft, hasSecret };
  const isKept = useRef(panel.drafts.of(form) !== null);
  const isOver = useRef(false);
  const text = JSON.stringify(draft);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft of the same text is the same draft.
  useEffect(() => {
    if (isOver.current || (!holds && !isKept.current)) return;
    const timer = setTimeout(() => {
      isKept.current = holds;
      panel.drafts.keep(form, latest.current.draft, holds);
    }, PACE);
    return () => clearTimeout(timer);
  }, [panel, form, text, holds]);
  useEffect(
    () => () => {
      const left = latest.current;
      if (isOver.current || (left.draft === null && !isKept.current)) return;
      panel.drafts.keep(form, left.draft, false);
      if (left.draft !== null) panel.tell(left.hasSecret ? 'Draft kept, without the secret.' : 'Draft kept.');
    },
    [panel, form],
  );
  const end = () => {
    isOver.current = true;
    if (isKept.current) panel.drafts.keep(form, null, false);
  };
  const told = (isLeft: boolean) => {
    if (draft === null) return;
    panel.tell('Draft discarded.', () => {
      panel.drafts.renew(form, draft);
      if (isLeft) go(panel, viewOf(form));
    });
  };
  return {
    holds,
    end,
    discard: () => {
      end();
      panel.drafts.renew(form, null);
      told(false);
    },
    cancel: () => {
      end();
      goBack(panel);
      told(true);
    },
  };
}

/** The draft that a form begins with, if it was left with one. */
export function useKeptDraft(form: FormName): Draft | null {
  const panel = usePanel();
  const [draft] = useState(() => panel.drafts.of(form));
  return draft;
}

/** What stands in a form that continues a draft. */
export function withDraft(initial: FormValues, draft: Draft | null): FormValues {
  const { expiresOn: _, schedule: __, ...values } = draft ?? {};
  return { ...initial, ...values };
}

/** What was entered, where it differs from what the form began with; `null`: nothing does. */
export function draftOf(
  values: FormValues,
  initial: FormValues,
  rest: Pick<Draft, 'expiresOn' | 'schedule'>,
): Draft | null {
  const before = new Map<string, unknown>(Object.entries(initial));
  const changed = Object.entries(values).filter(([name, value]) => value !== before.get(name));
  const draft: Draft = { ...Object.fromEntries(changed), ...rest };
  return Object.keys(draft).length === 0 ? null : draft;
}
