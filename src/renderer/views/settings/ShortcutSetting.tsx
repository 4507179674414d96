import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { type KeyboardEvent, useState } from 'react';
import type { AppSettings } from '../../../ipc/vocabulary';
import { problemProps, SelectField } from '../../forms/fields';
import { useFormStyles } from '../../forms/form-styles';
import { acceleratorWords, captureAccelerator } from '../../model/keyboard/accelerator';
import { useConnections } from '../../model/panel';
import { isMac } from '../../model/system';

type Shortcut = AppSettings['copyShortcut'];

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  keys: { flexGrow: 1, flexBasis: '100px', minWidth: 0, '& input': { minWidth: 0 } },
  stack: { display: 'flex', flexDirection: 'column', gap: '16px' },
});

export interface ShortcutSettingProps {
  readonly shortcut: Shortcut;
  readonly onSave: (shortcut: Shortcut) => void;
}

/** A shortcut that copies one connection's access token from anywhere on the computer. */
export function ShortcutSetting({ shortcut, onSave }: ShortcutSettingProps) {
  const styles = useStyles();
  const form = useFormStyles();
  const views = useConnections();
  const [chosen, setChosen] = useState(shortcut?.connectionId ?? views[0]?.id ?? null);
  const [held, setHeld] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | undefined>();

  if (views.length === 0 || chosen === null)
    return (
      <Field
        className={form.field}
        label="Copy shortcut"
        hint="Add a connection first. The shortcut copies its access token."
      />
    );

  const capture = (event: KeyboardEvent) => {
    // Tab leads on, and Escape leaves: a field that takes every key would be a trap.
    if (event.key === 'Tab' || event.key === 'Escape') return;
    event.preventDefault();
    if ((event.key === 'Backspace' || event.key === 'Delete') && shortcut !== null) return clear();
    const captured = captureAccelerator(event, isMac);
    if (captured.kind === 'waiting') return setHeld(captured.held.join('+'));
    setHeld(null);
    if (captured.kind === 'refused') return setProblem(captured.why);
    setProblem(undefined);
    onSave({ accelerator: captured.accelerator, connectionId: chosen });
  };
  const clear = () => {
    setProblem(undefined);
    onSave(null);
  };
  const choose = (connectionId: string) => {
    setChosen(connectionId);
    if (shortcut !== null) onSave({ ...shortcut, connectionId });
  };
  const shown = held ?? shortcut?.accelerator ?? '';

  return (
    <div className={styles.stack}>
      <Field
        className={form.field}
        label="Copy shortcut"
        hint={`Works in every app. Press the keys, such as ${acceleratorWords('Control+Alt+T', isMac)}.`}
        {...problemProps(problem)}
      >
        {(field) => (
          <div className={styles.row}>
            <Input
              {...field}
              className={styles.keys}
              readOnly
              value={shown === '' ? '' : acceleratorWords(shown, isMac)}
              placeholder="None"
              onKeyDown={capture}
              onKeyUp={() => setHeld(null)}
              onBlur={() => setHeld(null)}
            />
            {shortcut !== null && <Button onClick={clear}>Clear</Button>}
          </div>
        )}
      </Field>
      <SelectField
        name="connection"
        label="Connection"
        value={chosen}
        choices={views.map(({ id, name }) => [id, name])}
        onValue={choose}
      />
    </div>
  );
}
