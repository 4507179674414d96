import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/model/connection';
import type { ExportedToken } from '../../../src/core/model/exported-token';
import { type Contents, takeOver } from '../../../src/core/storage/take-over';
import { World } from '../world';

const { keeper } = await new World().signedIn();
const [template] = keeper.connections();
if (!template?.token) throw new Error('no token');
const known: Connection = template;
const { token } = template;
const settings = keeper.settings();

function connection(id: string, change: Partial<Connection> = {}): Connection {
  return { ...known, ...change, id };
}

function contents(connections: readonly Connection[], change: Partial<Contents> = {}): Contents {
  return { connections, removing: [], exportedTokens: [], settings, ...change };
}

const newer = { ...token, generation: token.generation + 1, issuedAt: token.issuedAt + 1 };

function copy(id: string, change: Partial<ExportedToken> = {}): ExportedToken {
  const times = { takenAt: 0, issuedAt: 0, lifetime: 1, replacedAt: null };
  return { id, connectionId: 'a', to: 'file', ...times, salt: 's', digest: id, notificationsRaised: [], ...change };
}

describe('copies that two processes changed', () => {
  const [one, two] = [copy('1'), copy('2')];
  const base = contents([connection('a')], { exportedTokens: [one, two] });
  const merge = (ours: readonly ExportedToken[], theirs: readonly ExportedToken[], change: Partial<Contents> = {}) =>
    takeOver(base, { ...base, exportedTokens: ours, ...change }, { ...base, exportedTokens: theirs });

  it('are there when either has added them, and gone when either has struck them', () => {
    const merged = merge([one, copy('3')], [two, copy('4')]);
    expect(merged.contents.exportedTokens.map(({ id }) => id)).toEqual(['4', '3']);
    expect(merged.differs).toBe(true);
    expect(merge([one, two], [one]).differs).toBe(false);
  });

  it('are replaced once either says so, and told of once', () => {
    const { contents: both } = merge([{ ...one, notificationsRaised: ['30'] }, two], [{ ...one, replacedAt: 5 }, two]);
    expect(both.exportedTokens).toEqual([{ ...one, replacedAt: 5, notificationsRaised: ['30'] }, two]);
  });

  it('go with their connection', () => {
    const merged = merge([], [one, copy('3')], { connections: [], removing: ['a'] });
    expect(merged.contents.exportedTokens).toEqual([]);
  });
});

describe('what another process wrote to the file', () => {
  it('is taken as it is by one that has changed nothing', () => {
    const base = contents([connection('a'), connection('b')]);
    const theirs = contents([connection('b', { name: 'New' }), connection('c')], {
      settings: { ...settings, theme: 'dark' },
    });
    expect(takeOver(base, base, theirs)).toEqual({ contents: theirs, differs: false });
  });

  it('is laid under what was changed here and could not be written', () => {
    const [a, b] = [connection('a'), connection('b')];
    const base = contents([a, b]);
    const ours = contents([{ ...a, name: 'Ours' }, b, connection('new')], {
      settings: { ...settings, theme: 'dark' },
    });
    const theirs = contents([{ ...a, redirectUri: 'http://localhost:1/' }, b], {
      settings: { ...settings, clearClipboardAfter: 1 },
    });
    expect(takeOver(base, ours, theirs)).toEqual({
      contents: contents([{ ...a, name: 'Ours', redirectUri: 'http://localhost:1/' }, b, connection('new')], {
        settings: { ...settings, theme: 'dark', clearClipboardAfter: 1 },
      }),
      differs: true,
    });
  });

  it.each(['ours', 'theirs'])('loses to a newer token, or wins with one: %s is the newer', (side) => {
    const a = connection('a');
    const refreshed = { ...a, token: newer, refreshAt: 1, notificationsRaised: [] };
    const failed = { ...a, trouble: null, notificationsRaised: ['30', '14'], refreshAt: 2 };
    const [ours, theirs] = side === 'ours' ? [refreshed, failed] : [failed, refreshed];
    const { contents: merged } = takeOver(contents([a]), contents([ours]), contents([theirs]));
    expect(merged.connections).toEqual([refreshed]);
  });

  it('does not bring back a notification that either has raised', () => {
    const a = connection('a');
    const ours = contents([{ ...a, notificationsRaised: ['30'] }]);
    const theirs = contents([{ ...a, notificationsRaised: ['14'] }]);
    expect(takeOver(contents([a]), ours, theirs).contents.connections[0]?.notificationsRaised).toEqual(['14', '30']);
  });

  it('loses to a removal here, and a removal there wins over what was changed here', () => {
    const [a, b] = [connection('a'), connection('b')];
    const base = contents([a, b]);
    const ours = contents([{ ...b, name: 'Ours' }], { removing: ['a'] });
    const theirs = contents([{ ...a, token: newer }], { removing: ['b'] });
    expect(takeOver(base, ours, theirs)).toEqual({
      contents: contents([], { removing: ['b', 'a'] }),
      differs: true,
    });
  });

  it('cannot bring back what was removed here to the end: its remains are looked for again', () => {
    const a = connection('a');
    const { contents: merged } = takeOver(contents([a]), contents([]), contents([{ ...a, token: newer }]));
    expect(merged).toEqual(contents([], { removing: ['a'] }));
  });
});
