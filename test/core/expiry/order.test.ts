import { expect, test } from 'vitest';
import { findConnections, sortByUrgency } from '../../../src/core/expiry/order';
import { DAY } from '../../../src/core/model/time';
import { facts, NOW } from '../../cli/state/facts';

const CONNECTIONS = [
  facts('Market 10'),
  facts('Market 2'),
  facts('Oslo', { status: 'person', expiresAt: null, account: 'ops@oslo.example' }),
  facts('Bergen', { expiresAt: NOW + 89 * DAY }),
  facts('Vardø', { status: 'expired', expiresAt: NOW - DAY, tenant: 'vardo.example', cloudLabel: 'China (21Vianet)' }),
];
const names = (connections: ReadonlyArray<{ readonly name: string }>) => connections.map(({ name }) => name);

test('the most urgent comes first; among equals the one that expires first, then by name as a person counts', () => {
  expect(names(sortByUrgency(CONNECTIONS))).toEqual(['Vardø', 'Oslo', 'Bergen', 'Market 2', 'Market 10']);
});

test('a search finds by name, account, tenant or cloud, by all words, in any case', () => {
  expect(names(findConnections(CONNECTIONS, 'MARKET'))).toEqual(['Market 10', 'Market 2']);
  expect(names(findConnections(CONNECTIONS, ' 10 market '))).toEqual(['Market 10']);
  expect(names(findConnections(CONNECTIONS, 'ops@oslo'))).toEqual(['Oslo']);
  expect(names(findConnections(CONNECTIONS, 'vardo.ex china'))).toEqual(['Vardø']);
  expect(names(findConnections(CONNECTIONS, '.*'))).toEqual([]);
  expect(findConnections(CONNECTIONS, ' ')).toHaveLength(CONNECTIONS.length);
});
