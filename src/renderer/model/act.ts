import { useCallback, useRef, useState } from 'react';
import type { Refusal, Reply } from '../../ipc/contract';
import { APP, type Panel, usePanel } from './panel';
import { partsOf, usePlace } from './problems';

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

/** What comes of asking main. */
export interface Outcome<T> {
  /** The words of the toast. `null`: it can be seen where it happened. */
  readonly done?: ((value: T) => string | null) | undefined;
  /** What has not come about where it fails: "Not copied". */
  readonly failed?: string | undefined;
  /** Shows a refusal beside the field that is wrong, which says it as well; `false`: there's no such field. */
  readonly beside?: ((refusal: Refusal) => boolean) | undefined;
}

/** Asks main for something and shows what came of it: a problem at its place, or a toast. */
export async function act<T>(
  panel: Panel,
  place: string,
  ask: () => Promise<Reply<T>>,
  { done, failed = 'Not done', beside }: Outcome<T> = {},
): Promise<Reply<T>> {
  panel.setProblem(place, null);
  const reply = await answerOf(ask());
  if (!reply.ok) {
    if (beside?.(reply)) return reply;
    const { what, advice, note, details } = reply;
    const { about } = partsOf(place);
    const known = about === APP ? panel.store.rest()?.appTrouble?.details : panel.store.view(about)?.troubleDetails;
    const isKnown = known?.code != null && known.code === details?.code;
    panel.setProblem(place, { ...reply, outcome: failed, at: Date.now(), isKnown });
    panel.say([`${failed}.`, what, advice, ...(note === undefined ? [] : [note])].join(' '));
    return reply;
  }
  const words = done?.(reply.value) ?? null;
  if (words !== null) panel.tell(words);
  return reply;
}

export interface Action {
  /** Whether an answer is awaited. */
  readonly pending: boolean;
  readonly run: <T>(
    ask: () => Promise<Reply<T>>,
    done?: Outcome<T>['done'],
    failed?: Outcome<T>['failed'],
  ) => Promise<Reply<T> | null>;
}

/**
 * A button's own action on behalf of `about` (a connection's id, or `APP`): one at a time, so that a double click asks once. `run`
 * resolves to `null` while an earlier one is in progress. `beside`: as in {@link Outcome}.
 */
export function useAction(about: string, beside?: Outcome<unknown>['beside']): Action {
  const panel = usePanel();
  const place = usePlace(about);
  const [pending, setPending] = useState(false);
  const inProgress = useRef(false);
  const latest = useRef(beside);
  latest.current = beside;
  const run = useCallback<Action['run']>(
    async (ask, done, failed) => {
      if (inProgress.current) return null;
      inProgress.current = true;
      setPending(true);
      try {
        return await act(panel, place, ask, { done, failed, beside: (refusal) => latest.current?.(refusal) ?? false });
      } finally {
        inProgress.current = false;
        setPending(false);
      }
    },
    [panel, place],
  );
  return { pending, run };
}

/**
 * For switches and lists that count at once: shows what the person chose while main is being asked, and what main says afterwards.
 * Unlike with a button, the last choice wins over one in progress. `said`: the words of the toast, where what was chosen isn't enough.
 */
export function useWanted<T extends object>(present: T) {
  const panel = usePanel();
  const place = usePlace(APP);
  const [wanted, setWanted] = useState<Partial<T> | null>(null);
  const choose = async (change: Partial<T>, ask: () => Promise<Reply>, said?: string) => {
    setWanted(change);
    await act(panel, place, ask, { done: () => said ?? null, failed: 'Not changed' });
    setWanted((latest) => (latest === change ? null : latest));
  };
  return { shown: { ...present, ...wanted }, choose };
}
