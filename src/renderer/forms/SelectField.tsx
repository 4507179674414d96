import { Field, Select } from '@fluentui/react-components';
import { useFormStyles } from './form-styles';
import { problemProps } from './TextField';
import type { Checks } from './use-checks';

export interface SelectFieldProps<F extends string, V extends string> {
  readonly name: F;
  readonly label: string;
  readonly hint?: string;
  readonly value: V;
  readonly choices: ReadonlyArray<readonly [value: V, words: string]>;
  readonly onValue: (value: V) => void;
  /** Where main may refuse the choice. */
  readonly checks?: Checks<F>;
  readonly autoFocus?: boolean;
}

/** A labeled list to choose one from. */
export function SelectField<F extends string, V extends string>(props: SelectFieldProps<F, V>) {
  const { name, label, hint, value, choices, onValue, checks, autoFocus = false } = props;
  const { field, select } = useFormStyles();
  const choose = (wanted: string) => {
    const choice = choices.find(([candidate]) => candidate === wanted);
    if (choice === undefined) return;
    onValue(choice[0]);
    checks?.changed(name);
  };
  return (
    <Field className={field} label={label} hint={hint ?? null} {...problemProps(checks?.shown(name))}>
      <Select
        className={select}
        select={{ className: select }}
        name={name}
        value={value}
        autoFocus={autoFocus}
        onChange={(_, data) => choose(data.value)}
      >
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
}
