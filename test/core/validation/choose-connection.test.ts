import { expect, test } from 'vitest';
import type { Connection } from '../../../src/core/model/connection';
import { chooseConnection } from '../../../src/core/validation/choose-connection';
import { World } from '../world';

const { keeper } = await new World().signedIn();
const [template] = keeper.connections();
if (!template) throw new Error('no connection');
const known: Connection = template;

function named(...names: readonly string[]): Connection[] {
  return names.map((name, index) => ({ ...known, name, id: `${index}`.repeat(32) }));
}

/** The position of the chosen one, or why there is none. */
function choice(connections: readonly Connection[], wanted: string): number | string {
  const found = chooseConnection(connections, wanted);
  return found.kind === 'chosen' ? connections.indexOf(found.connection) : found.kind;
}

test('a connection is meant by its name, with capitals or without, or by its id', () => {
  const connections = named('Contoso', 'Fabrikam Österreich');
  expect(choice(connections, 'Contoso')).toBe(0);
  expect(choice(connections, ' contoso ')).toBe(0);
  expect(choice(connections, 'FABRIKAM ÖSTERREICH')).toBe(1);
  expect(choice(connections, '1'.repeat(32))).toBe(1);
});

test('a part of a name, or nothing, means none', () => {
  const connections = named('Contoso', 'Contoso Europe');
  expect(choice(connections, 'Conto')).toBe('unknown');
  expect(choice(connections, '')).toBe('unknown');
  expect(choice([], 'Contoso')).toBe('unknown');
});

test('of names that differ in capitals only, one that is written just so is meant, and else it is not clear which', () => {
  const connections = named('Contoso', 'CONTOSO', 'Fabrikam', 'Fabrikam');
  expect(choice(connections, 'CONTOSO')).toBe(1);
  expect(choice(connections, 'contoso')).toBe('ambiguous');
  expect(choice(connections, 'Fabrikam')).toBe('ambiguous');
  expect(chooseConnection(connections, 'contoso')).toMatchObject({ among: [{ name: 'Contoso' }, { name: 'CONTOSO' }] });
});
