import { Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { counted, NOTIFICATION_DAYS, type QuietHours } from '../../../ipc/vocabulary';
import { useFormStyles } from '../../forms/form-styles';
import { caption } from '../../parts/styles';
import { SettingsSection } from './SettingsSection';
import { SwitchField } from './SwitchField';
import { useSettings } from './use-settings';

/** From ten in the evening to seven in the morning. */
const USUAL: QuietHours = { from: 22 * 60, to: 7 * 60 };

const useStyles = makeStyles({
  days: { margin: 0, padding: 0, border: 'none', minWidth: 0 },
  legend: { padding: 0 },
  boxes: { display: 'flex', flexWrap: 'wrap', columnGap: '4px', marginInlineStart: '-8px' },
  hint: { ...caption, color: tokens.colorNeutralForeground3 },
  times: { display: 'flex', flexWrap: 'wrap', gap: '8px 16px' },
  time: { minWidth: '96px' },
});

/** When a person is notified, and when not. */
export function NotificationSettings() {
  const { settings, save } = useSettings();
  const styles = useStyles();
  const { notifyAt, quietHours } = settings;
  const hintId = useId();
  const choose = (day: (typeof NOTIFICATION_DAYS)[number], isChosen: boolean) =>
    save({ notifyAt: NOTIFICATION_DAYS.filter((other) => (other === day ? isChosen : notifyAt.includes(other))) });
  return (
    <SettingsSection title="Notifications">
      {/* No field of Fluent's: each box in it would have the field's name. */}
      <fieldset className={styles.days} aria-describedby={hintId}>
        <legend className={styles.legend}>Notify me before something expires</legend>
        <div className={styles.boxes}>
          {NOTIFICATION_DAYS.map((day) => (
            <Checkbox
              key={day}
              label={counted(day, 'day')}
              checked={notifyAt.includes(day)}
              onChange={(_, { checked }) => choose(day, checked === true)}
            />
          ))}
        </div>
        <div className={styles.hint} id={hintId}>
          You're always notified when it has expired, and when only you can help.
        </div>
      </fieldset>
      <SwitchField
        label="Quiet hours"
        hint="Desktop notifications wait until the quiet hours end. What expires within a day, or has expired, doesn't wait."
        on={quietHours !== null}
        onChange={(on) => save({ quietHours: on ? USUAL : null })}
      />
      {quietHours !== null && <Times hours={quietHours} onHours={(changed) => save({ quietHours: changed })} />}
    </SettingsSection>
  );
}

/** Saves each time that makes sense. Two that are the same would be no hours, or all of them. */
function Times({ hours, onHours }: { hours: QuietHours; onHours: (hours: QuietHours) => void }) {
  const form = useFormStyles();
  const styles = useStyles();
  const [typed, setTyped] = useState({ from: inWords(hours.from), to: inWords(hours.to) });
  const type = (change: Partial<typeof typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    const [from, to] = [minuteOf(next.from), minuteOf(next.to)];
    if (from !== null && to !== null && from !== to) onHours({ from, to });
  };
  const isSame = typed.from !== '' && typed.from === typed.to;
  return (
    <div className={styles.times}>
      <Field className={form.field} label="From">
        <Input
          className={styles.time}
          type="time"
          value={typed.from}
          onChange={(_, { value }) => type({ from: value })}
        />
      </Field>
      <Field
        className={form.field}
        label="Until"
        {...(isSame ? { validationState: 'error', validationMessage: 'Choose another time than the first.' } : {})}
      >
        <Input className={styles.time} type="time" value={typed.to} onChange={(_, { value }) => type({ to: value })} />
      </Field>
    </div>
  );
}

/** "07:00", as a time field has it. */
function inWords(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function minuteOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}
