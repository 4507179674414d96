import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { RemoveDialog } from './RemoveDialog';
import { ReplaceSecretDialog } from './ReplaceSecretDialog';

/** The one open dialog. It lives outside of the cards, because scrolling may take its card away. */
export function Dialogs() {
  const panel = usePanel();
  const request = useSignal(panel.dialog);
  if (request === null) return null;
  const close = () => {
    panel.dialog.set(null);
    returnFocus(request.id);
  };
  if (request.kind === 'remove') return <RemoveDialog id={request.id} onClose={close} />;
  return <ReplaceSecretDialog id={request.id} onClose={close} />;
}

/** To the card's menu, or to the heading when the card is gone. */
function returnFocus(id: string): void {
  requestAnimationFrame(() => {
    const origin = document.querySelector<HTMLElement>(`[data-return="more-${CSS.escape(id)}"]`);
    (origin ?? document.querySelector<HTMLElement>('[data-heading]'))?.focus();
  });
}
