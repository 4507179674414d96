import type { NotificationRemedy } from '../../core/model/failure';
import type { ShowRequest } from '../../ipc/contract';

/** What a person has to see in the panel to do what a button says; `null` where the app does it without them, or in a window of its own. */
export function placeOf(remedy: NotificationRemedy, connectionId: string): ShowRequest | null {
  switch (remedy) {
    case 'show-exported-tokens':
      return { view: 'exported-tokens', connectionId };
    case 'replace-secret':
    case 'replace-certificate':
      return { view: 'replace-secret', connectionId };
    case 'add-connection':
      return { view: 'add' };
    case 'edit-connection':
      return { view: 'edit', connectionId };
    case 'wait':
      return { view: 'connections', connectionId };
    default:
      return null;
  }
}
