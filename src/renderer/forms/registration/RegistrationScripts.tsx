import { Button, makeStyles } from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { useState } from 'react';
import { useAction } from '../../model/act';
import { APP, usePanel } from '../../model/panel';
import { column } from '../../parts/styles';
import { useFormStyles } from '../form-styles';
import { type FormValues, resourceOf } from '../values';

const useStyles = makeStyles({ scripts: { ...column, gap: '8px', padding: '12px 0 14px' } });

const SCRIPTS = [
  { kind: 'azure-cli', label: 'Copy script for Azure CLI' },
  { kind: 'graph-powershell', label: 'Copy script for Microsoft Graph PowerShell' },
] as const;

export interface RegistrationProps {
  readonly values: FormValues;
  /** Main's name of the chosen certificate. */
  readonly certificateId: string | null;
}

/** The same as ready-made scripts. Neither the practice cloud nor a custom one has an Entra ID to run them in. */
export function RegistrationScripts({ values, certificateId }: RegistrationProps) {
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
      'Not copied',
    );
    setCopied(reply?.ok ? label : null);
  };
  return (
    <div className={styles.scripts}>
      <span className={form.note}>Or let a script do all of this, with the values you entered:</span>
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
      {copied !== null && <span className={form.note}>{COPIED}</span>}
    </div>
  );
}

const COPIED = 'Script copied. When it finishes, paste its output into “Paste anything”.';
