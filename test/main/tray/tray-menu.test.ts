import { describe, expect, it } from 'vitest';
import { restingStatus } from '../../../src/core/expiry/status';
import type { Connection } from '../../../src/core/model/connection';
import { DAY } from '../../../src/core/model/time';
import type { TrayEntry } from '../../../src/main/tray/tray-face';
import { MOST_IN_MENU, type TrayConnection, tooltip, trayMenu, worstStatus } from '../../../src/main/tray/tray-menu';
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

describe('the menu', () => {
  it('begins with Open and ends with Quit', () => {
    expect(labels(trayMenu([]))).toEqual(['Open Partner Token Tray', '-', 'Quit']);
  });

  it('lists connections in their order with days left', () => {
    expect(labels(trayMenu([fine('DE'), soon('FR', 1), expired('UK'), inTray({ name: 'IT', token: null })]))).toEqual([
      'Open Partner Token Tray',
      '-',
      'DE – 88 days left',
      'FR – 24 hours left',
      'UK – expired',
      'IT – not signed in',
      '-',
      'Quit',
    ]);
  });

  it('offers only what can work', () => {
    const enabled = (one: TrayConnection) => {
      const entry = trayMenu([one]).find(({ kind }) => kind === 'submenu');
      if (entry?.kind !== 'submenu') throw new Error('no submenu');
      return entry.entries.flatMap((inner) => (inner.kind === 'command' && inner.enabled ? [inner.command.kind] : []));
    };
    expect(enabled(fine('DE'))).toEqual(['copy', 'refresh', 'sign-in', 'show']);
    expect(enabled(inTray({ token: null }))).toEqual(['sign-in', 'show']);
    expect(enabled(expired('DE'))).toEqual(['refresh', 'sign-in', 'show']);
    expect(enabled(inTray({}, 'refresh'))).toEqual(['copy', 'show']);
    expect(enabled(inTray({}, 'sign-in'))).toEqual(['sign-in', 'show']);
  });

  it('shows an ampersand in a name instead of taking it for a key', () => {
    expect(labels(trayMenu([fine('R&D')]))).toContain('R&&D – 88 days left');
  });

  it('shows the worst few of very many, and where the others are', () => {
    const many = Array.from({ length: 40 }, (_, index) => soon(`C${index}`, 40 - index / 2));
    const shown = labels(trayMenu(many));
    expect(shown).toHaveLength(MOST_IN_MENU + 5);
    expect(shown[2]).toBe('C39 – 21 days left');
    expect(shown).toContain('Open to see all 40…');
  });
});
