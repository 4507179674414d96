import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { Radios } from '../forms/fields';
import { useFormStyles } from '../forms/form-styles';
import { useAction } from '../model/act';
import { usePanel, useRest } from '../model/panel';
import { copiedWords, delayWords } from '../model/time/time-words';
import { Message } from '../parts/Message';
import { type DialogProps, FormDialog } from './DialogFrame';

type Target = 'clipboard' | 'file';

/** Windows gives a new file the permissions of its folder. */
const FILE_READERS = navigator.platform.startsWith('Win') ? 'anyone with access to its folder' : 'only you';

/** Hands out the refresh token itself. What that means is said here, and asked by main. */
export function ExportForm({ id, onClose }: DialogProps) {
  const styles = useFormStyles();
  const panel = usePanel();
  const [name] = useState(() => panel.store.view(id)?.name ?? '');
  const action = useAction(id);
  const clearedAfter = useRest((rest) => rest.settings.clearClipboardAfter);
  const [to, setTo] = useState<Target>('clipboard');
  const [label, setLabel] = useState('');
  const submit = async () => {
    const reply = await action.run(() => panel.bridge.exportRefreshToken({ id, to, label }));
    if (!reply?.ok || reply.value.kind === 'cancelled') return;
    if (reply.value.kind === 'saved') panel.tell(`Refresh token saved to ${reply.value.path}.`);
    else panel.say(copiedWords('Refresh token', reply.value.clearsAt));
    onClose();
  };
  return (
    <FormDialog
      id={id}
      title={`Export refresh token for ${name}`}
      submit={['Export', 'Exporting…']}
      pending={action.pending}
      onSubmit={submit}
      onClose={onClose}
    >
      <Message
        intent="warning"
        what="Anyone who has this token can act as the partner user without MFA."
        advice="It works until it expires. The app can't revoke it, and doesn't refresh it once it's exported."
      />
      <Radios
        aria-label="Destination"
        value={to}
        choices={[
          ['clipboard', `Clipboard (cleared after ${delayWords(clearedAfter)})`],
          ['file', `File (${FILE_READERS} can read it)`],
        ]}
        onValue={setTo}
      />
      <Field
        className={styles.field}
        label="Label (optional)"
        hint="Where you'll use it, so that you know what to update before it expires."
      >
        <Input
          className={styles.select}
          input={{ className: styles.select }}
          name="label"
          value={label}
          maxLength={60}
          onChange={(_, data) => setLabel(data.value)}
        />
      </Field>
      The app keeps track of exported tokens and notifies you before they expire.
    </FormDialog>
  );
}
