import { daysLeft, timeLeft } from '../../core/expiry/lifetime';
import { isTokenDead, lookOf } from '../../core/expiry/status';
import { explain } from '../../core/failures/explain';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import type { Failure } from '../../core/model/failure';
import type { Busy } from '../../core/model/status';
import { STATUSES_BY_WORRY, type Status } from '../../core/model/status';
import { counted, type EpochMs } from '../../core/model/time';
import { leftInWords, nameAndStatus } from '../../core/wording/words';
import { EMPTY_MENU, type TrayCommand, type TrayEntry, type TrayFace } from './tray-face';

/** A connection as the tray sees it. `now` is on its own clock. */
export interface TrayConnection {
  readonly connection: Connection;
  readonly status: Status;
  readonly busy: Busy | null;
  readonly now: EpochMs;
}

/** More than this and a menu no longer fits on a screen. */
export const MOST_IN_MENU = 15;

/** Windows cuts a tooltip after 127 characters. */
const LONGEST_TOOLTIP = 127;
const APP = 'Partner Token Tray';

/** What the tray shows of the keeper's connections. */
export function trayFaceOf(keeper: Keeper): TrayFace {
  const trouble = keeper.appTrouble();
  const all = keeper.connections().map(
    (connection): TrayConnection => ({
      connection,
      status: keeper.statusOf(connection),
      busy: keeper.busyOf(connection.id),
      now: keeper.nowFor(connection),
    }),
  );
  return { look: lookOf(worstStatus(all, trouble)), tooltip: tooltip(all, trouble), menu: trayMenu(all) };
}

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

/** The whole menu. "Open" comes first: on some Linux desktops a click on the icon only ever opens the menu. */
export function trayMenu(all: readonly TrayConnection[]): readonly TrayEntry[] {
  if (all.length === 0) return EMPTY_MENU;
  const shown = all.length > MOST_IN_MENU ? byWorry(all).slice(0, MOST_IN_MENU) : all;
  const more = all.length > shown.length ? [command(`Open to see all ${all.length}…`, { kind: 'open' })] : [];
  const [open, line, quit] = EMPTY_MENU;
  return [open, line, ...shown.map(submenuOf), ...more, line, quit];
}

function submenuOf({ connection, status, busy, now }: TrayConnection): TrayEntry {
  const { id, token } = connection;
  const free = busy === null;
  return {
    kind: 'submenu',
    label: escapeLabel(`${connection.name} – ${briefly({ connection, status, busy, now })}`),
    entries: [
      command(
        'Copy access token',
        { kind: 'copy', id },
        token !== null && !isTokenDead(connection, now) && busy !== 'sign-in',
      ),
      command('Refresh now', { kind: 'refresh', id }, token !== null && free),
      command(token ? 'Sign in again…' : 'Sign in…', { kind: 'sign-in', id }, busy !== 'refresh'),
      { kind: 'separator' },
      command('Show in panel', { kind: 'show', id }),
    ],
  };
}

/** Days left where that is the news, otherwise the state. */
function briefly({ connection, status, busy, now }: TrayConnection): string {
  const { token } = connection;
  if (status === 'working') return busy === 'sign-in' ? 'signing in…' : 'refreshing…';
  if (status === 'new' || !token) return status === 'person' ? 'action needed' : 'not signed in';
  if (status === 'expired') return 'expired';
  if (isTokenDead(connection, now)) return 'action needed';
  const left = daysLeft(token, now) >= 2 ? counted(daysLeft(token, now), 'day') : leftInWords(timeLeft(token, now));
  if (status === 'person') return `action needed, ${left} left`;
  if (status === 'no-mfa') return 'no MFA';
  if (status === 'credential-expired')
    return connection.application.kind === 'certificate' ? 'certificate expired' : 'client secret expired';
  return status === 'offline' ? `${left} left, offline` : `${left} left`;
}

function command(label: string, command: TrayCommand, enabled = true): TrayEntry {
  return { kind: 'command', label, command, enabled };
}

/** Most worrying first; of the same worry, the one that expires first. */
function byWorry(all: readonly TrayConnection[]): readonly TrayConnection[] {
  const left = ({ connection, now }: TrayConnection) =>
    connection.token ? timeLeft(connection.token, now) : Number.POSITIVE_INFINITY;
  return all.toSorted((a, b) => worry(b.status) - worry(a.status) || Math.sign(left(a) - left(b)) || 0);
}

function worry(status: Status): number {
  return STATUSES_BY_WORRY.indexOf(status);
}

/** In a menu, a single & marks the key of an entry and disappears. */
function escapeLabel(label: string): string {
  return label.replaceAll('&', '&&');
}

function shorten(text: string): string {
  return text.length <= LONGEST_TOOLTIP ? text : `${text.slice(0, LONGEST_TOOLTIP - 1)}…`;
}
