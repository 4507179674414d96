import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Open20Regular } from '@fluentui/react-icons/svg/open';
import { permissionOf, platformOf } from '../../../ipc/vocabulary';
import { useAction } from '../../model/act';
import { APP, usePanel } from '../../model/panel';
import { CopyValue } from '../../parts/CopyValue';
import { column, small } from '../../parts/styles';
import type { FormValues } from '../values';
import { type RegistrationProps, RegistrationScripts } from './RegistrationScripts';

const useStyles = makeStyles({
  steps: {
    margin: 0,
    padding: '0 0 0 18px',
    ...column,
    gap: '10px',
    ...small,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
    '& b': { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  },
  open: { margin: '6px 0 2px', minWidth: 0 },
  values: { margin: '2px 0 0' },
  pair: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    minHeight: '28px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    '@media (max-width: 260px)': { flexWrap: 'wrap', gap: 0 },
  },
  term: {
    flexBasis: '96px',
    flexShrink: 0,
    color: tokens.colorNeutralForeground3,
    '@media (max-width: 260px)': { flexBasis: '100%' },
  },
  value: {
    margin: 0,
    flexGrow: 1,
    flexBasis: '60px',
    minWidth: 0,
    color: tokens.colorNeutralForeground1,
    userSelect: 'all',
  },
});

/** What the application needs to look like in Entra ID, each value to copy, with the redirect URI exactly as the form has it. */
export function RegistrationSteps({ values, certificateId }: RegistrationProps) {
  const styles = useStyles();
  const permission = permissionOf({ kind: values.resource });
  return (
    <>
      <ol className={styles.steps}>
        <li>
          In your partner tenant, register an application with these values:
          <NewRegistration values={values} />
          <Values
            values={[
              ['Name', values.name.trim() || APP_NAME],
              ['Account types', 'Accounts in this organizational directory only'],
              ['Platform', platformOf(values.application)],
              ['Redirect URI', values.redirectUri],
            ]}
          />
          Choose any organizational directory if your app acts for customers. Don't choose “Single-page application”:
          its tokens expire after 24 hours.
        </li>
        <li>
          Under <b>API permissions</b>, add {permission === null ? <b>{OWN_SCOPES}</b> : 'this delegated permission'},
          then grant admin consent.
          {permission !== null && (
            <Values
              values={[
                ['API', permission.api],
                ['Permission', permission.scope],
              ]}
            />
          )}
          {values.resource === 'graph' && 'Add any others you need.'}
        </li>
        <li>
          <CredentialStep application={values.application} />
        </li>
        <li>
          From <b>Overview</b>, copy the application (client) ID and the directory (tenant) ID.
        </li>
      </ol>
      <RegistrationScripts values={values} certificateId={certificateId} />
    </>
  );
}

const APP_NAME = 'Partner Token Tray';
const OWN_SCOPES = 'the delegated permissions that you enter as scopes';

/** Opens the portal where an application is registered, where the cloud has one. */
function NewRegistration({ values }: Pick<RegistrationProps, 'values'>) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const { cloud, tenant } = values;
  if (cloud === 'practice' || cloud === 'custom') return null;
  return (
    <div>
      <Button
        className={styles.open}
        size="small"
        icon={<Open20Regular />}
        disabledFocusable={action.pending}
        onClick={() =>
          void action.run(() => panel.bridge.openNewRegistration({ cloud, tenant }), undefined, 'Not opened')
        }
      >
        Open New registration
      </Button>
    </div>
  );
}

function Values({ values }: { values: ReadonlyArray<readonly [term: string, value: string]> }) {
  const styles = useStyles();
  return (
    <dl className={styles.values}>
      {values.map(([term, value]) => (
        <div key={term} className={styles.pair}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value}>{value}</dd>
          <dd style={{ margin: 0 }}>
            <CopyValue term={term} value={value} about={APP} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the application authenticates with. */
function CredentialStep({ application }: Pick<FormValues, 'application'>) {
  const place = <b>Certificates &amp; secrets</b>;
  switch (application) {
    case 'secret':
      return (
        <>
          Under {place}, create a client secret and copy its <b>Value</b>. It's shown only once.
        </>
      );
    case 'certificate':
      return <>Under {place}, upload the certificate without its private key.</>;
    case 'public':
      return (
        <>
          Under <b>Authentication</b>, allow public client flows.
        </>
      );
  }
}
