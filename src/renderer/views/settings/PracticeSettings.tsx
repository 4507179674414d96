import { Button } from '@fluentui/react-components';
import { counted } from '../../../ipc/vocabulary';
import { useFormStyles } from '../../forms/form-styles';
import { useAction } from '../../model/act';
import { APP, useConnections, usePanel, useRest } from '../../model/panel';
import { startPractice } from '../../model/requests';
import { offsetWords } from '../../model/time/time-words';
import { SettingsSection } from './SettingsSection';

/** The practice cloud: begun, or removed with all that is in it. */
export function PracticeSettings() {
  const form = useFormStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const practice = useRest((rest) => rest.practice);
  const count = useConnections().filter(({ cloud }) => cloud === 'practice').length;
  const isThere = practice !== null || count > 0;
  const facts = [counted(count, 'practice connection'), offsetWords(practice?.offset ?? 0)].filter(Boolean).join(', ');
  const remove = () =>
    action.run(
      () => panel.bridge.removePractice(),
      ({ removed }) => (removed ? 'Practice cloud removed.' : null),
    );
  return (
    <SettingsSection title="Practice cloud">
      <span className={form.note}>
        A simulated tenant whose clock you control, to try everything without an account.
        {isThere && ` It's running, with ${facts}.`}
      </span>
      <div className={form.row}>
        {isThere ? (
          <Button disabledFocusable={action.pending} onClick={() => void remove()}>
            Remove the practice cloud…
          </Button>
        ) : (
          <Button disabledFocusable={action.pending} onClick={() => void startPractice(panel, action)}>
            Try the practice cloud
          </Button>
        )}
      </div>
    </SettingsSection>
  );
}
