import { Button } from '@fluentui/react-components';
import { KeyVaultSection } from '../key-vault/KeyVaultSection';
import { useConnection } from '../model/panel';
import { DialogFrame, type DialogProps, focusOnMount } from './DialogFrame';

/** A connection's key vault, in a dialog. */
export function KeyVaultState({ id, onClose }: DialogProps) {
  const view = useConnection(id);
  return (
    <DialogFrame
      id={id}
      title={`Key Vault for ${view?.name ?? ''}`}
      actions={
        <Button ref={focusOnMount} onClick={onClose}>
          Close
        </Button>
      }
    >
      {view !== null && <KeyVaultSection view={view} />}
    </DialogFrame>
  );
}
