import { Field, type FieldControlProps, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { FocusEvent, RefObject } from 'react';
import { secretProblem } from '../../ipc/vocabulary';
import { movesToButton, problemProps } from './fields';
import { useFormStyles } from './form-styles';
import type { Checks } from './use-checks';

const useStyles = makeStyles({
  input: {
    boxSizing: 'border-box',
    width: '100%',
    minWidth: 0,
    height: '32px',
    paddingInline: '10px',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    outlineStyle: 'none',
    ':focus': {
      borderBottomColor: tokens.colorCompoundBrandStroke,
      boxShadow: `inset 0 -1px ${tokens.colorCompoundBrandStroke}`,
    },
    '@media (forced-colors: active)': { ':focus': { outline: '2px solid Highlight' } },
  },
  bad: { border: `1px solid ${tokens.colorPaletteRedBorder2}` },
});

export interface SecretInputProps extends FieldControlProps {
  readonly name: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly bad: boolean;
  readonly onType: (secret: string) => void;
  readonly onLeave?: (event: FocusEvent) => void;
  readonly onPaste?: () => void;
  /** What Enter does, where that is not to submit the form. */
  readonly onEnter?: () => void;
}

/**
 * A password field that the page's own state never sees: a controlled input would keep the secret in React's memory, and
 * write it to the `value` attribute. Read it from the element when it is needed, and empty the element at once.
 */
export function SecretInput({ inputRef, bad, onType, onLeave, onPaste, onEnter, ...field }: SecretInputProps) {
  const styles = useStyles();
  return (
    <input
      {...field}
      ref={inputRef}
      className={mergeClasses(styles.input, bad && styles.bad)}
      type="password"
      autoComplete="off"
      spellCheck={false}
      maxLength={20_000}
      onInput={(event) => onType(event.currentTarget.value)}
      onBlur={onLeave}
      onPaste={onPaste}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || onEnter === undefined) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}

/** Hands the secret out and empties the field in one go. */
export function takeSecret(inputRef: RefObject<HTMLInputElement | null>): string {
  const input = inputRef.current;
  if (input === null) return '';
  const secret = input.value.trim();
  input.value = '';
  return secret;
}

/** Puts a secret back into the empty field: main did not take it, and nobody has to find it again. */
export function giveBack(inputRef: RefObject<HTMLInputElement | null>, secret: string): void {
  const input = inputRef.current;
  if (input !== null && input.value === '') input.value = secret;
}

export interface SecretFieldProps<F extends string> {
  readonly name: F;
  readonly label: string;
  readonly hint: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly checks: Checks<F>;
  /** What is wrong with a secret of this kind; a client secret unless told otherwise. */
  readonly problemOf?: (secret: string) => string | null;
  /** Learns what is wrong, never the secret itself. */
  readonly onProblem: (problem: string | null) => void;
}

/** A client secret or refresh token: checked as one types, and kept nowhere but in the field. */
export function SecretField<F extends string>({
  name,
  label,
  hint,
  inputRef,
  checks,
  problemOf = secretProblem,
  onProblem,
}: SecretFieldProps<F>) {
  const problem = checks.shown(name);
  return (
    <Field className={useFormStyles().field} label={label} required hint={hint} {...problemProps(problem)}>
      {(field: FieldControlProps) => (
        <SecretInput
          {...field}
          name={name}
          inputRef={inputRef}
          bad={problem !== undefined}
          onType={(secret) => {
            onProblem(problemOf(secret));
            checks.changed(name);
          }}
          onLeave={(event) => inputRef.current?.value !== '' && !movesToButton(event) && checks.touch(name)}
          onPaste={() => checks.touch(name)}
        />
      )}
    </Field>
  );
}
