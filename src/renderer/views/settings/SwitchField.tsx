import { Field, Switch } from '@fluentui/react-components';
import { useFormStyles } from '../../forms/form-styles';

interface SwitchFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
}

/** Something that is on or off, explained in a line. */
export function SwitchField({ label, hint, on, onChange, disabled = false, autoFocus = false }: SwitchFieldProps) {
  const { field } = useFormStyles();
  return (
    <Field className={field} hint={hint}>
      <Switch
        label={label}
        checked={on}
        disabled={disabled}
        autoFocus={autoFocus}
        onChange={(_, { checked }) => onChange(checked)}
      />
    </Field>
  );
}
