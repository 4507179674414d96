import { type FormEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Refusal } from '../../ipc/contract';
import { type Schedule, settingsProblems } from '../../ipc/vocabulary';
import { RARE_FIELDS } from './MoreOptions';
import { useChecks } from './use-checks';
import { FORM_FIELDS, type FormField, type FormValues, fieldNamed, holdsUnusual, settingsOf } from './values';

type Problems = { readonly [field in FormField]?: string | null };

/** The state of a form of a connection: what stands in it, what is wrong with it, and what it stands for. */
export function useConnectionForm(initial: FormValues, schedule: Schedule, otherNames: readonly string[]) {
  const [values, setValues] = useState(initial);
  const [more, setMore] = useState(() => holdsUnusual(initial));
  const settings = settingsOf(values, schedule);
  const { resource, ...problems } = settingsProblems(settings, otherNames);
  const own: Problems = { ...problems, [values.resource === 'custom' ? 'scopes' : 'resource']: resource };
  return {
    values,
    more,
    setMore,
    settings,
    problems: own,
    set: (change: Partial<FormValues>) => setValues((before) => ({ ...before, ...change })),
  };
}

export type ConnectionForm = ReturnType<typeof useConnectionForm>;

/** The checks of a form, which opens what is hidden when something in there is wrong. */
export function useFormChecks({ problems, setMore, values }: ConnectionForm, extra: Problems = {}) {
  const all: Problems = { ...problems, ...extra };
  const checks = useChecks(FORM_FIELDS, all);
  const reveal = (field: FormField | undefined) => {
    if (field !== undefined && RARE_FIELDS.has(field)) flushSync(() => setMore(true));
  };
  return {
    checks,
    /** Whether what stands in the form may be sent. */
    mayGo: (event: FormEvent) => {
      event.preventDefault();
      reveal(FORM_FIELDS.find((field) => all[field] != null && RARE_FIELDS.has(field)));
      return checks.submit();
    },
    /** Shows what main refused beside its field. Returns whether there is one. */
    refuse: (reply: Refusal): boolean => {
      const named = reply.field === 'resource' && values.resource === 'custom' ? 'scopes' : reply.field;
      const field = fieldNamed(named);
      if (field === null) return false;
      reveal(field);
      checks.refuse(field, `${reply.what} ${reply.advice}`.trim());
      return true;
    },
  };
}
