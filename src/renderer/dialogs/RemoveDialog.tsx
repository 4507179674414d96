import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useAction } from '../model/act';
import { useConnection, usePanel } from '../model/panel';
import { focusOnMount } from '../parts/focus-on-mount';
import { MishapBar } from '../parts/MishapBar';
import { useDialogStyles } from './dialog-styles';

const useStyles = makeStyles({
  list: { margin: '8px 0', paddingInlineStart: '20px' },
  name: { overflowWrap: 'anywhere' },
});

/** Asks before a connection is removed, and names what is deleted and what is not. */
export function RemoveDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useStyles();
  const dialog = useDialogStyles();
  const panel = usePanel();
  const view = useConnection(id);
  const action = useAction(id);
  if (view === null) return null;
  const remove = async () => {
    const reply = await action.run(
      () => panel.bridge.removeConnection({ id }),
      () => `${view.name} is removed.`,
    );
    if (reply?.ok) onClose();
  };
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => open || onClose()}>
      <DialogSurface className={dialog.surface}>
        <DialogBody className={dialog.body}>
          <DialogTitle className={styles.name}>Remove {view.name}?</DialogTitle>
          <DialogContent>
            This deletes from this computer's keychain:
            <ul className={styles.list}>
              <li>its refresh token</li>
              <li>its client secret</li>
            </ul>
            Scripts that hold a copy keep working until that copy lapses. The app registration in Entra ID stays as it
            is.
            <MishapBar about={id} />
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
      </DialogSurface>
    </Dialog>
  );
}
