import { Button, DialogActions, DialogBody, DialogContent, DialogTitle, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { focusOnMount } from '../parts/focus-on-mount';
import { ProblemWithButton } from '../parts/ProblemWithButton';
import { useDialogStyles } from './dialog-styles';

const useStyles = makeStyles({
  list: { margin: '8px 0', paddingInlineStart: '20px' },
  name: { overflowWrap: 'anywhere' },
});

/** Asks before a connection is removed, and names what is deleted and what is not. */
export function RemoveQuestion({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useStyles();
  const dialog = useDialogStyles();
  const panel = usePanel();
  // As it was asked: the connection goes before the question does.
  const [{ name, exportsInUse }] = useState(() => panel.store.view(id) ?? { name: '', exportsInUse: 0 });
  const action = useAction(id);
  const remove = async () => {
    const reply = await action.run(
      () => panel.bridge.removeConnection({ id }),
      () => `${name} is removed.`,
    );
    if (reply?.ok) onClose();
  };
  return (
    <DialogBody className={dialog.body}>
      <DialogTitle className={styles.name}>Remove {name}?</DialogTitle>
      <DialogContent>
        This deletes from this computer's keychain:
        <ul className={styles.list}>
          <li>its refresh token</li>
          <li>its client secret or certificate key</li>
        </ul>
        {exportedTokensWords(exportsInUse)} The app registration in Entra ID stays as it is.
        <ProblemWithButton about={id} />
      </DialogContent>
      <DialogActions fluid className={dialog.actions}>
        <Button ref={focusOnMount} onClick={onClose}>
          Cancel
        </Button>
        <Button
          className={dialog.danger}
          appearance="primary"
          disabledFocusable={action.pending}
          onClick={() => void remove()}
        >
          Remove
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

/** Copies outlive the connection, and the notifications about them do not. */
function exportedTokensWords(inUse: number): string {
  if (inUse === 0) return 'Scripts that hold a copy keep working until that copy expires.';
  const subject = inUse === 1 ? '1 copy of its refresh token is' : `${inUse} copies of its refresh tokens are`;
  return `${subject} in use. Scripts go on working with ${inUse === 1 ? 'it until it expires' : 'them until they expire'}, and there will be no notification.`;
}
