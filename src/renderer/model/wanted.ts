import { useState } from 'react';
import type { Reply } from '../../ipc/contract';
import { act } from './act';
import { APP, usePanel } from './panel';

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
