import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/core/connection';
import { type Contents, takeOver } from '../../src/core/take-over';
import { World } from './world';

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
  return { connections, removing: [], settings, ...change };
}

const newer = { ...token, generation: token.generation + 1, issuedAt: token.issuedAt + 1 };

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
    const refreshed = { ...a, token: newer, refreshAt: 1, noticesRaised: [] };
    const failed = { ...a, trouble: null, noticesRaised: ['30', '14'], refreshAt: 2 };
    const [ours, theirs] = side === 'ours' ? [refreshed, failed] : [failed, refreshed];
    const { contents: merged } = takeOver(contents([a]), contents([ours]), contents([theirs]));
    expect(merged.connections).toEqual([refreshed]);
  });

  it('does not bring back a notice that either has raised', () => {
    const a = connection('a');
    const ours = contents([{ ...a, noticesRaised: ['30'] }]);
    const theirs = contents([{ ...a, noticesRaised: ['14'] }]);
    expect(takeOver(contents([a]), ours, theirs).contents.connections[0]?.noticesRaised).toEqual(['14', '30']);
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
