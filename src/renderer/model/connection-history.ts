import { useCallback, useEffect, useRef, useState } from 'react';
import type { Reply } from '../../ipc/contract';
import { answerOf } from './act';
import { usePanel } from './panel';

/**
 * What main answers about a connection, asked again whenever something about it changes; `null` until the first answer. A problem
 * takes the place of an answer, never that of one that was there.
 */
export function useAsked<T>(id: string, ask: (argument: { id: string }) => Promise<Reply<T>>) {
  const { store } = usePanel();
  const [reply, setReply] = useState<Reply<T> | null>(null);
  const latest = useRef(0);
  const reload = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const answered = await answerOf(ask({ id }));
    if (turn === latest.current) setReply((before) => (answered.ok || !before?.ok ? answered : before));
  }, [id, ask]);
  useEffect(() => {
    let seen = '';
    const look = () => {
      // A copied token is in the history, but changes nothing about its connection.
      const now = JSON.stringify([store.view(id), store.rest()?.copied]);
      if (now === seen) return;
      seen = now;
      void reload();
    };
    look();
    const stop = store.subscribe(look);
    return () => {
      latest.current += 1;
      stop();
    };
  }, [store, id, reload]);
  return { reply, reload };
}
