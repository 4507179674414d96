import { randomUUID } from 'node:crypto';
import { app } from './app';
import { createEvent } from './events';
import { Double, refuseOtherStatics } from './refusal';
import { standIn } from './stand-in';

type Supported =
  | 'actions'
  | 'body'
  | 'close'
  | 'closeButtonText'
  | 'groupId'
  | 'groupTitle'
  | 'hasReply'
  | 'id'
  | 'replyPlaceholder'
  | 'show'
  | 'silent'
  | 'sound'
  | 'subtitle'
  | 'timeoutType'
  | 'title'
  | 'toastXml'
  | 'urgency';

/** A notification nobody sees; every one that was shown is in `standIn.notifications`. */
class NotificationBase extends Double implements Pick<Electron.Notification, Supported> {
  readonly id: string;
  readonly groupId: string;
  readonly groupTitle: string;
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  hasReply: boolean;
  replyPlaceholder: string;
  sound: string;
  urgency: Electron.Notification['urgency'];
  timeoutType: Electron.Notification['timeoutType'];
  actions: Electron.NotificationAction[];
  closeButtonText: string;
  toastXml: string;
  /** Whether it is on the screen now. */
  isShown = false;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super('Notification');
    if (!app.isElectronReady()) throw new Error('Cannot create Notification before app is ready');
    this.id = options.id ?? randomUUID();
    this.groupId = options.groupId ?? '';
    this.groupTitle = options.groupTitle ?? '';
    this.title = options.title ?? '';
    this.subtitle = options.subtitle ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.hasReply = options.hasReply ?? false;
    this.replyPlaceholder = options.replyPlaceholder ?? '';
    this.sound = options.sound ?? '';
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.actions = options.actions ?? [];
    this.closeButtonText = options.closeButtonText ?? '';
    this.toastXml = options.toastXml ?? '';
  }

  show(): void {
    if (this.isShown) this.close();
    this.isShown = true;
    standIn.notifications.push(this);
    setImmediate(() => {
      if (this.isShown) this.emit('show', createEvent({}));
    });
  }

  close(): void {
    // Electron lets go of it first: on Linux its own `close()` says nothing to anybody.
    this.isShown = false;
  }
}

type Statics = Pick<typeof Electron.Notification, 'isSupported' | 'removeAll'>;

const statics: Statics = {
  isSupported: () => standIn.notificationsSupported,
  removeAll: () => {
    for (const notification of standIn.notifications) notification.close();
  },
};

export const Notification = refuseOtherStatics('Notification', Object.assign(NotificationBase, statics));
