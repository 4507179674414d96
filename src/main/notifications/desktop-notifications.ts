import { Notification } from 'electron';
import { REMEDY_LABELS } from '../../core/model/failure';
import type { ShowNotification, ShownNotification } from './notification-board';

/** Electron lets go of a notification that nobody holds, and its click is lost with it. */
const held = new Set<Notification>();

/** Shows a notification as a desktop notification with one button. Where the system has none, only the panel shows it. */
export const showOnDesktop: ShowNotification = (notification, act) =>
  notify(
    {
      id: notification.id,
      groupId: notification.connectionId,
      title: notification.title,
      body: notification.body.join(' '),
      actions: [{ type: 'button', text: REMEDY_LABELS[notification.remedy] }],
      timeoutType: 'never',
    },
    act,
  );

/** Says in passing how something ended that was asked for outside the panel. */
export function sayOnDesktop(title: string, body: string, act: () => void): void {
  notify({ title, body, silent: true }, act);
}

function notify(options: Electron.NotificationConstructorOptions, act: () => void): ShownNotification {
  if (!Notification.isSupported()) return { close: () => undefined };
  const notification = new Notification(options);
  const release = () => held.delete(notification);
  held.add(notification);
  notification.on('click', act);
  notification.on('action', act);
  notification.on('close', release);
  notification.on('failed', release);
  notification.show();
  return {
    close: () => {
      release();
      notification.close();
    },
  };
}
