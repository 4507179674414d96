import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import type { Checks } from './use-checks';

const useStyles = makeStyles({
  input: { width: '100%', minWidth: 0 },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 } },
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
  /** For GUIDs and addresses: each character counts. */
  readonly exact?: boolean;
  readonly autoFocus?: boolean;
}

/** A labelled text field with its help and, when it is time, its problem. */
export function TextField<F extends string>(props: TextFieldProps<F>) {
  const { name, label, hint, value, onValue, checks, maxLength, placeholder, exact = false, autoFocus = false } = props;
  const styles = useStyles();
  return (
    <Field label={label} required hint={hint} {...problemProps(checks.shown(name))}>
      <Input
        className={exact ? `${styles.input} ${styles.mono}` : styles.input}
        name={name}
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
        onBlur={() => value !== '' && checks.touch(name)}
        onPaste={() => checks.touch(name)}
      />
    </Field>
  );
}

/** What Fluent's Field takes to show a problem. */
export function problemProps(problem: string | undefined) {
  return problem === undefined ? {} : ({ validationMessage: problem, validationState: 'error' } as const);
}
