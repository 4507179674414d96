import { expect, test } from 'vitest';
import { search, sortByUrgency } from '../../../src/cli/state/order';
import { DAY } from '../../../src/core/model/time';
import { facts, NOW } from './facts';

const CONNECTIONS = [
  facts('Market 10'),
  facts('Market 2'),
  facts('Oslo', { status: 'person', expiresAt: null, account: 'ops@oslo.example' }),
  facts('Bergen', { expiresAt: NOW + 89 * DAY }),
  facts('Vardø', { status: 'expired', expiresAt: NOW - DAY, tenant: 'vardo.example', cloudLabel: 'China (21Vianet)' }),
];
const names = (connections: typeof CONNECTIONS | ReturnType<typeof search>) => connections.map(({ name }) => name);

test('the most urgent comes first; among equals the one that expires first, then by name as a person counts', () => {
  expect(names(sortByUrgency(CONNECTIONS))).toEqual(['Vardø', 'Oslo', 'Bergen', 'Market 2', 'Market 10']);
});

test('a search finds by name, account, tenant or cloud, by all words, in any case', () => {
  expect(names(search(CONNECTIONS, 'MARKET'))).toEqual(['Market 10', 'Market 2']);
  expect(names(search(CONNECTIONS, ' 10 market '))).toEqual(['Market 10']);
  expect(names(search(CONNECTIONS, 'ops@oslo'))).toEqual(['Oslo']);
  expect(names(search(CONNECTIONS, 'vardo.ex china'))).toEqual(['Vardø']);
  expect(names(search(CONNECTIONS, '.*'))).toEqual([]);
  expect(search(CONNECTIONS, ' ')).toHaveLength(CONNECTIONS.length);
});
