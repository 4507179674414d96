import { Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { CLOUDS, type VaultField, vaultProblems } from '../../ipc/vocabulary';
import { SelectField, TextField } from '../forms/fields';
import { useChecks } from '../forms/use-checks';
import { type Others, settingsIn, type VaultValues, valuesOf } from '../key-vault/values';
import { useAction } from '../model/act';
import { useConnections, usePanel } from '../model/panel';
import { type DialogProps, FormDialog } from './DialogFrame';

const FIELDS: readonly VaultField[] = [
  'url',
  'secretName',
  'credential',
  'applicationId',
  'applicationSecret',
  'tenantId',
];

const OTHERS: ReadonlyArray<readonly [Others, string]> = [
  ['none', 'Only the refresh token'],
  ['cipp', 'All that CIPP looks for, by its names'],
  ['own', 'More, by names of my choice'],
];

/** Sets up a connection's key vault, or changes it. */
export function KeyVaultForm({ id, onClose }: DialogProps) {
  const panel = usePanel();
  const [view] = useState(() => panel.store.view(id));
  return view === null ? null : <Form view={view} onClose={onClose} />;
}

function Form({ view, onClose }: { view: ConnectionView; onClose: () => void }) {
  const panel = usePanel();
  const { id, name, cloud, application } = view;
  const [values, setValues] = useState<VaultValues>(() => valuesOf(view));
  const action = useAction(id);
  const set = (change: Partial<VaultValues>) => setValues((before) => ({ ...before, ...change }));
  const settings = settingsIn(values, application);
  const checks = useChecks(FIELDS, vaultProblems(settings, { cloud, application: { kind: application } }));
  const credentials = useCredentials(view);
  const submit = async () => {
    if (!checks.submit()) return;
    const reply = await action.run(() => panel.bridge.setKeyVault({ id, settings }));
    // How it went stands beside it.
    if (reply?.ok && reply.value.done) panel.dialog.set({ kind: 'key-vault', id });
  };
  const field = (key: 'url' | 'secretName' | 'applicationId' | 'applicationSecret' | 'tenantId') => ({
    name: key,
    value: values[key],
    onValue: (value: string) => set({ [key]: value }),
    checks,
  });
  return (
    <FormDialog
      id={id}
      title={`Key Vault for ${name}`}
      form={checks.form}
      submit={[view.vault === null ? 'Set up' : 'Save', 'Writing…']}
      pending={action.pending}
      onSubmit={submit}
      onClose={onClose}
    >
      The app writes the refresh token to a key vault now and after each refresh. If another computer has put a newer
      one there, the app checks it and uses it.
      <TextField
        {...field('url')}
        label="Key vault"
        hint="In Key Vault, on the Overview page: Vault URI."
        placeholder={exampleIn(cloud)}
        maxLength={300}
        autoFocus
      />
      <SelectField
        name="others"
        label="What to write"
        value={values.others}
        choices={OTHERS}
        onValue={(others) => set({ others })}
      />
      {values.others !== 'cipp' && (
        <TextField
          {...field('secretName')}
          label="Secret name for the refresh token"
          hint="The app adds a version to it, and creates it if there's none."
          maxLength={127}
        />
      )}
      {values.others === 'own' && (
        <>
          <TextField
            {...field('applicationId')}
            label="Secret name for the application ID"
            hint=""
            maxLength={127}
            optional
          />
          {application === 'secret' && (
            <TextField
              {...field('applicationSecret')}
              label="Secret name for the client secret"
              hint=""
              maxLength={127}
              optional
            />
          )}
          <TextField {...field('tenantId')} label="Secret name for the tenant ID" hint="" maxLength={127} optional />
        </>
      )}
      <SelectField
        name="credential"
        label="Write as"
        hint="It needs the role Key Vault Secrets Officer on the key vault."
        value={values.credential}
        choices={credentials}
        onValue={(credential) => set({ credential })}
        checks={checks}
      />
      {values.credential === 'managed-identity' && (
        <TextField
          name="credential"
          label="Client ID of the managed identity"
          hint="Leave it empty for the computer's own."
          value={values.identity}
          onValue={(identity) => set({ identity })}
          checks={checks}
          maxLength={100}
          optional
        />
      )}
      <Checkbox
        label="Disable old versions"
        checked={values.disableOldVersions}
        onChange={(_, data) => set({ disableOldVersions: data.checked === true })}
      />
    </FormDialog>
  );
}

/** As whom it can be written, by the words of the list. */
function useCredentials({ id, cloud, application }: ConnectionView): ReadonlyArray<readonly [string, string]> {
  const others = useConnections().filter((other) => other.id !== id && other.cloud === cloud);
  return [
    ...(application === 'public' ? [] : [['application', "This connection's application"] as const]),
    ['user', "This connection's user"],
    ...others.map((other) => [`connection:${other.id}`, `Connection ${other.name}`] as const),
    ['managed-identity', "This computer's managed identity"],
  ];
}

function exampleIn(cloud: ConnectionView['cloud']): string {
  const keyVault = cloud === 'custom' ? null : CLOUDS[cloud].keyVault;
  return keyVault?.replace('://', '://contoso.') ?? '';
}
