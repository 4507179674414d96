import type { PanelPatch, SignInView } from '../../ipc/contract';
import { spelled } from './code-words';
import type { Panel } from './panel';

/** Says once, for screen readers, what an open sign-in asks of the person. Called before the patch is applied. */
export function tellSignIns(panel: Panel, patch: PanelPatch): void {
  const before = new Map(panel.store.rest()?.signIns.map((open) => [open.connectionId, open]));
  for (const open of patch.rest?.signIns ?? []) {
    const name = panel.store.view(open.connectionId)?.name ?? 'the connection';
    const words = wordsFor(open, name);
    const known = before.get(open.connectionId);
    if (words !== null && (known === undefined || wordsFor(known, name) !== words)) panel.say(words);
  }
}

function wordsFor({ method, deviceCode, browserFailed, blocked }: SignInView, name: string): string | null {
  if (blocked !== null) return `${name}: ${blocked.what} ${blocked.advice}`;
  if (browserFailed) return `Couldn't open a browser to sign in to ${name}. Copy the address and open it in a browser.`;
  if (deviceCode !== null)
    return `To sign in to ${name}, enter the code ${spelled(deviceCode.userCode)} at ${deviceCode.verificationUri}.`;
  return method === 'system-browser' ? `Continue in your browser to sign in to ${name}.` : null;
}
