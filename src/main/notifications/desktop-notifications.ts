import { Notification } from 'electron';

/** Electron lets go of a notification that nobody holds, and its click is lost with it. */
const held = new Set<Notification>();

/** What is shown until a person does something about it. */
export interface Toast {
  readonly title: string;
  readonly body: string;
  /** The words on its one button. */
  readonly button: string;
  /** It says more of what was told already. */
  readonly isSilent: boolean;
}

export interface ShownToast {
  close(): void;
}

/** Shows a toast. `act` is called when the person clicks it or its button, `closed` when they or the system put it away. */
export type ShowToast = (toast: Toast, act: () => void, closed: () => void) => ShownToast;

/** Shows it as a desktop notification. Where the system has none, only the panel shows what it says. */
export const showOnDesktop: ShowToast = ({ title, body, button, isSilent }, act, closed) =>
  notify(
    { title, body, actions: [{ type: 'button', text: button }], timeoutType: 'never', silent: isSilent },
    act,
    closed,
  );

/** Says in passing how something ended that was asked for outside the panel. */
export function sayOnDesktop(title: string, body: string, act: () => void): void {
  notify({ title, body, silent: true }, act, () => undefined);
}

function notify(options: Electron.NotificationConstructorOptions, act: () => void, closed: () => void): ShownToast {
  if (!Notification.isSupported()) return { close: () => undefined };
  const notification = new Notification(options);
  const release = () => {
    if (held.delete(notification)) closed();
  };
  held.add(notification);
  notification.on('click', act);
  notification.on('action', act);
  notification.on('close', release);
  notification.on('failed', release);
  notification.show();
  return {
    close: () => {
      held.delete(notification);
      notification.close();
    },
  };
}
