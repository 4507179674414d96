import { app } from 'electron';
import type { PanelWindow } from '../panel/panel-window';
import type { TrayCommand } from '../tray/tray-entry';
import type { DesktopRequests } from './desktop-requests';

/** Does what was clicked in the tray. */
export function obeyTray(command: TrayCommand, panel: PanelWindow, requests: DesktopRequests): void {
  switch (command.kind) {
    case 'open':
      panel.open();
      break;
    case 'toggle':
      panel.toggle();
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
    case 'refresh':
    case 'sign-in':
      void requests.act({ connectionId: command.id, remedy: command.kind });
      break;
  }
}
