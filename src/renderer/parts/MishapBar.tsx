import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import type { Remedy } from '../../ipc/vocabulary';
import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';

interface MishapBarProps {
  readonly about: string;
  /** A sentence that is already on show. */
  readonly unless?: string | undefined;
  /** The button for a remedy, or `null` where it would be one too many. */
  readonly button?: (remedy: Remedy) => ReactNode;
}

/** What did not work, and what to do, where the button was. */
export function MishapBar({ about, unless, button }: MishapBarProps) {
  const panel = usePanel();
  const mishap = useSignal(panel.mishaps, (mishaps) => mishaps.get(about) ?? null);
  if (mishap === null || mishap.what === unless) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{mishap.what}</MessageBarTitle>
        <br />
        {mishap.advice}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            size="small"
            aria-label="Dismiss"
            icon={<Dismiss16Regular />}
            onClick={() => panel.setMishap(about, null)}
          />
        }
      >
        {mishap.remedy === undefined ? null : button?.(mishap.remedy)}
      </MessageBarActions>
    </MessageBar>
  );
}
