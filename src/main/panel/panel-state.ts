import { app } from 'electron';
import type { Keeper } from '../../core/keeper/keeper';
import { KEYCHAIN } from '../../core/wording/notification-groups';
import type { PanelState } from '../../ipc/contract';
import type { Batch } from '../batch/batch';
import type { ClipboardLease } from '../clipboard/clipboard-lease';
import type { NotificationBoard } from '../notifications/notification-board';
import { notificationView } from '../notifications/notification-view';
import type { PracticeCloudHost } from '../practice/practice-cloud';
import type { SignIns } from '../sign-in/sign-ins';
import type { SettingsStore } from '../system/settings-store';
import { skewView, troubleView, viewsOf } from '../wording/views';
export interface ShownParts {
  readonly batch: Batch;
  readonly keeper: Keeper;
  readonly lease: ClipboardLease;
  readonly notifications: NotificationBoard;
  readonly practice: PracticeCloudHost;
  readonly settings: SettingsStore;
  readonly signIns: SignIns;
}

/** More than anybody reads: these are the worst, and the others follow as they are dealt with. */
const MOST_LISTED = 50;

/** Everything that the panel shows, now. */
export function panelState(parts: ShownParts): PanelState {
  const { batch, keeper, lease, notifications, practice, settings, signIns } = parts;
  const cloud = practice.running;
  const trouble = keeper.appTrouble();
  // That the keychain refuses is on top already, with the same button.
  const isTold = trouble?.code.startsWith('keychain/') === true;
  const listed = notifications.list().filter(({ cause }) => !(isTold && cause === KEYCHAIN));
  return {
    connections: viewsOf(keeper),
    signIns: signIns.views(),
    notifications: listed.slice(0, MOST_LISTED).map(notificationView),
    moreNotifications: Math.max(0, listed.length - MOST_LISTED),
    settings: settings.current(),
    practice: cloud && { offset: cloud.clock.offset, networkUp: practice.networkUp },
    copied: lease.current(),
    batch: batch.current(),
    appTrouble: troubleView(trouble),
    clockSkew: skewView(keeper.clockSkew()),
    version: app.getVersion(),
  };
}
