import { REMEDY_LABELS } from '../../core/model/failure';
import type { NotificationView } from '../../ipc/contract';
import type { OpenNotification } from './notification-board';

/** What the panel shows of a notification. */
export function notificationView(open: OpenNotification): NotificationView {
  const { id, connectionId, title, body, remedy, worry, at } = open;
  return { id, connectionId, title, body: body.join(' '), actionLabel: REMEDY_LABELS[remedy], worry, at };
}
