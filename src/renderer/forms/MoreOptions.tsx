import { Button } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUp16Regular } from '@fluentui/react-icons/svg/chevron-up';
import { useId } from 'react';
import { platformOf, type SignInMethod } from '../../ipc/vocabulary';
import { SelectField, TextField } from './fields';
import { useFormStyles } from './form-styles';
import { ResourceFields } from './ResourceFields';
import type { FieldsProps } from './values';
import { type FormField, methodOf, methodsOf } from './values';

const METHOD_WORDS: Readonly<Record<SignInMethod, string>> = {
  'app-window': 'In this app',
  'system-browser': 'In my browser',
  'device-code': 'With a code on any device',
};

/** The fields that are behind it. */
export const RARE_FIELDS: ReadonlySet<FormField> = new Set(['resource', 'scopes', 'redirectUri', 'signInMethod']);

/** What most connections have as it comes. */
export function MoreOptions({
  values,
  set,
  checks,
  isNew,
  open,
  onOpen,
}: FieldsProps & { isNew: boolean; open: boolean; onOpen: (open: boolean) => void }) {
  const styles = useFormStyles();
  const id = useId();
  const fields = { values, set, checks };
  const methods = methodsOf(values);
  return (
    <>
      <Button
        className={styles.more}
        appearance="transparent"
        icon={open ? <ChevronUp16Regular /> : <ChevronDown16Regular />}
        iconPosition="after"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => onOpen(!open)}
      >
        More options
      </Button>
      {open && (
        <div id={id} className={styles.group}>
          <ResourceFields {...fields} isNew={isNew} />
          <TextField
            name="redirectUri"
            label="Redirect URI"
            hint={`As registered in Authentication, platform ${platformOf(values.application)}. It must match exactly.`}
            value={values.redirectUri}
            onValue={(redirectUri) => set({ redirectUri })}
            checks={checks}
            maxLength={2000}
          />
          <SelectField
            name="signInMethod"
            label="Sign-in method"
            {...(methods.length === 1 ? { hint: 'The only method that this application supports.' } : {})}
            value={methodOf(values)}
            choices={methods.map((method) => [method, METHOD_WORDS[method]] as const)}
            onValue={(signInMethod) => set({ signInMethod })}
            checks={checks}
          />
        </div>
      )}
    </>
  );
}
