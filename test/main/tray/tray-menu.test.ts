import { describe, expect, it } from 'vitest';
import { restingStatus } from '../../../src/core/expiry/status';
import type { Connection } from '../../../src/core/model/connection';
import { DAY } from '../../../src/core/model/time';
import type { TrayEntry } from '../../../src/main/tray/tray-face';
import { MOST_IN_MENU, trayMenu } from '../../../src/main/tray/tray-menu';
import { type TrayConnection, tooltip, worstStatus } from '../../../src/main/tray/tray-summary';
import { aConnection, aFailure, aTokenWithLeft, aTrouble, NOW } from '../support';

function inTray(change: Partial<Connection>, busy: TrayConnection['busy'] = null): TrayConnection {
  const connection = aConnection(change);
  return { connection, status: busy ? 'working' : restingStatus(connection, NOW), busy, now: NOW };
}

const fine = (name: string) => inTray({ name, token: aTokenWithLeft(88 * DAY) });
const soon = (name: string, days: number) => inTray({ name, token: aTokenWithLeft(days * DAY) });
const expired = (name: string) => inTray({ name, token: aTokenWithLeft(-DAY) });
const locked = aFailure({ code: 'keychain/locked' });

function labels(entries: readonly TrayEntry[]): string[] {
  return entries.map((entry) => (entry.kind === 'separator' ? '-' : entry.label));
}

describe('the tooltip', () => {
  it('names the connection that expires first', () => {
    expect(tooltip([fine('FR'), soon('Contoso DE', 6), fine('UK')], null)).toBe(
      'Partner Token Tray – Contoso DE expires in 6 days',
    );
  });

  it('puts what has expired before what will, and counts the rest', () => {
    expect(tooltip([soon('DE', 6), expired('FR'), soon('UK', 2)], null)).toBe(
      'Partner Token Tray – FR has expired, and 2 more',
    );
  });

  it('says it once when all is well', () => {
    expect(tooltip([fine('DE'), fine('FR')], null)).toBe('Partner Token Tray – All 2 connections are fine');
    expect(tooltip([fine('DE')], null)).toBe('Partner Token Tray – DE is fine, 88 days left');
  });

  it('says that there is nothing yet', () => {
    expect(tooltip([], null)).toBe('Partner Token Tray – No connections yet');
  });

  it('tells a trouble of the whole app before anything but an expiry', () => {
    expect(tooltip([soon('DE', 6)], locked)).toBe('Partner Token Tray – The keychain is locked.');
    expect(tooltip([expired('DE')], locked)).toBe('Partner Token Tray – DE has expired');
  });

  it('says that somebody is needed, and on a line of its own why', () => {
    const trouble = aTrouble(aFailure({ code: 'AADSTS7000222' }));
    expect(tooltip([fine('FR'), inTray({ name: 'DE', trouble }), expired('UK')], null)).toBe(
      'Partner Token Tray – UK has expired, and 1 more',
    );
    expect(tooltip([fine('FR'), inTray({ name: 'DE', trouble })], null)).toBe(
      'Partner Token Tray – DE: action needed\nThe client secret expired.',
    );
  });

  it('fits into what Windows shows', () => {
    const trouble = aTrouble(aFailure({ code: 'AADSTS50173' }));
    expect(tooltip([inTray({ name: 'N'.repeat(60), trouble })], null)).toHaveLength(127);
  });
});

describe('the icon', () => {
  it('shows the most worrying state of any connection', () => {
    expect(worstStatus([fine('A'), soon('B', 6), fine('C')], null)).toBe('soon');
    expect(worstStatus([soon('B', 6), expired('C')], null)).toBe('expired');
    expect(worstStatus([fine('A'), inTray({ name: 'B' }, 'refresh')], null)).toBe('working');
  });

  it('asks for a person when the keychain is locked', () => {
    expect(worstStatus([fine('A')], locked)).toBe('person');
    expect(worstStatus([], locked)).toBe('person');
  });
});

const APP = ['Open Partner Token Tray', 'Add connection…', 'Settings…', '-', 'Quit'];

/** Each with an id of its own. */
function together(...all: readonly TrayConnection[]): readonly TrayConnection[] {
  return all.map((one, at) => ({ ...one, connection: { ...one.connection, id: `${at}` } }));
}

describe('the menu without a connection', () => {
  it('leads to the first one', () => {
    expect(labels(trayMenu([], null))).toEqual(APP);
  });
});

