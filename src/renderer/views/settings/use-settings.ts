import { useEffect, useState } from 'react';
import type { AppFacts } from '../../../ipc/contract';
import type { SettingsChange } from '../../../ipc/schemas';
import type { AppSettings } from '../../../ipc/vocabulary';
import { answerOf, useWanted } from '../../model/act';
import { usePanel, useRest } from '../../model/panel';

export interface FactsProps {
  /** `null` until main has answered. */
  readonly facts: AppFacts | null;
}

/** The settings as they are, or as they have just been chosen. What is saved takes effect at once. */
export function useSettings(): { settings: AppSettings; save: (change: SettingsChange) => void } {
  const panel = usePanel();
  const { shown, choose } = useWanted(useRest((rest) => rest.settings));
  const save = (change: SettingsChange) => void choose(change, () => panel.bridge.updateSettings(change), 'Saved.');
  return { settings: shown, save };
}

/** What else there is to show of the app on this computer; `null` until main has answered. */
export function useAppFacts(): AppFacts | null {
  const { bridge } = usePanel();
  const [facts, setFacts] = useState<AppFacts | null>(null);
  useEffect(() => {
    let isGone = false;
    void answerOf(bridge.readAppFacts()).then((reply) => {
      if (reply.ok && !isGone) setFacts(reply.value);
    });
    return () => {
      isGone = true;
    };
  }, [bridge]);
  return facts;
}
