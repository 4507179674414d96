import { act } from './act';
import { APP, type Panel } from './panel';

/** Opens the sign-in window for a connection and says what came of it. */
export function signIn(panel: Panel, id: string, consent = false) {
  const name = panel.store.view(id)?.name ?? 'The connection';
  const request = consent ? { id, consent } : { id };
  return act(
    panel,
    id,
    () => panel.bridge.signIn(request),
    ({ signedIn }) => (signedIn ? `${name} is signed in.` : `Signing in to ${name} was cancelled.`),
  );
}

/** Starts the practice cloud and shows its ready-made connection with what to type. */
export async function startPractice(panel: Panel): Promise<void> {
  const reply = await act(panel, APP, () => panel.bridge.startPractice());
  if (!reply.ok) return;
  panel.practiceStart.set(reply.value);
  panel.view.set({ kind: 'connections' });
  panel.target.set(reply.value.id);
  panel.say('The practice cloud is ready. Sign in with the user name, password and code on the card.');
}
