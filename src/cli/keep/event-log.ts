import { inUtc } from '../../core/model/time';
import { isoTime } from '../output/connection-json';
import { harmless } from '../output/harmless';
import type { Terminal } from '../output/terminal';

/** What `keep` tells while it runs. More may come; none is renamed or removed. */
export type EventName =
  /** It has the folder, and does what is due from now on. */
  | 'started'
  /** It listens for health checks. */
  | 'listening'
  | 'reloaded'
  | 'stopping'
  /** It has given the folder back. */
  | 'stopped'
  | 'signed-in'
  | 'refreshed'
  /** A refresh or a sign-in. */
  | 'failed'
  /** A token went to a program. */
  | 'handed-out'
  /** A person changed something. */
  | 'changed'
  | 'added'
  | 'removed'
  | 'notification'
  /** Something went wrong with the whole keeper. */
  | 'trouble'
  | 'trouble-over'
  /** This computer's clock is wrong. */
  | 'clock'
  | 'clock-right'
  /** A notification didn't get to where it was to go. */
  | 'not-delivered';

export interface Told {
  readonly event: EventName;
  readonly level: 'info' | 'warning' | 'error';
  /** For people. */
  readonly message: string;
  readonly connection?: { readonly id: string; readonly name: string };
  /** A failure's code, a notification's reason, or where a token went. */
  readonly code?: string;
  /** When the refresh token or its sign-in expires, in milliseconds since 1970. */
  readonly expiresAt?: number | null;
  /** When it is refreshed, or tried, next. */
  readonly nextAt?: number | null;
}

export type LogFormat = 'json' | 'text';

/** What happens, a line for each event on standard output. Nothing in it is secret. */
export class EventLog {
  constructor(
    private readonly terminal: Pick<Terminal, 'report'>,
    private readonly format: LogFormat,
  ) {}

  tell(told: Told): void {
    // For people it stands on standard error.
    if (this.format === 'text' && told.event === 'notification') return;
    this.terminal.report(this.format === 'json' ? asJson(told, Date.now()) : asText(told, Date.now()));
  }
}

function asJson({ event, level, message, connection, code, expiresAt, nextAt }: Told, now: number): string {
  return JSON.stringify({
    ...{ time: isoTime(now), level, event, message },
    connection: connection ? { id: connection.id, name: connection.name } : null,
    code: code || null,
    expiresAt: isoTime(expiresAt ?? null),
    nextAt: isoTime(nextAt ?? null),
  });
}

function asText({ event, message, connection, expiresAt, nextAt }: Told, now: number): string {
  const parts = [
    connection ? `${connection.name}: ${message}` : message,
    ...(expiresAt == null ? [] : [`Expires ${inUtc(expiresAt)}.`]),
    ...(nextAt == null ? [] : [`Next ${event === 'failed' ? 'try' : 'refresh'} ${inUtc(nextAt)}.`]),
  ];
  return harmless(`${isoTime(now)} ${parts.join(' ')}`);
}
