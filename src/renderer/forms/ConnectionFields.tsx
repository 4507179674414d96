import type { ReactNode } from 'react';
import { CloudChoice, CustomCloudFields } from './CloudFields';
import { TextField } from './fields';
import { useFormStyles } from './form-styles';
import { MoreOptions } from './MoreOptions';
import { type FieldsProps, textOf } from './values';

export interface ConnectionFieldsProps extends FieldsProps {
  readonly isNew: boolean;
  /** Whether the rarer settings are shown. */
  readonly more: boolean;
  readonly onMore: (more: boolean) => void;
  /** How the application authenticates: asked for in a new connection, shown in an existing one. */
  readonly application: ReactNode;
  /** What comes after its name. */
  readonly children?: ReactNode;
}

/** The fields of a connection, for adding one and for editing one. */
export function ConnectionFields(props: ConnectionFieldsProps) {
  const { values, set, checks, isNew, more, onMore, application, children } = props;
  const styles = useFormStyles();
  const fields = { values, set, checks };
  const again = isNew ? '' : ' Sign in again after you change it.';
  // A practice connection has its tenant and application ready-made.
  const isReadyMade = !isNew && values.cloud === 'practice';
  return (
    <div className={styles.fields}>
      <NameField {...fields} autoFocus={!isNew} />
      {children}
      {isNew && <CloudChoice {...fields} />}
      <CustomCloudFields {...fields} />
      {!isReadyMade && (
        <>
          <TextField
            {...textOf(fields, 'tenant')}
            label="Tenant"
            hint={`Tenant ID or verified domain, from Entra ID > Overview.${again}`}
            maxLength={300}
          />
          <TextField
            {...textOf(fields, 'clientId')}
            label="Application (client) ID"
            hint={`From App registrations > your app > Overview.${again}`}
            maxLength={100}
          />
        </>
      )}
      {application}
      <MoreOptions {...fields} isNew={isNew} open={more} onOpen={onMore} />
    </div>
  );
}

/** What a connection is called. */
export function NameField({ autoFocus, ...fields }: FieldsProps & { autoFocus: boolean }) {
  return (
    <TextField
      {...textOf(fields, 'name')}
      label="Name"
      hint="A name you'll recognize, such as the market."
      maxLength={200}
      autoFocus={autoFocus}
    />
  );
}
