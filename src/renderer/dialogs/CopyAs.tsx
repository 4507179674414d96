import { Field } from '@fluentui/react-components';
import { useState } from 'react';
import { scopesProblem } from '../../ipc/vocabulary';
import { Radios } from '../forms/fields';
import { scopesIn } from '../forms/values';
import { useAction } from '../model/act';
import { type LastCopy, lastCopy, rememberCopy, resourceOf } from '../model/last-copy';
import { usePanel } from '../model/panel';
import { copiedWords } from '../model/time/time-words';
import { CommandFields } from './CommandFields';
import { type DialogProps, FormDialog } from './DialogFrame';
import { TokenFields } from './TokenFields';

type What = LastCopy['what'];

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
  const own = view ?? { id, resource: { kind: 'partner-center' as const } };
  const [last] = useState(() => lastCopy(own));
  const [what, setWhat] = useState<What>(last.what);
  const [command, setCommand] = useState(last.command);
  const [form, setForm] = useState(last.form);
  const [choice, setChoice] = useState(last.choice);
  const [scopes, setScopes] = useState(last.scopes.join(' '));
  const [tried, setTried] = useState(false);
  const problem = choice === 'custom' ? scopesProblem(scopesIn(scopes)) : null;

  const copyToken = async () => {
    setTried(true);
    if (problem !== null) return;
    const resource = resourceOf(choice, scopesIn(scopes));
    const reply = await action.run(
      () => panel.bridge.copyAccessTokenAs({ id, form, ...(resource === null ? {} : { resource }) }),
      ({ clearsAt }) => {
        panel.say(copiedWords('Access token', clearsAt));
        return null;
      },
    );
    if (!reply?.ok) return;
    rememberCopy(own, { what, form, choice, ...(choice === 'custom' ? { scopes: scopesIn(scopes) } : {}) });
    onClose();
  };
  const copyCommand = async () => {
    const reply = await action.run(
      () => panel.bridge.copyCommand({ id, form: command }),
      () => 'Copied. Nothing in it is secret.',
    );
    if (!reply?.ok) return;
    rememberCopy(own, { what, command });
    onClose();
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
