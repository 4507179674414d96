import { SelectField } from '../../forms/fields';
import { ZOOMS } from '../../model/keyboard/zoom';
import { isMac } from '../../model/system';
import { SettingsSection } from './SettingsSection';
import { SwitchField } from './SwitchField';
import { useSettings } from './use-settings';

/** How the panel behaves. */
export function PanelSettings() {
  const { settings, save } = useSettings();
  const key = isMac ? '⌘' : 'Ctrl';
  const zooms = [...new Set<number>([...ZOOMS, settings.zoom])].sort((a, b) => a - b);
  return (
    <SettingsSection title="Panel">
      <SwitchField
        label="Keep open when you click elsewhere"
        hint="The pin at the top of the panel does the same. Drag an edge to change the panel's size; the app remembers it."
        on={settings.panelPinned}
        onChange={(panelPinned) => save({ panelPinned })}
      />
      <SelectField
        name="zoom"
        label="Zoom"
        hint={`${key} with + or − changes it anywhere in the panel, ${key} with 0 resets it.`}
        value={String(settings.zoom)}
        choices={zooms.map((zoom) => [String(zoom), `${zoom} %`])}
        onValue={(zoom) => save({ zoom: Number(zoom) })}
      />
    </SettingsSection>
  );
}
