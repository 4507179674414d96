import { expect, test } from 'vitest';
import { findConnections, sortByUrgency } from '../../../src/core/expiry/order';
import { DAY } from '../../../src/core/model/time';
import { facts, NOW } from '../../cli/state/facts';

const WANTS_SIGN_IN = {
  statusText: 'Action needed',
  trouble: { code: 'AADSTS50173', what: 'It was revoked.', advice: 'Sign in again.' },
};
const WANTS_SECRET = { code: 'AADSTS7000222', what: 'It has expired.', advice: 'Replace the secret.' };
const CONNECTIONS = [
  facts('Market 10'),
  facts('Market 2'),
  facts('Oslo', { status: 'person', expiresAt: null, account: 'ops@oslo.example', ...WANTS_SIGN_IN }),
  facts('Bergen', { expiresAt: NOW + 89 * DAY, resourceLabel: 'Microsoft Graph', clientId: '9999-8888' }),
  facts('Vardø', {
    status: 'expired',
    statusText: 'Expired',
    expiresAt: NOW - DAY,
    tenant: 'vardo.example',
    cloudLabel: 'China (21Vianet)',
  }),
];
const IN_EACH_STATE = [
  ...CONNECTIONS,
  facts('Tromsø', { status: 'credential-expired', statusText: 'Client secret has expired' }),
  facts('Narvik', { status: 'no-mfa', statusText: 'No MFA: sign in again' }),
  facts('Bodø', { status: 'offline', statusText: 'Offline, retrying in 5 minutes' }),
  facts('Molde', { status: 'soon', statusText: 'Expires in 12 days' }),
  facts('Hamar', { status: 'person', statusText: 'Action needed', trouble: WANTS_SECRET }),
];
const names = (connections: ReadonlyArray<{ readonly name: string }>) => connections.map(({ name }) => name);

test('the most urgent comes first; among equals the one that expires first, then by name as a person counts', () => {
  expect(names(sortByUrgency(CONNECTIONS))).toEqual(['Vardø', 'Oslo', 'Bergen', 'Market 2', 'Market 10']);
});

test('a search finds by name, account, tenant, client ID, cloud or resource, by all words, in any case', () => {
  expect(names(findConnections(CONNECTIONS, 'MARKET'))).toEqual(['Market 10', 'Market 2']);
  expect(names(findConnections(CONNECTIONS, ' 10 market '))).toEqual(['Market 10']);
  expect(names(findConnections(CONNECTIONS, 'ops@oslo'))).toEqual(['Oslo']);
  expect(names(findConnections(CONNECTIONS, 'vardo.ex china'))).toEqual(['Vardø']);
  expect(names(findConnections(CONNECTIONS, 'graph bergen'))).toEqual(['Bergen']);
  expect(names(findConnections(CONNECTIONS, '9999-8888'))).toEqual(['Bergen']);
  expect(names(findConnections(CONNECTIONS, '.*'))).toEqual([]);
  expect(findConnections(CONNECTIONS, ' ')).toHaveLength(CONNECTIONS.length);
});

test.each<[query: string, found: readonly string[]]>([
  ['expired', ['Vardø', 'Tromsø']],
  ['needs sign-in', ['Oslo', 'Vardø', 'Narvik']],
  ['no mfa', ['Narvik']],
  ['needs action', ['Oslo', 'Tromsø', 'Narvik', 'Hamar']],
  ['offline', ['Bodø']],
  ['soon', ['Molde']],
  ['fine market', ['Market 10', 'Market 2']],
  ['90 days left bergen', ['Bergen']],
])('a search for "%s" finds those in that state', (query, found) => {
  expect(names(findConnections(IN_EACH_STATE, query))).toEqual(found);
});
