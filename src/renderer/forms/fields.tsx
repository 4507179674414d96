import { Field, Input, makeStyles, Radio, RadioGroup, Select } from '@fluentui/react-components';
import type { FocusEvent, ReactElement } from 'react';
import { useFormStyles } from './form-styles';
import type { Checks } from './use-checks';

const useStyles = makeStyles({
  input: { width: '100%', minWidth: 0, '& input': { minWidth: 0 } },
});

export interface TextFieldProps<F extends string> {
  readonly name: F;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly checks: Checks<F>;
  readonly maxLength: number;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly type?: 'text' | 'date';
  readonly optional?: boolean;
}

/** A labeled text field with its help and, when it is time, its problem. */
export function TextField<F extends string>(props: TextFieldProps<F>) {
  const { name, label, hint, value, onValue, checks, maxLength, placeholder, autoFocus = false } = props;
  const { type = 'text', optional = false } = props;
  const styles = useStyles();
  const form = useFormStyles();
  return (
    <Field className={form.field} label={label} required={!optional} hint={hint} {...problemProps(checks.shown(name))}>
      <Input
        className={styles.input}
        name={name}
        type={type}
        value={value}
        maxLength={maxLength}
        placeholder={placeholder ?? ''}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        autoFocus={autoFocus}
        onChange={(_, data) => {
          onValue(data.value);
          checks.changed(name);
        }}
        onBlur={(event) => value !== '' && !movesToButton(event) && checks.touch(name)}
        onPaste={() => checks.touch(name)}
      />
    </Field>
  );
}

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

export interface RadiosProps<V extends string> {
  readonly value: V;
  readonly choices: ReadonlyArray<readonly [value: V, label: string | ReactElement]>;
  readonly onValue: (value: V) => void;
  /** Where no field has a label for it. */
  readonly 'aria-label'?: string;
}

/** A few choices that can all be seen. */
export function Radios<V extends string>({ value, choices, onValue, ...group }: RadiosProps<V>) {
  const choose = (wanted: string) => {
    const choice = choices.find(([candidate]) => candidate === wanted);
    if (choice !== undefined) onValue(choice[0]);
  };
  return (
    <RadioGroup {...group} value={value} onChange={(_, data) => choose(data.value)}>
      {choices.map(([choice, label]) => (
        <Radio key={choice} value={choice} label={label} />
      ))}
    </RadioGroup>
  );
}

/** What Fluent's Field takes to show a problem. */
export function problemProps(problem: string | undefined) {
  return problem === undefined ? {} : ({ validationMessage: problem, validationState: 'error' } as const);
}

/**
 * Whether the focus leaves for a button. A message that appears at that moment would push the button away from under the pointer, and
 * the click would be lost; the button itself decides what is shown.
 */
export function movesToButton(event: FocusEvent): boolean {
  return event.relatedTarget instanceof HTMLButtonElement;
}