describe('the menu with one connection', () => {
  const menuOf = (one: TrayConnection) => labels(trayMenu([one], null));

  it('nests nothing, and copies first', () => {
    expect(menuOf(fine('DE'))).toEqual([
      'Copy access token – DE',
      '-',
      'DE – 88 days left',
      'Refresh now',
      'Sign in again…',
      '-',
      ...APP,
    ]);
  });

  it('offers what helps when it needs somebody, and no copy that cannot work', () => {
    expect(menuOf(expired('DE')).slice(0, 3)).toEqual(['DE – expired', 'Refresh now', 'Sign in again…']);
    expect(menuOf(inTray({ name: 'DE', token: null })).slice(0, 3)).toEqual([
      'DE – not signed in',
      'Refresh now',
      'Sign in…',
    ]);
    const trouble = aTrouble(aFailure({ code: 'AADSTS7000222' }));
    expect(menuOf(inTray({ name: 'DE', trouble })).slice(0, 5)).toEqual([
      'Copy access token – DE',
      '-',
      'DE – action needed, 90 days left',
      'Replace secret',
      'Refresh now',
    ]);
  });

  it('offers only what can work', () => {
    const enabled = (one: TrayConnection) =>
      trayMenu([one], null).flatMap((entry) =>
        entry.kind === 'command' && entry.enabled && 'id' in entry.command ? [entry.label] : [],
      );
    expect(enabled(fine('DE'))).toHaveLength(4);
    expect(enabled(inTray({ name: 'DE', token: null }))).toEqual(['DE – not signed in', 'Sign in…']);
    expect(enabled(inTray({ name: 'DE' }, 'refresh'))).toEqual(['Copy access token – DE', 'DE – refreshing…']);
    expect(enabled(inTray({ name: 'DE' }, 'sign-in'))).toEqual(['DE – signing in…', 'Sign in again…']);
  });

  it('shows an ampersand in a name instead of taking it for a key', () => {
    expect(menuOf(fine('R&D'))).toEqual(expect.arrayContaining(['Copy access token – R&&D', 'R&&D – 88 days left']));
  });
});

describe('the menu with several', () => {
  const noMfa = (name: string) => inTray({ name, token: { ...aTokenWithLeft(88 * DAY), hasMfa: false } });

  it('copies for the one used last, then has those that need somebody, the worst first, then the others', () => {
    const all = together(fine('DE'), noMfa('FR'), soon('UK', 1), expired('IT'), inTray({ name: 'ES', token: null }));
    expect(labels(trayMenu(all, '0'))).toEqual([
      'Copy access token – DE',
      '-',
      'IT – expired: Sign in',
      'FR – no MFA: Sign in',
      'ES – not signed in: Sign in',
      '-',
      'DE – 88 days left',
      'UK – 24 hours left',
      '-',
      ...APP,
    ]);
  });

  it('does what the card offers first', () => {
    const trouble = aTrouble(aFailure({ code: 'AADSTS7000222' }));
    const [needy] = trayMenu(together(inTray({ name: 'DE', trouble }), fine('FR')), null);
    expect(needy).toMatchObject({
      label: 'DE – action needed, 90 days left: Replace secret',
      command: { kind: 'act', id: '0', remedy: 'replace-secret' },
    });
  });

  it('copies for nobody while none was used, or the one used last is gone or of no use', () => {
    const all = together(fine('DE'), expired('FR'));
    for (const last of [null, '1', 'gone']) expect(labels(trayMenu(all, last))[0]).toBe('FR – expired: Sign in');
  });

  it('has everything else of a connection one step away', () => {
    const submenu = trayMenu(together(fine('DE'), expired('FR')), null).find(({ kind }) => kind === 'submenu');
    expect(submenu?.kind === 'submenu' && labels(submenu.entries)).toEqual([
      'Copy access token',
      'Refresh now',
      'Sign in again…',
      '-',
      'Show in panel',
    ]);
  });

  it('keeps everybody in place while somebody is working on it', () => {
    const busy = { ...expired('FR'), status: 'working', busy: 'refresh' } as const;
    const menu = trayMenu(together(fine('DE'), busy), null);
    expect(menu[0]).toMatchObject({ label: 'FR – refreshing…: Sign in', enabled: false });
  });

  it('shows the worst few of very many, and where the others are', () => {
    const many = [...Array.from({ length: 40 }, (_, index) => soon(`C${index}`, 40 - index / 2)), expired('worst')];
    const shown = labels(trayMenu(together(...many), null));
    expect(shown.filter((label) => label.includes(' – '))).toHaveLength(MOST_IN_MENU);
    expect(shown.slice(0, 3)).toEqual(['worst – expired: Sign in', '-', 'C39 – 21 days left']);
    expect(shown).toContain('Open to see all 41…');
  });

  it('has room for no more than that, however many need somebody', () => {
    const many = Array.from({ length: 40 }, (_, index) => expired(`C${index}`));
    expect(labels(trayMenu(together(...many), null)).filter((label) => label.includes(' – '))).toHaveLength(
      MOST_IN_MENU,
    );
  });
});
