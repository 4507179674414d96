import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { useState } from 'react';
import { permissionOf, platformOf } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { APP, usePanel } from '../model/panel';
import { column, small, surface } from '../parts/styles';
import { useFormStyles } from './form-styles';
import { type FormValues, resourceOf } from './values';

const useStyles = makeStyles({
  box: { ...surface, overflow: 'hidden' },
  panel: { marginInline: '14px' },
  steps: {
    margin: 0,
    padding: '0 0 0 18px',
    ...column,
    gap: '8px',
    ...small,
    color: tokens.colorNeutralForeground2,
    userSelect: 'text',
    overflowWrap: 'anywhere',
    '& b': { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
    '& code': { fontFamily: tokens.fontFamilyMonospace, color: tokens.colorNeutralForeground1, userSelect: 'all' },
  },
  scripts: { ...column, gap: '8px', padding: '12px 0 14px' },
});

export interface RegistrationHelpProps {
  readonly values: FormValues;
  /** Main's name of the chosen certificate. */
  readonly certificateId: string | null;
}

/** What the application needs to look like in Entra ID, with the redirect URI exactly as the form has it. */
export function RegistrationHelp({ values, certificateId }: RegistrationHelpProps) {
  const styles = useStyles();
  return (
    <Accordion collapsible className={styles.box}>
      <AccordionItem value="help">
        <AccordionHeader as="h2" expandIconPosition="end">
          What to register in Entra ID
        </AccordionHeader>
        <AccordionPanel className={styles.panel}>
          <ol className={styles.steps}>
            <li>
              In your partner tenant, open <b>{'Entra ID > App registrations > New registration'}</b>. Choose accounts
              in this directory only, or in any directory if your app acts for customers.
            </li>
            <li>
              Add a redirect URI for the platform <b>{platformOf(values.application)}</b>, not “Single-page application”
              (its tokens expire after 24 hours): <code>{values.redirectUri}</code>
            </li>
            <li>
              Under <b>API permissions</b>, add <b>{permissionWords(values)}</b>. Then grant admin consent.
            </li>
            <li>
              <CredentialStep application={values.application} />
            </li>
            <li>
              From <b>Overview</b>, copy the application (client) ID and the directory (tenant) ID.
            </li>
          </ol>
          <Scripts values={values} certificateId={certificateId} />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}

function permissionWords({ resource }: FormValues): string {
  const permission = permissionOf({ kind: resource });
  if (permission === null) return 'the delegated permissions that you enter as scopes';
  const others = resource === 'graph' ? ' and any others you need' : '';
  return `${permission.api} → ${permission.scope} (delegated)${others}`;
}

const SCRIPTS = [
  { kind: 'azure-cli', label: 'Copy script for Azure CLI' },
  { kind: 'graph-powershell', label: 'Copy script for Microsoft Graph PowerShell' },
] as const;

/** The same as ready-made scripts. Neither the practice cloud nor a custom one has an Entra ID to run them in. */
function Scripts({ values, certificateId }: RegistrationHelpProps) {
  const styles = useStyles();
  const form = useFormStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const [copied, setCopied] = useState<string | null>(null);
  const { name, cloud, tenant, application, redirectUri } = values;
  if (cloud === 'practice' || cloud === 'custom') return null;
  const copy = async ({ kind, label }: (typeof SCRIPTS)[number]) => {
    const settings = { name, cloud, tenant, application, redirectUri, resource: resourceOf(values) };
    const chosen = application === 'certificate' ? certificateId : null;
    const reply = await action.run(
      () => panel.bridge.copyRegistrationScript({ kind, ...settings, certificateId: chosen }),
      () => COPIED,
    );
    setCopied(reply?.ok ? label : null);
  };
  return (
    <div className={styles.scripts}>
      {SCRIPTS.map((script) => (
        <Button
          key={script.kind}
          size="small"
          icon={copied === script.label ? <Checkmark20Regular /> : <Copy20Regular />}
          onClick={() => void copy(script)}
        >
          {script.label}
        </Button>
      ))}
      <span className={form.note}>{copied === null ? 'These scripts use the values you entered.' : COPIED}</span>
    </div>
  );
}

const COPIED = 'Script copied. When it finishes, it shows the values to enter here.';

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
