import { Button, DialogActions, DialogBody, DialogContent, DialogTitle } from '@fluentui/react-components';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { secretProblem } from '../../ipc/vocabulary';
import { SecretField } from '../forms/SecretField';
import { useChecks } from '../forms/use-checks';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { MishapBar } from '../parts/MishapBar';
import { takeSecret } from '../parts/SecretInput';
import { useDialogStyles } from './dialog-styles';

const FIELDS = ['secret'] as const;

/** Asks for a new client secret. */
export function SecretForm({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useDialogStyles();
  const panel = usePanel();
  const [name] = useState(() => panel.store.view(id)?.name ?? '');
  const action = useAction(id);
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState(() => secretProblem(''));
  const checks = useChecks(FIELDS, { secret: problem });
  useEffect(() => input.current?.focus(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (action.pending || !checks.submit()) return;
    const secret = takeSecret(input);
    setProblem(secretProblem(''));
    const reply = await action.run(
      () => panel.bridge.replaceSecret({ id, secret }),
      () => `The secret of ${name} is replaced.`,
    );
    if (reply?.ok) return onClose();
    checks.refuse('secret', 'Enter the secret again: the form does not keep it.');
  };
  return (
    <form ref={checks.form} noValidate autoComplete="off" onSubmit={(event) => void submit(event)}>
      <DialogBody className={styles.body}>
        <DialogTitle>Replace the client secret</DialogTitle>
        <DialogContent className={styles.content}>
          The new secret takes the old one's place in this computer's keychain.
          <SecretField
            name="secret"
            label={`New secret of ${name}`}
            hint="Certificates & secrets: the Value, not the Secret ID."
            inputRef={input}
            checks={checks}
            onProblem={setProblem}
          />
          <MishapBar about={id} />
        </DialogContent>
        <DialogActions fluid className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" appearance="primary" disabledFocusable={action.pending}>
            {action.pending ? 'Replacing…' : 'Replace'}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
