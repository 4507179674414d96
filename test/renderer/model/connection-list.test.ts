import { describe, expect, it } from 'vitest';
import type { ConnectionView } from '../../../src/ipc/contract';
import type { Status } from '../../../src/ipc/vocabulary';
import { findConnections } from '../../../src/ipc/vocabulary';
import { countWords, sortConnections, summarize } from '../../../src/renderer/model/connection-list';
import { NEW_VIEW } from '../gallery/fake-tray';

const view = (name: string, status: Status, change: Partial<ConnectionView> = {}): ConnectionView => ({
  ...NEW_VIEW,
  id: name,
  name,
  status,
  ...change,
});
const VIEWS = [
  view('Market 10', 'fine', { expiresAt: 90 }),
  view('Market 2', 'fine', { expiresAt: 50 }),
  view('Oslo', 'expired', { account: 'ops@oslo.example' }),
  view('Bergen', 'person'),
  view('Vardø', 'soon', { tenant: 'vardo.example' }),
];
const names = (views: readonly ConnectionView[]) => views.map(({ name }) => name);

describe('many connections', () => {
  it('come the most urgent first, and among equals the one that expires first', () => {
    const sorted = sortConnections(VIEWS, 'urgency', ({ status }) => status);
    expect(names(sorted)).toEqual(['Oslo', 'Bergen', 'Vardø', 'Market 2', 'Market 10']);
  });

  it('come by name as a person counts, or as they were added', () => {
    expect(names(sortConnections(VIEWS, 'name', ({ status }) => status))).toEqual([
      'Bergen',
      'Market 2',
      'Market 10',
      'Oslo',
      'Vardø',
    ]);
    expect(sortConnections(VIEWS, 'added', ({ status }) => status)).toBe(VIEWS);
  });

  it('are found by name, account or tenant, by all words, in any case', () => {
    expect(names(findConnections(VIEWS, 'MARKET'))).toEqual(['Market 10', 'Market 2']);
    expect(names(findConnections(VIEWS, '  market 10 '))).toEqual(['Market 10']);
    expect(names(findConnections(VIEWS, 'ops@oslo'))).toEqual(['Oslo']);
    expect(names(findConnections(VIEWS, 'vardo.ex'))).toEqual(['Vardø']);
    expect(findConnections(VIEWS, ' ')).toBe(VIEWS);
    expect(findConnections(VIEWS, '.*')).toEqual([]);
  });

  it('are summed up from the least to the most urgent', () => {
    expect(summarize(VIEWS).map(({ words }) => words)).toEqual([
      '2 fine',
      '1 expiring soon',
      '1 needs action',
      '1 expired',
    ]);
    expect(summarize([VIEWS[3] ?? NEW_VIEW, VIEWS[3] ?? NEW_VIEW]).map(({ words }) => words)).toEqual([
      '2 need action',
    ]);
    expect([countWords(1), countWords(12)]).toEqual(['1 connection', '12 connections']);
  });
});
