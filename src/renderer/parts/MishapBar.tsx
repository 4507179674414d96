import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';

/** What did not work, and what to do, where the button was. `unless` is a sentence that is already on show. */
export function MishapBar({ about, unless }: { about: string; unless?: string | undefined }) {
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
      />
    </MessageBar>
  );
}
