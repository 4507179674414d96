import { Field, type FieldControlProps } from '@fluentui/react-components';
import type { RefObject } from 'react';
import { secretProblem } from '../../ipc/vocabulary';
import { SecretInput } from '../parts/SecretInput';
import { useFormStyles } from './form-styles';
import { movesToButton, problemProps } from './TextField';
import type { Checks } from './use-checks';

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
