import { Field } from '@fluentui/react-components';
import { useState } from 'react';
import { type CommandForm, scopesProblem, type TokenForm } from '../../ipc/vocabulary';
import { Radios } from '../forms/fields';
import { useAction } from '../model/act';
import { rememberScopes } from '../model/last-scopes';
import { usePanel } from '../model/panel';
import { copiedWords } from '../model/time-words';
import { CommandFields } from './CommandFields';
import { type DialogProps, FormDialog } from './DialogFrame';
import { listOf, type ResourceChoice, resourceOf, TokenFields } from './TokenFields';

type What = 'token' | 'command';

const WHATS: ReadonlyArray<readonly [what: What, label: string]> = [
  ['token', 'Access token'],
  ['command', 'Command line or script'],
];
const TITLES: Readonly<Record<What, string>> = { token: 'Copy access token', command: 'Copy command line' };

/** Copies an access token as it is or ready to paste and run, or a line that gets one each time it runs. */
export function CopyAs({ id, onClose }: DialogProps) {
  const panel = usePanel();
  const action = useAction(id);
  const [view] = useState(() => panel.store.view(id));
  const [what, setWhat] = useState<What>('token');
  const [command, setCommand] = useState<CommandForm>('shell');
  const [form, setForm] = useState<TokenForm>('token');
  const [choice, setChoice] = useState<ResourceChoice>('own');
  const [scopes, setScopes] = useState('');
  const [tried, setTried] = useState(false);
  const problem = choice === 'custom' ? scopesProblem(listOf(scopes)) : null;

  const copyToken = async () => {
    setTried(true);
    if (problem !== null) return;
    const reply = await action.run(
      () => panel.bridge.copyAccessTokenAs({ id, form, ...resourceOf(choice, scopes) }),
      ({ clearsAt }) => copiedWords('Access token', clearsAt),
    );
    if (!reply?.ok) return;
    if (choice === 'custom') rememberScopes(id, listOf(scopes));
    onClose();
  };
  const copyCommand = async () => {
    const reply = await action.run(
      () => panel.bridge.copyCommand({ id, form: command }),
      () => 'Copied. Nothing in it is secret.',
    );
    if (reply?.ok) onClose();
  };

  return (
    <FormDialog
      id={id}
      title={TITLES[what]}
      submit={['Copy', 'Copying…']}
      pending={action.pending}
      onSubmit={what === 'token' ? copyToken : copyCommand}
      onClose={onClose}
    >
      <Field label="What to copy">
        <Radios value={what} choices={WHATS} onValue={setWhat} />
      </Field>
      {what === 'command' && view !== null ? (
        <CommandFields view={view} form={command} onForm={setCommand} />
      ) : (
        <TokenFields
          {...{ view, choice, scopes, form }}
          problem={tried ? problem : null}
          onChoice={setChoice}
          onScopes={setScopes}
          onForm={setForm}
        />
      )}
    </FormDialog>
  );
}
