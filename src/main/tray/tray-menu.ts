import { daysLeft, limitOf, timeLeft } from '../../core/expiry/lifetime';
import { isTokenDead, lookOf, restingStatus } from '../../core/expiry/status';
import { explainTrouble } from '../../core/failures/explain';
import type { Keeper } from '../../core/keeper/keeper';
import { REMEDY_LABELS, type Remedy } from '../../core/model/failure';
import { counted } from '../../core/model/time';
import { type MainButton, mainButtonOf } from '../../core/wording/main-button';
import { leftInWords } from '../../core/wording/words';
import { LINE, OPEN, QUIT, type TrayCommand, type TrayEntry, type TrayFace } from './tray-face';
import { byWorry, type TrayConnection, tooltip, worstStatus } from './tray-summary';

/** More connections than this and a menu no longer fits on a screen. */
export const MOST_IN_MENU = 15;

/**
 * What the tray shows of the keeper's connections.
 * @param lastCopied The connection whose access token was copied last; `null`: none was.
 */
export function trayFaceOf(keeper: Keeper, lastCopied: string | null): TrayFace {
  const trouble = keeper.appTrouble();
  const all = keeper.connections().map(
    (connection): TrayConnection => ({
      connection,
      status: keeper.statusOf(connection),
      busy: keeper.busyOf(connection.id),
      now: keeper.nowFor(connection),
    }),
  );
  return { look: lookOf(worstStatus(all, trouble)), tooltip: tooltip(all, trouble), menu: trayMenu(all, lastCopied) };
}

/** The whole menu: what is done most on top, then whoever needs somebody, then the others. */
export function trayMenu(all: readonly TrayConnection[], lastCopied: string | null): readonly TrayEntry[] {
  const app = [OPEN, entry('Add connection…', { kind: 'add' }), entry('Settings…', { kind: 'settings' })];
  const [one, ...others] = all;
  if (!one) return sections(app, [QUIT]);
  if (others.length === 0) return sections(copyEntries(one), plainEntries(one), app, [QUIT]);
  const last = all.find(({ connection }) => connection.id === lastCopied);
  const isNeedy = (each: TrayConnection) => mainButton(each) !== 'copy';
  const needy = byWorry(all.filter(isNeedy)).slice(0, MOST_IN_MENU);
  const rest = all.filter((each) => !isNeedy(each));
  const fitting = all.length > MOST_IN_MENU ? byWorry(rest).slice(0, MOST_IN_MENU - needy.length) : rest;
  const isCut = needy.length + fitting.length < all.length;
  return sections(
    last ? copyEntries(last) : [],
    needy.map(needyEntry),
    fitting.map(submenuOf),
    isCut ? [entry(`Open to see all ${all.length}…`, { kind: 'open' })] : [],
    app,
    [QUIT],
  );
}

/** What the connection's card offers first. It stays the same while somebody is working on it, and with it the place in the menu. */
function mainButton({ connection, now }: TrayConnection): MainButton {
  const { trouble, application, token } = connection;
  return mainButtonOf({
    status: restingStatus(connection, now),
    trouble: explainTrouble(connection),
    troubleDetails: trouble?.failure ?? null,
    application: application.kind,
    endsWith: token && limitOf(token).kind,
    issuedAt: token?.issuedAt ?? null,
  });
}

/** Copying for the connection that is used most; nothing where that cannot work until somebody has done something else. */
function copyEntries({ connection, busy, now }: TrayConnection): readonly TrayEntry[] {
  const { id, name, token } = connection;
  if (token === null || isTokenDead(connection, now)) return [];
  return [entry(escapeLabel(`Copy access token – ${name}`), { kind: 'copy', id }, busy !== 'sign-in')];
}

/** A connection that needs somebody, with the one thing that helps. */
function needyEntry(needy: TrayConnection): TrayEntry {
  const { id } = needy.connection;
  const main = mainButton(needy);
  if (main === 'copy') return submenuOf(needy);
  const label = `${stateOf(needy)}: ${REMEDY_LABELS[main]}`;
  return entry(escapeLabel(label), { kind: 'act', id, remedy: main }, needy.busy === null);
}

/** The only connection: nothing is nested. */
function plainEntries(only: TrayConnection): readonly TrayEntry[] {
  const { id } = only.connection;
  const main = mainButton(only);
  const usual = usualActions(only);
  const isUsual = main === 'copy' || usual.some(({ remedy }) => remedy === main);
  return [
    entry(escapeLabel(stateOf(only)), { kind: 'show', id }),
    ...(isUsual ? [] : [entry(REMEDY_LABELS[main], { kind: 'act', id, remedy: main }, only.busy === null)]),
    ...usual.map(({ label, remedy, enabled }) => entry(label, { kind: 'act', id, remedy }, enabled)),
  ];
}

function submenuOf(one: TrayConnection): TrayEntry {
  const { id, token } = one.connection;
  const canCopy = token !== null && !isTokenDead(one.connection, one.now) && one.busy !== 'sign-in';
  return {
    kind: 'submenu',
    label: escapeLabel(stateOf(one)),
    entries: [
      entry('Copy access token', { kind: 'copy', id }, canCopy),
      ...usualActions(one).map(({ label, remedy, enabled }) => entry(label, { kind: 'act', id, remedy }, enabled)),
      LINE,
      entry('Show in panel', { kind: 'show', id }),
    ],
  };
}

interface Action {
  readonly label: string;
  readonly remedy: Remedy;
  readonly enabled: boolean;
}

/** What can be done with any connection. */
function usualActions({ connection: { token }, busy }: TrayConnection): readonly Action[] {
  return [
    { label: 'Refresh now', remedy: 'refresh', enabled: token !== null && busy === null },
    { label: token ? 'Sign in again…' : 'Sign in…', remedy: 'sign-in', enabled: busy !== 'refresh' },
  ];
}

/** "Contoso – 88 days left": days where they are the news, otherwise the state. */
function stateOf(one: TrayConnection): string {
  return `${one.connection.name} – ${briefly(one)}`;
}

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

function entry(label: string, command: TrayCommand, enabled = true): TrayEntry {
  return { kind: 'command', label, command, enabled };
}

/** Those that have something in them, with a line between. */
function sections(...all: ReadonlyArray<readonly TrayEntry[]>): readonly TrayEntry[] {
  return all
    .filter((section) => section.length > 0)
    .flatMap((section, at) => (at === 0 ? section : [LINE, ...section]));
}

/** In a menu, a single & marks the key of an entry and disappears. */
function escapeLabel(label: string): string {
  return label.replaceAll('&', '&&');
}
