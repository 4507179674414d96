import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { DialogFrame, type DialogProps, focusOnMount } from './DialogFrame';

const useStyles = makeStyles({
  list: { margin: '8px 0', paddingInlineStart: '20px' },
  name: { overflowWrap: 'anywhere' },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover },
    ':hover:active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed },
  },
});

/** Asks before a connection is removed, and names what is deleted and what is not. */
export function RemoveQuestion({ id, onClose }: DialogProps) {
  const styles = useStyles();
  const panel = usePanel();
  // As it was asked: the connection goes before the question does.
  const [view] = useState(() => panel.store.view(id));
  const { name, exportsInUse, application } = view ?? { name: '', exportsInUse: 0, application: 'public' };
  const secret = SECRETS[application];
  const action = useAction(id);
  const remove = async () => {
    const reply = await action.run(
      () => panel.bridge.removeConnection({ id }),
      () => `Removed ${name}.`,
    );
    if (reply?.ok) onClose();
  };
  return (
    <DialogFrame
      id={id}
      title={<span className={styles.name}>Remove {name}?</span>}
      actions={
        <>
          <Button ref={focusOnMount} onClick={onClose}>
            Cancel
          </Button>
          <Button
            className={styles.danger}
            appearance="primary"
            disabledFocusable={action.pending}
            onClick={() => void remove()}
          >
            Remove
          </Button>
        </>
      }
    >
      <div>
        This deletes from this computer's keychain:
        <ul className={styles.list}>
          <li>Its refresh token</li>
          {secret !== null && <li>{secret}</li>}
        </ul>
        {exportedTokensWords(exportsInUse)} The app registration in Entra ID stays unchanged.
      </div>
    </DialogFrame>
  );
}

const SECRETS: Readonly<Record<ConnectionView['application'], string | null>> = {
  secret: 'Its client secret',
  certificate: "Its certificate's private key",
  public: null,
};

/** Exported tokens outlive the connection, and the notifications about them don't. */
function exportedTokensWords(inUse: number): string {
  if (inUse === 0) return 'Scripts that use an exported token keep working until it expires.';
  if (inUse === 1)
    return "1 exported token is in use. Scripts that use it keep working until it expires, and you won't be notified.";
  return `${inUse} exported tokens are in use. Scripts that use them keep working until they expire, and you won't be notified.`;
}
