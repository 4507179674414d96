import { MINUTE, SECOND } from '../../../ipc/vocabulary';
import { SelectField } from '../../forms/fields';
import { delayWords } from '../../model/time/time-words';
import { SettingsSection } from './SettingsSection';
import { ShortcutSetting } from './ShortcutSetting';
import { useSettings } from './use-settings';

const DELAYS = [15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];

/** How tokens are copied, and for how long. */
export function ClipboardSettings() {
  const { settings, save } = useSettings();
  const delays = [...new Set([...DELAYS, settings.clearClipboardAfter])].sort((a, b) => a - b);
  return (
    <SettingsSection title="Clipboard">
      <SelectField
        name="clearClipboardAfter"
        label="Clear the clipboard after"
        hint="Copied tokens are cleared automatically, unless you copy something else first."
        value={String(settings.clearClipboardAfter)}
        choices={delays.map((delay) => [String(delay), delayWords(delay)])}
        onValue={(delay) => save({ clearClipboardAfter: Number(delay) })}
      />
      <ShortcutSetting shortcut={settings.copyShortcut} onSave={(copyShortcut) => save({ copyShortcut })} />
    </SettingsSection>
  );
}
