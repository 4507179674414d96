import { Field, type FieldControlProps, mergeClasses } from '@fluentui/react-components';
import type { ClipboardEvent, FocusEvent, RefObject } from 'react';
import { movesToButton, problemProps } from './fields';
import { useFormStyles } from './form-styles';
import { useInputStyles } from './input-styles';
import type { Checks } from './use-checks';

export interface SecretInputProps extends FieldControlProps {
  readonly name: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly bad: boolean;
  readonly onType: (secret: string) => void;
  readonly onLeave?: (event: FocusEvent) => void;
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
  /** What Enter does, where that is not to submit the form. */
  readonly onEnter?: () => void;
}

/**
 * A password field that the page's own state never sees: a controlled input would keep the secret in React's memory, and
 * write it to the `value` attribute. Read it from the element when it is needed, and empty the element at once.
 */
export function SecretInput({ inputRef, bad, onType, onLeave, onPaste, onEnter, ...field }: SecretInputProps) {
  const styles = useInputStyles();
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

/** What is known of a secret in its field, without the secret. */
export interface Checked {
  /** What bars it. */
  readonly problem: string | null;
  /** What else to say of it. */
  readonly note: string | null;
}

export interface SecretFieldProps<F extends string> {
  readonly name: F;
  readonly label: string;
  readonly hint: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly checks: Checks<F>;
  readonly check: (secret: string) => Checked;
  readonly checked: Checked;
  readonly noteIs: 'warning' | 'success';
  /** Learns what is known of it, never the secret itself. */
  readonly onChecked: (checked: Checked) => void;
  /** Takes the secret out of a pasted text, and says so; `null` where there is nothing around it. */
  readonly takeOut: (pasted: string) => { readonly secret: string; readonly note: string } | null;
}

/** A client secret or refresh token: checked as one types, and kept nowhere but in the field. */
export function SecretField<F extends string>(props: SecretFieldProps<F>) {
  const { name, label, hint, inputRef, checks, check, checked, noteIs, onChecked, takeOut } = props;
  const problem = checks.shown(name);
  const { note } = checked;
  const said =
    problem === undefined && note !== null
      ? { validationMessage: note, validationState: noteIs }
      : problemProps(problem);
  return (
    <Field className={useFormStyles().field} label={label} required hint={hint} {...said}>
      {(field: FieldControlProps) => (
        <SecretInput
          {...field}
          name={name}
          inputRef={inputRef}
          bad={problem !== undefined}
          onType={(secret) => {
            onChecked(check(secret));
            checks.changed(name);
          }}
          onLeave={(event) => inputRef.current?.value !== '' && !movesToButton(event) && checks.touch(name)}
          onPaste={(event) => {
            checks.touch(name);
            // As it was copied: the field has no lines.
            const taken = takeOut(event.clipboardData.getData('text/plain'));
            if (taken === null) return;
            event.preventDefault();
            event.currentTarget.value = taken.secret;
            event.currentTarget.dispatchEvent(new Event('input', { bubbles: true }));
            onChecked({ ...check(taken.secret), note: taken.note });
          }}
        />
      )}
    </Field>
  );
}
