import { notificationReason } from '../../../core/expiry/notifications';
import { explain } from '../../../core/failures/explain';
import type { Connection } from '../../../core/model/connection';
import type { AppNotification } from '../../../core/model/event';
import type { Failure, NotificationRemedy } from '../../../core/model/failure';
import { nameInCommand } from '../../../core/setup/commands';
import { inWords } from '../../../core/wording/notification-words';

/** A notification for somebody who isn't at this computer. Nothing in it is secret. */
export interface Message {
  /** The same for every try to deliver it. */
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly time: string;
  /** `lifetime:7`, `sign-in:7`, `failure:AADSTS50173`, `credential:14`, `exported:30`, `trouble:file/unwritable`. */
  readonly reason: string;
  readonly title: string;
  /** What happened and what to do, in sentences. */
  readonly message: string;
  /** The command that helps; `null`: there is none. */
  readonly command: string | null;
  readonly connection: {
    readonly id: string;
    readonly name: string;
    readonly tenant: string;
    readonly cloud: string;
  } | null;
}

export function messageOf(notification: AppNotification): Message {
  const { id, connection, at } = notification;
  const { title, body, remedy } = inWords(notification);
  const { name, tenant, cloud } = connection;
  return {
    ...{ id, title, message: body.join(' ') },
    time: new Date(at).toISOString(),
    reason: notificationReason(notification),
    command: commandFor(remedy, connection),
    connection: { id: connection.id, name, tenant, cloud },
  };
}

/** Of something that is wrong with the whole keeper. */
export function troubleMessage(trouble: Failure): Message {
  const { what, advice, note } = explain(trouble, null);
  return {
    id: `keeper/${trouble.at}/${trouble.code}`,
    time: new Date(trouble.at).toISOString(),
    reason: `trouble:${trouble.code}`,
    title: 'Partner Token Tray: action needed',
    message: [what, advice, ...(note === undefined ? [] : [note])].join(' '),
    command: null,
    connection: null,
  };
}

const COMMANDS: Partial<Readonly<Record<NotificationRemedy, readonly [string, ...string[]]>>> = {
  'sign-in': ['sign-in'],
  'sign-in-with-consent': ['sign-in', ' --consent'],
  'sign-in-in-browser': ['sign-in'],
  'replace-secret': ['edit', ' --secret-stdin'],
  'replace-certificate': ['edit', ' --certificate FILE'],
  'edit-connection': ['edit'],
  refresh: ['refresh'],
  'show-exported-tokens': ['exported'],
};

function commandFor(remedy: NotificationRemedy, connection: Connection): string | null {
  const [command, options = ''] = COMMANDS[remedy] ?? [];
  if (command === undefined) return null;
  // Only a public client can have a code, which needs no browser here.
  const code = command === 'sign-in' && connection.application.kind === 'public' ? ' --device-code' : '';
  return `partner-token ${command} ${nameInCommand(connection)}${code}${options}`;
}
