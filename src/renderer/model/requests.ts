import type { ConnectionView } from '../../ipc/contract';
import type { ArgumentOf } from '../../ipc/schemas';
import { CLOUDS, type ConnectionSettings, isExchangeClient, type RegistrationPage } from '../../ipc/vocabulary';
import { type Action, act } from './act';
import type { Panel } from './panel';
import { copiedWords } from './time/time-words';

/** Signs in to a connection, in its own way or the one asked for, and says what came of it. */
export function signIn(panel: Panel, id: string, how: Omit<ArgumentOf<'signIn'>, 'id'> = {}) {
  return act(panel, id, () => panel.bridge.signIn({ id, ...how }), {
    done: ({ signedIn }) => `${signedIn ? 'Signed in' : 'Canceled the sign-in'} to ${nameOf(panel, id)}.`,
    failed: 'Not signed in',
  });
}

/** Adds a connection, for a form that `action` belongs to. */
export function addConnection(
  panel: Panel,
  { schedule: _, ...settings }: ConnectionSettings,
  application: ArgumentOf<'addConnection'>['application'],
  action: Action,
) {
  return action.run(() => panel.bridge.addConnection({ ...settings, application }), undefined, 'Not added');
}

/** Its name when that is said: of one that was just added, main has yet to tell. */
function nameOf(panel: Panel, id: string): string {
  return panel.store.view(id)?.name ?? 'the connection';
}

/** Imports a refresh token that was pasted, in place of a sign-in. */
export function importPasted(panel: Panel, id: string, token: string) {
  return act(panel, id, () => panel.bridge.importToken({ id, from: { kind: 'text', text: token } }), {
    done: () => `Imported the refresh token for ${nameOf(panel, id)}.`,
    failed: 'Not imported',
  });
}

/** Refreshes a connection now, from the button that `action` belongs to. */
export function refresh(panel: Panel, { id, name }: ConnectionView, action: Action) {
  return action.run(
    () => panel.bridge.refresh({ id }),
    () => `Refreshed ${name}.`,
    'Not refreshed',
  );
}

/** Copies a connection's access token, for a button or a key that `run` belongs to. */
export function copyAccessToken(panel: Panel, { id }: ConnectionView, { run }: Pick<Action, 'run'>) {
  return run(
    () => panel.bridge.copyAccessToken({ id }),
    ({ clearsAt }) => {
      // The button counts down: that is to be seen where it happened.
      panel.say(copiedWords('Access token', clearsAt));
      return null;
    },
    'Not copied',
  );
}

/** Gives a connection back the settings that its token came with. */
export function restoreSettings(panel: Panel, { id, name }: ConnectionView, action: Action) {
  return action.run(
    () => panel.bridge.restoreSettings({ id }),
    () => `Restored the settings of ${name}.`,
  );
}

/** Tries the keychain again, which is everybody's. */
export function retryKeychain(panel: Panel, action: Action) {
  return action.run(
    () => panel.bridge.retryKeychain(),
    () => 'The keychain is available again.',
  );
}

export function copyRedirectUri(panel: Panel, id: string, action: Action) {
  return action.run(
    () => panel.bridge.copyRedirectUri({ id }),
    () => 'Redirect URI copied.',
    'Not copied',
  );
}

/** Opens the application in the portal, on this page or the one that the connection's state suggests. */
export function openRegistration(panel: Panel, id: string, action: Action, page?: RegistrationPage) {
  return action.run(() => panel.bridge.openAppRegistration({ id, ...(page === undefined ? {} : { page }) }));
}

/** Whether a portal has the application, as far as anybody knows. */
export function hasPortal({ cloud, clientId }: Pick<ConnectionView, 'cloud' | 'clientId'>): boolean {
  return cloud !== 'custom' && CLOUDS[cloud].portal !== null && !isExchangeClient(clientId);
}

/** Starts the practice cloud and leads to its ready-made connection, with what to type on its card. */
export async function startPractice(panel: Panel, action: Action): Promise<void> {
  const reply = await action.run(() => panel.bridge.startPractice());
  if (!reply?.ok) return;
  panel.practiceStart.set(reply.value);
  panel.showConnection(reply.value.id);
  panel.say('The practice cloud is ready. Sign in with the user name, password, and code on the card.');
}
