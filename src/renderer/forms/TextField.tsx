import { Field, Input, makeStyles } from '@fluentui/react-components';
import type { FocusEvent } from 'react';
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
