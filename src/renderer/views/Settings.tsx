import { Field, makeStyles, tokens } from '@fluentui/react-components';
import { type AppSettings, MINUTE, SECOND } from '../../ipc/vocabulary';
import { Radios, SelectField } from '../forms/fields';
import { useFormStyles } from '../forms/form-styles';
import { useWanted } from '../model/act';
import { APP, usePanel, useRest } from '../model/panel';
import { delayWords } from '../model/time-words';
import { ProblemBar } from '../parts/ProblemBar';
import { CommandLineSettings } from './CommandLineSettings';
import { NotificationSettings } from './NotificationSettings';
import { ShortcutSetting } from './ShortcutSetting';

const DELAYS = [15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];
const THEMES: ReadonlyArray<readonly [theme: AppSettings['theme'], label: string]> = [
  ['system', 'Use system setting'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

const useStyles = makeStyles({
  version: {
    margin: '0 2px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    userSelect: 'text',
  },
});

/** What a person may set for the whole app. Each change is saved at once. */
export function Settings() {
  const styles = useStyles();
  const form = useFormStyles();
  const panel = usePanel();
  const { shown: settings, choose } = useWanted(useRest((rest) => rest.settings));
  const version = useRest((rest) => rest.version);

  const save = (change: Omit<Partial<AppSettings>, 'tokenGrants'>) =>
    choose(change, () => panel.bridge.updateSettings(change), 'Saved.');
  const delays = [...new Set([...DELAYS, settings.clearClipboardAfter])].sort((a, b) => a - b);

  return (
    <div className={form.form}>
      <ProblemBar about={APP} />
      <div className={form.fields}>
        <SelectField
          name="clearClipboardAfter"
          label="Clear the clipboard after"
          hint="Copied tokens are cleared automatically, unless you copy something else first."
          value={String(settings.clearClipboardAfter)}
          choices={delays.map((delay) => [String(delay), delayWords(delay)])}
          onValue={(delay) => void save({ clearClipboardAfter: Number(delay) })}
          autoFocus
        />
        <ShortcutSetting shortcut={settings.copyShortcut} onSave={(copyShortcut) => void save({ copyShortcut })} />
      </div>
      <div className={form.fields}>
        <Field className={form.field} label="Theme">
          <Radios value={settings.theme} choices={THEMES} onValue={(theme) => void save({ theme })} />
        </Field>
      </div>
      <NotificationSettings settings={settings} onSave={(change) => void save(change)} />
      <CommandLineSettings settings={settings} onSave={(change) => void save(change)} />
      <p className={styles.version}>Partner Token Tray {version}</p>
    </div>
  );
}
