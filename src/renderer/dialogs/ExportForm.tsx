import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Export } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { secondsUntil } from '../model/time-words';
import { ProblemWithButton } from '../parts/ProblemWithButton';
import { useDialogStyles } from './dialog-styles';

type Target = 'clipboard' | 'file';

/** Hands out the refresh token itself, once the person has been told what that means. */
export function ExportForm({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useDialogStyles();
  const panel = usePanel();
  const [name] = useState(() => panel.store.view(id)?.name ?? '');
  const action = useAction(id);
  const [to, setTo] = useState<Target>('clipboard');
  const [agreed, setAgreed] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (action.pending || !agreed) return;
    const reply = await action.run(() => panel.bridge.exportRefreshToken({ id, to, confirmed: true }), wordsOf);
    if (reply?.ok && reply.value.kind !== 'cancelled') onClose();
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <DialogBody className={styles.body}>
        <DialogTitle>Export the refresh token of {name}</DialogTitle>
        <DialogContent className={styles.content}>
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>Whoever has it can act as the partner user, without MFA.</MessageBarTitle>
              <br />
              It works until it expires, and this app cannot take it back. It does not renew itself where it is used.
            </MessageBarBody>
          </MessageBar>
          <RadioGroup
            aria-label="Where to"
            value={to}
            onChange={(_, data) => setTo(data.value === 'file' ? 'file' : 'clipboard')}
          >
            <Radio value="clipboard" label="To the clipboard, which is cleared as usual" />
            <Radio
              value="file"
              label="To a file: only you can read it; on Windows, everybody who may read its folder"
            />
          </RadioGroup>
          <Checkbox
            checked={agreed}
            onChange={(_, data) => setAgreed(data.checked === true)}
            label="I keep it as safe as a password"
          />
          The copy is noted, and you are told before it expires.
          <ProblemWithButton about={id} />
        </DialogContent>
        <DialogActions fluid className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" appearance="primary" disabledFocusable={action.pending || !agreed}>
            {action.pending ? 'Exporting…' : 'Export'}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

function wordsOf(done: Export): string | null {
  switch (done.kind) {
    case 'copied':
      return `Refresh token copied. It leaves the clipboard in ${secondsUntil(done.clearsAt, Date.now())} seconds.`;
    case 'saved':
      return 'The refresh token is written to the file.';
    case 'cancelled':
      return null;
  }
}
