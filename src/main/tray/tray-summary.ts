import { timeLeft } from '../../core/expiry/lifetime';
import { explain } from '../../core/failures/explain';
import type { Connection } from '../../core/model/connection';
import type { Failure } from '../../core/model/failure';
import { type Busy, STATUSES_BY_WORRY, type Status } from '../../core/model/status';
import { counted, type EpochMs } from '../../core/model/time';
import { nameAndStatus } from '../../core/wording/words';

/** A connection as the tray sees it. `now` is on its own clock. */
export interface TrayConnection {
  readonly connection: Connection;
  readonly status: Status;
  readonly busy: Busy | null;
  readonly now: EpochMs;
}

/** Windows cuts a tooltip after 127 characters. */
const LONGEST_TOOLTIP = 127;
const APP = 'Partner Token Tray';

/** The one picture for all: the most worrying state any connection is in. */
export function worstStatus(all: readonly TrayConnection[], appTrouble: Failure | null): Status {
  const worst = all.reduce<Status>((found, { status }) => (worry(status) > worry(found) ? status : found), 'fine');
  if (appTrouble && worry('person') > worry(worst)) return 'person';
  return all.length === 0 ? 'new' : worst;
}

/** The worst state in words, after the app's name; on lines of their own why somebody has to act. */
export function tooltip(all: readonly TrayConnection[], appTrouble: Failure | null): string {
  return shorten(`${APP} – ${worstInWords(all, appTrouble).join('\n')}`);
}

function worstInWords(all: readonly TrayConnection[], appTrouble: Failure | null): readonly string[] {
  const [worst, ...others] = byWorry(all);
  if (appTrouble && worst?.status !== 'expired') return why(appTrouble, null);
  if (!worst) return ['No connections yet'];
  if (worst.status === 'fine' && others.length > 0) return [`All ${counted(all.length, 'connection')} are fine`];
  const { connection, status, busy, now } = worst;
  const state = nameAndStatus(connection, status, busy, now);
  const more = others.filter((other) => worry(other.status) >= worry('soon')).length;
  const { trouble } = connection;
  return [
    more === 0 ? state : `${state}, and ${more} more`,
    ...(status === 'person' && trouble ? why(trouble.failure, connection) : []),
  ];
}

function why(failure: Failure, connection: Connection | null): readonly string[] {
  const { what, note } = explain(failure, connection);
  return note === undefined ? [what] : [what, note];
}

/** Most worrying first; of the same worry, the one that expires first. */
export function byWorry(all: readonly TrayConnection[]): readonly TrayConnection[] {
  const left = ({ connection, now }: TrayConnection) =>
    connection.token ? timeLeft(connection.token, now) : Number.POSITIVE_INFINITY;
  return all.toSorted((a, b) => worry(b.status) - worry(a.status) || Math.sign(left(a) - left(b)) || 0);
}

function worry(status: Status): number {
  return STATUSES_BY_WORRY.indexOf(status);
}

function shorten(text: string): string {
  return text.length <= LONGEST_TOOLTIP ? text : `${text.slice(0, LONGEST_TOOLTIP - 1)}…`;
}
