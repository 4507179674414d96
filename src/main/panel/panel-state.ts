import { app } from 'electron';
import type { Keeper } from '../../core/keeper/keeper';
import type { PanelState } from '../../ipc/contract';
import type { ClipboardLease } from '../clipboard/clipboard-lease';
import type { NotificationBoard } from '../notifications/notification-board';
import type { PracticeCloudHost } from '../practice/practice-cloud';
import type { SignIns } from '../sign-in/sign-ins';
import type { SettingsStore } from '../system/settings-store';
import { notificationView, skewView, troubleView, viewsOf } from '../wording/views';
export interface ShownParts {
  readonly keeper: Keeper;
  readonly lease: ClipboardLease;
  readonly notifications: NotificationBoard;
  readonly practice: PracticeCloudHost;
  readonly settings: SettingsStore;
  readonly signIns: SignIns;
}

/** Everything that the panel shows, now. */
export function panelState({ keeper, lease, notifications, practice, settings, signIns }: ShownParts): PanelState {
  const cloud = practice.running;
  return {
    connections: viewsOf(keeper),
    signIns: signIns.views(),
    notifications: notifications.list().map(notificationView),
    settings: settings.current(),
    practice: cloud && { offset: cloud.clock.offset, networkUp: practice.networkUp },
    copied: lease.current(),
    appTrouble: troubleView(keeper.appTrouble()),
    clockSkew: skewView(keeper.clockSkew()),
    version: app.getVersion(),
  };
}
