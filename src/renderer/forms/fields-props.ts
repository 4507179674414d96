import type { Checks } from './use-checks';
import type { FormField, FormValues } from './values';

/** What each group of fields takes. */
export interface FieldsProps {
  readonly values: FormValues;
  readonly set: (change: Partial<FormValues>) => void;
  readonly checks: Checks<FormField>;
}
