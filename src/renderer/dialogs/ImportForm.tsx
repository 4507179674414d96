import { Button } from '@fluentui/react-components';
import { DocumentKey20Regular } from '@fluentui/react-icons/svg/document-key';
import { KeyMultiple20Regular } from '@fluentui/react-icons/svg/key-multiple';
import { useEffect, useRef, useState } from 'react';
import type { ImportSource } from '../../ipc/schemas';
import { type CloudName, readRefreshToken, readSecretIdentifier } from '../../ipc/vocabulary';
import { TextField } from '../forms/fields';
import { type Checked, SecretField, takeSecret } from '../forms/SecretField';
import { useChecks } from '../forms/use-checks';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { Message } from '../parts/Message';
import { DialogFrame, type DialogProps, FormDialog, focusOnMount } from './DialogFrame';

const FIELDS = ['token', 'vault'] as const;

/** Takes a refresh token that was obtained elsewhere: pasted, from a file, or from a Key Vault. */
export function ImportForm({ id, onClose }: DialogProps) {
  const panel = usePanel();
  const [{ name, cloud }] = useState(() => panel.store.view(id) ?? { name: '', cloud: 'global' as const });
  const action = useAction(id);
  const input = useRef<HTMLInputElement>(null);
  const [checked, setChecked] = useState(() => checkToken('', cloud));
  const [imported, setImported] = useState<string | null>(null);
  const [vault, setVault] = useState<string | null>(null);
  const checks = useChecks(FIELDS, {
    token: vault === null ? checked.problem : null,
    vault: vault === null ? null : vaultProblem(vault, cloud),
  });
  useEffect(() => input.current?.focus(), []);
  const bring = async (from: ImportSource): Promise<boolean> => {
    const reply = await action.run(
      () => panel.bridge.importToken({ id, from }),
      (value) =>
        value.imported
          ? [`Imported the refresh token for ${name} and exchanged it for a new one.`, value.note ?? '']
              .join(' ')
              .trim()
          : null,
    );
    // The field has said so already of a token that was pasted.
    if (reply?.ok && from.kind !== 'text' && reply.value.note !== null) setImported(reply.value.note);
    else if (reply?.ok && reply.value.imported) onClose();
    return reply?.ok === true;
  };
  const submit = async () => {
    if (!checks.submit()) return;
    if (vault !== null) return void bring({ kind: 'key-vault', identifier: vault });
    const text = takeSecret(input);
    setChecked(checkToken('', cloud));
    if (!(await bring({ kind: 'text', text })))
      checks.refuse('token', "Paste the token again. The form doesn't keep it.");
  };
  const title = 'Import refresh token';
  if (imported !== null)
    return (
      <DialogFrame
        id={id}
        title={title}
        actions={
          <Button ref={focusOnMount} appearance="primary" onClick={onClose}>
            Close
          </Button>
        }
      >
        <Message intent="success" what={`Imported the refresh token for ${name}.`} advice={imported} />
      </DialogFrame>
    );
  return (
    <FormDialog
      id={id}
      title={title}
      form={checks.form}
      submit={['Import', 'Importing…']}
      pending={action.pending}
      onSubmit={submit}
      onClose={onClose}
    >
      The app exchanges the token right away to check that it works, and keeps the new one in this computer's keychain.
      {cloud === 'custom' ? null : ' The token that you import stays valid until it expires.'}
      {vault === null ? (
        <SecretField
          name="token"
          label={`Refresh token for ${name}`}
          hint="It must be issued to this connection's application."
          inputRef={input}
          checks={checks}
          check={(text) => checkToken(text, cloud)}
          checked={checked}
          noteIs="success"
          onChecked={setChecked}
          takeOut={(pasted) => {
            const read = readRefreshToken(pasted, cloud);
            return read.ok && read.note !== null ? { secret: read.token, note: read.note } : null;
          }}
        />
      ) : (
        <TextField
          name="vault"
          label="Secret identifier"
          hint="In Key Vault, go to Secrets, the secret, and its current version. The app reads it as the partner user, or as the application before the first sign-in."
          value={vault}
          onValue={setVault}
          checks={checks}
          maxLength={2000}
          autoFocus
        />
      )}
      <Button
        icon={<DocumentKey20Regular />}
        disabledFocusable={action.pending}
        onClick={() => void bring({ kind: 'file' })}
      >
        Import from file…
      </Button>
      <Button icon={<KeyMultiple20Regular />} onClick={() => setVault(vault === null ? '' : null)}>
        {vault === null ? 'Import from Key Vault…' : 'Paste token instead'}
      </Button>
    </FormDialog>
  );
}

function vaultProblem(identifier: string, cloud: CloudName): string | null {
  const read = readSecretIdentifier(identifier, cloud);
  return read.ok ? null : read.problem;
}

function checkToken(text: string, cloud: CloudName): Checked {
  const read = readRefreshToken(text, cloud);
  return read.ok ? { problem: null, note: read.note } : { problem: read.problem, note: null };
}
