import { type RefObject, useCallback, useRef, useState } from 'react';

export interface Checks<F extends string> {
  /** The field's problem, when it is time to show it. */
  shown(field: F): string | undefined;
  /** The person has been at the field: from now on its problem shows as they type. */
  touch(field: F): void;
  /** The field was changed, so what main said of it no longer holds. */
  changed(field: F): void;
  /** Main refused this field. */
  refuse(field: F, problem: string): void;
  /** Shows every problem and leads to the first one. Returns whether there is none. */
  submit(): boolean;
  readonly form: RefObject<HTMLFormElement | null>;
}

/**
 * When to show what is wrong with each field: after it was left or pasted into once, then as one types, and all of it on submit.
 * `problems` are those of the present values, `fields` their order in the form.
 */
export function useChecks<F extends string>(
  fields: readonly F[],
  problems: { readonly [field in F]?: string | null | undefined },
): Checks<F> {
  const form = useRef<HTMLFormElement>(null);
  const [touched, setTouched] = useState<ReadonlySet<F>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<F, string>>(new Map());

  const focus = useCallback((field: F) => {
    form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }, []);

  return {
    form,
    shown: (field) => (touched.has(field) ? problems[field] : null) ?? refused.get(field),
    touch: (field) => setTouched((before) => (before.has(field) ? before : new Set(before).add(field))),
    changed: (field) =>
      setRefused((before) => (before.has(field) ? new Map([...before].filter(([name]) => name !== field)) : before)),
    refuse: (field, problem) => {
      setRefused((before) => new Map(before).set(field, problem));
      // A field that main refuses shows main's words, not that it is empty by now.
      setTouched((before) => new Set([...before].filter((name) => name !== field)));
      focus(field);
    },
    submit: () => {
      setTouched(new Set(fields));
      const first = fields.find((field) => problems[field] != null);
      if (first !== undefined) focus(first);
      return first === undefined;
    },
  };
}
