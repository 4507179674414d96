import type { KeeperApi } from '../../core/keeper/keeper-api';
import type { AppNotification } from '../../core/model/notification';
import type { ClipboardLease } from '../clipboard/clipboard-lease';
import { copyAccessToken } from '../clipboard/token-copier';
import type { Announcer } from '../notifications/announcer';
import type { SignIns } from '../sign-in/sign-ins';
import type { AppEvents } from '../system/app-events';
import { type Log, nameOf } from '../system/log';
import { applyRemedy } from './apply-remedy';

export interface DesktopParts {
  readonly keeper: KeeperApi;
  readonly lease: ClipboardLease;
  readonly signIns: SignIns;
  readonly announcer: Announcer;
  readonly events: AppEvents;
  readonly log: Log;
}

/** Does what is asked outside the panel: by the shortcut, in the tray's menu, on a notification. What came of it is said on the desktop. */
export class DesktopRequests {
  constructor(private readonly parts: DesktopParts) {}

  async copy(id: string): Promise<void> {
    const { keeper, lease, announcer } = this.parts;
    const reply = await copyAccessToken(keeper, lease, id);
    if (reply.ok) announcer.copied(id);
    else announcer.failed(id, reply);
  }

  async act(request: Pick<AppNotification, 'connectionId' | 'remedy' | 'registrationPage'>): Promise<void> {
    const { announcer, log } = this.parts;
    const { connectionId } = request;
    try {
      const reply = await applyRemedy(this.parts, request);
      if (!reply.ok) announcer.failed(connectionId, reply);
    } catch (error) {
      log('remedy-fault', { code: nameOf(error), connection: connectionId });
    }
  }
}
