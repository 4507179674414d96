import { Field } from '@fluentui/react-components';
import { useState } from 'react';
import type { StartsAtLogin } from '../../../ipc/contract';
import type { AppSettings } from '../../../ipc/vocabulary';
import { Radios } from '../../forms/fields';
import { useFormStyles } from '../../forms/form-styles';
import { useAction } from '../../model/act';
import { APP, usePanel } from '../../model/panel';
import { SettingsSection } from './SettingsSection';
import { SwitchField } from './SwitchField';
import { type FactsProps, useSettings } from './use-settings';

const THEMES: ReadonlyArray<readonly [theme: AppSettings['theme'], label: string]> = [
  ['system', 'Use system setting'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** How the app starts and looks. */
export function GeneralSettings({ facts }: FactsProps) {
  const { settings, save } = useSettings();
  const form = useFormStyles();
  return (
    <SettingsSection title="General">
      <StartAtLogin facts={facts} />
      <Field className={form.field} label="Theme" hint="The tray icon follows the taskbar, whatever you choose.">
        <Radios value={settings.theme} choices={THEMES} onValue={(theme) => save({ theme })} />
      </Field>
    </SettingsSection>
  );
}

const HINT = 'The app starts in the tray, without a window, and keeps your tokens from expiring.';
const UNKNOWN = "The system doesn't say whether the app starts at login.";

/** The system has the last word: what it says is shown, not what was asked. */
function StartAtLogin({ facts }: FactsProps) {
  const panel = usePanel();
  const { run } = useAction(APP);
  const [said, setSaid] = useState<StartsAtLogin | null>(null);
  const [asked, setAsked] = useState<boolean | null>(null);
  const present = said ?? facts?.startsAtLogin ?? null;
  const set = async (on: boolean) => {
    setAsked(on);
    const reply = await run(
      () => panel.bridge.setStartAtLogin({ on }),
      () => (on ? 'The app starts at login.' : "The app doesn't start at login."),
      'Not changed',
    );
    if (reply?.ok) setSaid(reply.value);
    setAsked(null);
  };
  const isUnknown = facts !== null && present === null;
  return (
    <SwitchField
      label="Start at login"
      hint={isUnknown ? UNKNOWN : (present?.note ?? HINT)}
      on={asked ?? present?.on ?? false}
      disabled={isUnknown}
      autoFocus
      onChange={(on) => void set(on)}
    />
  );
}
