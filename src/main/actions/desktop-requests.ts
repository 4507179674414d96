import { app } from 'electron';
import type { NotificationInWords } from '../../core/wording/notification-words';
import type { ClipboardLease } from '../clipboard/clipboard-lease';
import { copyAccessToken } from '../clipboard/token-copier';
import type { Announcer } from '../notifications/announcer';
import type { PanelWindow } from '../panel/panel-window';
import { type Log, nameOf } from '../system/log';
import type { TrayCommand } from '../tray/tray-face';
import { applyRemedy, type RemedyParts } from './apply-remedy';

export interface DesktopParts extends RemedyParts {
  readonly lease: ClipboardLease;
  readonly announcer: Announcer;
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

  async act(request: Pick<NotificationInWords, 'connectionId' | 'remedy' | 'registrationPage'>): Promise<void> {
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

/** Does what was clicked in the tray. */
export function obeyTray(command: TrayCommand, panel: PanelWindow, requests: DesktopRequests): void {
  switch (command.kind) {
    case 'open':
      panel.open();
      break;
    case 'toggle':
      panel.toggle();
      break;
    case 'approach':
      panel.prepare();
      break;
    case 'quit':
      app.quit();
      break;
    case 'show':
      panel.open({ view: 'connections', connectionId: command.id });
      break;
    case 'copy':
      void requests.copy(command.id);
      break;
    case 'add':
    case 'settings':
      panel.open({ view: command.kind });
      break;
    case 'act':
      void requests.act({ connectionId: command.id, remedy: command.remedy });
      break;
  }
}
