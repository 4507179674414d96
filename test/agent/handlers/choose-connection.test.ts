import { expect, test } from 'vitest';
import { connectionsNamed } from '../../../src/agent/handlers/choose-connection';
import type { Connection } from '../../../src/core/model/connection';
import { World } from '../../core/world';

const { keeper } = await new World().signedIn();
const [template] = keeper.connections();
if (!template) throw new Error('no connection');
const known: Connection = template;

function named(...names: readonly string[]): Connection[] {
  return names.map((name, index) => ({ ...known, name, id: `${index}`.repeat(32) }));
}

/** The position of the chosen one, or why there is none. */
function choice(connections: readonly Connection[], wanted: string): number | string {
  const [found, ...others] = connectionsNamed(connections, wanted);
  if (!found) return 'unknown';
  return others.length === 0 ? connections.indexOf(found) : 'ambiguous';
}

test('a connection is meant by its name, with capitals or without, or by its id', () => {
  const connections = named('Contoso', 'Fabrikam Österreich');
  expect(choice(connections, 'Contoso')).toBe(0);
  expect(choice(connections, ' contoso ')).toBe(0);
  expect(choice(connections, 'FABRIKAM ÖSTERREICH')).toBe(1);
  expect(choice(connections, '1'.repeat(32))).toBe(1);
});

test('nothing, and what no name begins with, means none; what several begin with, all of them', () => {
  const connections = named('Contoso', 'Contoso Europe');
  expect(choice(connections, 'Conto')).toBe('ambiguous');
  expect(choice(connections, '')).toBe('unknown');
  expect(choice([], 'Contoso')).toBe('unknown');
});

test('of names that differ in capitals only, one that is written just so is meant, and else it is not clear which', () => {
  const connections = named('Contoso', 'CONTOSO', 'Fabrikam', 'Fabrikam');
  expect(choice(connections, 'CONTOSO')).toBe(1);
  expect(choice(connections, 'contoso')).toBe('ambiguous');
  expect(choice(connections, 'Fabrikam')).toBe('ambiguous');
  expect(connectionsNamed(connections, 'contoso')).toMatchObject([{ name: 'Contoso' }, { name: 'CONTOSO' }]);
});
