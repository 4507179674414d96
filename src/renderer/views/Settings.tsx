import type { ComponentType } from 'react';
import { useFormStyles } from '../forms/form-styles';
import { Scope } from '../parts/Scope';
import { AboutSettings, DataSettings } from './settings/AboutSettings';
import { ClipboardSettings } from './settings/ClipboardSettings';
import { CommandLineSettings } from './settings/CommandLineSettings';
import { GeneralSettings } from './settings/GeneralSettings';
import { NotificationSettings } from './settings/NotificationSettings';
import { PanelSettings } from './settings/PanelSettings';
import { PracticeSettings } from './settings/PracticeSettings';
import { RefreshSettings } from './settings/RefreshSettings';
import { type FactsProps, useAppFacts } from './settings/use-settings';

/** In the order in which they are shown, each with a name for what doesn't work in it. */
const SECTIONS: Readonly<Record<string, ComponentType<FactsProps>>> = {
  general: GeneralSettings,
  panel: PanelSettings,
  clipboard: ClipboardSettings,
  refreshing: RefreshSettings,
  notifications: NotificationSettings,
  programs: CommandLineSettings,
  practice: PracticeSettings,
  data: DataSettings,
  about: AboutSettings,
};

/** What a person may set for the whole app. Each change is saved at once. */
export function Settings() {
  const form = useFormStyles();
  const facts = useAppFacts();
  return (
    <div className={form.form}>
      {Object.entries(SECTIONS).map(([name, Section]) => (
        <Scope key={name} name={`settings-${name}`}>
          <Section facts={facts} />
        </Scope>
      ))}
    </div>
  );
}
