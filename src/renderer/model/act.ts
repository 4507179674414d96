import { useCallback, useRef, useState } from 'react';
import type { Refusal, Reply } from '../../ipc/contract';
import { APP, type Panel, usePanel } from './panel';

/** For when main doesn't answer at all. Its own error text isn't for people, so it isn't shown. */
const NO_ANSWER: Refusal = {
  ok: false,
  what: "Partner Token Tray isn't responding.",
  advice: "Try again. If that doesn't help, quit the app from the tray menu and start it again.",
};

/** Waits for an answer, whatever becomes of the question. */
export async function answerOf<T>(question: Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await question;
  } catch {
    return NO_ANSWER;
  }
}

/**
 * Asks main for something on behalf of `about` (a connection's id, or `APP`) and shows what came of it: a problem where the button
 * was, or a toast with the words that `done` returns.
 */
export async function act<T>(
  panel: Panel,
  about: string,
  ask: () => Promise<Reply<T>>,
  done?: (value: T) => string | null,
): Promise<Reply<T>> {
  panel.setProblem(about, null);
  const reply = await answerOf(ask());
  if (!reply.ok) {
    const { what, advice, note } = reply;
    panel.setProblem(about, reply);
    panel.say([what, advice, ...(note === undefined ? [] : [note])].join(' '));
    return reply;
  }
  const words = done?.(reply.value) ?? null;
  if (words !== null) panel.tell(words);
  return reply;
}

export interface Action {
  /** Whether an answer is awaited. */
  readonly pending: boolean;
  readonly run: <T>(ask: () => Promise<Reply<T>>, done?: (value: T) => string | null) => Promise<Reply<T> | null>;
}

/** A button's own action: one at a time, so that a double click asks once. `run` resolves to `null` while an earlier one is in progress. */
export function useAction(about: string): Action {
  const panel = usePanel();
  const [pending, setPending] = useState(false);
  const inProgress = useRef(false);
  const run = useCallback<Action['run']>(
    async (ask, done) => {
      if (inProgress.current) return null;
      inProgress.current = true;
      setPending(true);
      try {
        return await act(panel, about, ask, done);
      } finally {
        inProgress.current = false;
        setPending(false);
      }
    },
    [panel, about],
  );
  return { pending, run };
}

/**
 * For switches and lists that count at once: shows what the person chose while main is being asked, and what main says afterwards.
 * Unlike with a button, the last choice wins over one in progress.
 */
export function useWanted<T extends object>(present: T) {
  const panel = usePanel();
  const [wanted, setWanted] = useState<Partial<T> | null>(null);
  const choose = async (change: Partial<T>, ask: () => Promise<Reply>, said: string) => {
    setWanted(change);
    await act(panel, APP, ask, () => said);
    setWanted((latest) => (latest === change ? null : latest));
  };
  return { shown: { ...present, ...wanted }, choose };
}
