import { Button } from '@fluentui/react-components';
import { counted } from '../../../ipc/vocabulary';
import { SelectField } from '../../forms/fields';
import { useFormStyles } from '../../forms/form-styles';
import { useAction } from '../../model/act';
import { APP, useConnections, usePanel } from '../../model/panel';
import { scheduleChoices } from '../../model/time/schedule-words';
import { SettingsSection } from './SettingsSection';
import { useSettings } from './use-settings';

/** How often connections are refreshed. Each has its own interval; here is the one that new ones get. */
export function RefreshSettings() {
  const { settings, save } = useSettings();
  const { refreshEvery } = settings;
  const choices = scheduleChoices({ kind: 'every', interval: refreshEvery }).flatMap(({ key, words, schedule }) =>
    schedule.kind === 'every' ? [[key, words] as const] : [],
  );
  return (
    <SettingsSection title="Refreshing">
      <SelectField
        name="refreshEvery"
        label="Refresh new connections"
        hint="Each refresh exchanges the token for a new one with a full lifetime. Shorter lifetimes are refreshed more often anyway."
        value={String(refreshEvery)}
        choices={choices}
        onValue={(interval) => save({ refreshEvery: Number(interval) })}
      />
      <OtherIntervals interval={refreshEvery} />
    </SettingsSection>
  );
}

/** A button for the connections that have another one. Those that only remind were set so, and stay so. */
function OtherIntervals({ interval }: { readonly interval: number }) {
  const form = useFormStyles();
  const panel = usePanel();
  const { run, pending } = useAction(APP);
  const others = useConnections().filter(
    ({ schedule }) => schedule.kind === 'every' && schedule.interval !== interval,
  ).length;
  if (others === 0) return null;
  const apply = () =>
    run(
      () => panel.bridge.applyInterval(),
      ({ changed }) => `Changed ${counted(changed, 'connection')}.`,
    );
  return (
    <div className={form.row}>
      <span className={form.wideInRow}>
        {others === 1 ? '1 connection has another interval.' : `${others} connections have another interval.`}
      </span>
      <Button disabledFocusable={pending} onClick={() => void apply()}>
        Apply to all
      </Button>
    </div>
  );
}
