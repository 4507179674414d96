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
import { copiedWords } from '../model/copied-words';
import { usePanel, useRest } from '../model/panel';
import { isWindows } from '../model/system';
import { delayWords } from '../model/time-words';
import { ProblemWithButton } from '../parts/ProblemWithButton';
import { useDialogStyles } from './dialog-styles';

type Target = 'clipboard' | 'file';

/** Windows gives a new file the permissions of its folder. */
const FILE_READERS = isWindows ? 'anyone with access to its folder' : 'only you';

/** Hands out the refresh token itself, once the person has been told what that means. */
export function ExportForm({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useDialogStyles();
  const panel = usePanel();
  const [name] = useState(() => panel.store.view(id)?.name ?? '');
  const action = useAction(id);
  const clearedAfter = useRest((rest) => rest.settings.clearClipboardAfter);
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
        <DialogTitle>Export refresh token for {name}</DialogTitle>
        <DialogContent className={styles.content}>
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>Anyone who has this token can act as the partner user without MFA.</MessageBarTitle>
              <br />
              It works until it expires. The app can't revoke it, and doesn't refresh it once it's exported.
            </MessageBarBody>
          </MessageBar>
          <RadioGroup
            aria-label="Destination"
            value={to}
            onChange={(_, data) => setTo(data.value === 'file' ? 'file' : 'clipboard')}
          >
            <Radio value="clipboard" label={`Clipboard (cleared after ${delayWords(clearedAfter)})`} />
            <Radio value="file" label={`File (${FILE_READERS} can read it)`} />
          </RadioGroup>
          <Checkbox
            checked={agreed}
            onChange={(_, data) => setAgreed(data.checked === true)}
            label="I'll protect it like a password"
          />
          The app keeps track of exported tokens and notifies you before they expire.
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
      return copiedWords('Refresh token', done.clearsAt);
    case 'saved':
      return 'Refresh token saved to the file.';
    case 'cancelled':
      return null;
  }
}
