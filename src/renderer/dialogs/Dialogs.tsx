import { Dialog, DialogSurface } from '@fluentui/react-components';
import { type ComponentType, useEffect, useState } from 'react';
import { type DialogRequest, useConnection, usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { Scope } from '../parts/Scope';
import { CopyAs } from './CopyAs';
import { CredentialForm } from './CredentialForm';
import type { DialogProps } from './DialogFrame';
import { useDialogStyles } from './dialog-styles';
import { ExportForm } from './ExportForm';
import { ImportForm } from './ImportForm';
import { KeyVaultForm } from './KeyVaultForm';
import { KeyVaultState } from './KeyVaultState';
import { RemoveQuestion } from './RemoveQuestion';
import { TestResult } from './TestResult';
import { useTitleFirst } from './use-title-first';

const CONTENTS: Readonly<Record<DialogRequest['kind'], ComponentType<DialogProps>>> = {
  remove: RemoveQuestion,
  'replace-secret': CredentialForm,
  'copy-as': CopyAs,
  import: ImportForm,
  test: TestResult,
  export: ExportForm,
  'key-vault': KeyVaultState,
  'key-vault-settings': KeyVaultForm,
};

/** The one dialog. It lives outside of the cards, because scrolling may take its card away. */
export function Dialogs() {
  const request = useSignal(usePanel().dialog);
  const [latest, setLatest] = useState<DialogRequest | null>(null);
  if (request !== null && request !== latest) setLatest(request);
  // Closed by `open`, not by leaving it out: Fluent has to give the rest of the page back to the keyboard and to screen readers.
  return latest === null ? null : <OneDialog request={latest} open={request !== null} />;
}

function OneDialog({ request, open }: { request: DialogRequest; open: boolean }) {
  const styles = useDialogStyles();
  const panel = usePanel();
  const { kind, id } = request;
  const Content = CONTENTS[kind];
  const gone = useConnection(id) === null;
  useTitleFirst(open && !gone);
  const close = () => {
    panel.dialog.set(null);
    returnFocus(id);
  };
  useEffect(() => {
    if (!gone) return;
    panel.dialog.set(null);
    returnFocus(id);
  }, [gone, id, panel]);
  return (
    <Dialog
      open={open && !gone}
      modalType={kind === 'remove' ? 'alert' : 'modal'}
      onOpenChange={(_, data) => data.open || close()}
    >
      <DialogSurface className={styles.surface}>
        <Scope key={`${kind}-${id}`} name={`dialog:${kind}:${id}`}>
          <Content id={id} onClose={close} />
        </Scope>
      </DialogSurface>
    </Dialog>
  );
}

/** To the card's menu, or to the heading when the card is gone. */
function returnFocus(id: string): void {
  requestAnimationFrame(() => {
    const origin = document.querySelector<HTMLElement>(`[data-return="more-${CSS.escape(id)}"]`);
    (origin ?? document.querySelector<HTMLElement>('[data-heading]'))?.focus();
  });
}
