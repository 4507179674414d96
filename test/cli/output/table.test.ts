import { expect, test } from 'vitest';
import { type Column, formatFacts, formatTable, WHOLE } from '../../../src/cli/output/table';

const piped = { width: null, paint: (text: string) => text };
const COLUMNS: readonly Column[] = [
  { heading: 'Name' },
  { heading: 'Expires', least: WHOLE },
  { heading: 'Account' },
  { heading: 'Cloud', canGo: true },
];
const ROWS = [
  ['Contoso', '2027-02-27 (90 days)', 'automation@contoso.example', 'Global'],
  ['株式会社コントソ', '2026-12-01 (2 days)', 'ops@contoso.example', 'China (21Vianet)'],
];

test('a table has neither lines nor trailing spaces, and wide characters keep its columns straight', () => {
  expect(formatTable(COLUMNS, ROWS, piped).split('\n')).toEqual([
    'Name              Expires               Account                     Cloud',
    'Contoso           2027-02-27 (90 days)  automation@contoso.example  Global',
    '株式会社コントソ  2026-12-01 (2 days)   ops@contoso.example         China (21Vianet)',
  ]);
});

test('on a narrow terminal the widest cells are cut, those that count are not, and what can go goes', () => {
  expect(formatTable(COLUMNS, ROWS, { ...piped, width: 64 }).split('\n')).toEqual([
    'Name          Expires               Account        Cloud',
    'Contoso       2027-02-27 (90 days)  automation@c…  Global',
    '株式会社コ…   2026-12-01 (2 days)   ops@contoso.…  China (21Via…',
  ]);
  expect(formatTable(COLUMNS, ROWS, { ...piped, width: 50 }).split('\n')).toEqual([
    'Name           Expires               Account',
    'Contoso        2027-02-27 (90 days)  automation@c…',
    '株式会社コン…  2026-12-01 (2 days)   ops@contoso.…',
  ]);
});

test('what a server named cannot steer the terminal', () => {
  const text = formatTable([{ heading: 'Account' }], [['a\u001b[2Jb\u202ec\nd']], piped);
  expect(text).toBe('Account\na\ufffd[2Jb\ufffdc\ufffdd');
});

test('colors take no room', () => {
  const paint = (text: string) => `\u001b[31m${text}\u001b[39m`;
  const [, row = ''] = formatTable(COLUMNS.slice(0, 2), [[{ text: 'Contoso', tone: 'bad' }, 'soon']], {
    width: null,
    paint,
  }).split('\n');
  expect(row).toBe('\u001b[31mContoso\u001b[39m  soon');
});

test('facts stand below each other, and a long one goes on below itself', () => {
  const facts = [
    ['State', 'Action needed'],
    ['Problem', 'Somebody changed the password. Sign in again.'],
  ] as const;
  expect(formatFacts(facts, { ...piped, width: 32 }).split('\n')).toEqual([
    'State    Action needed',
    'Problem  Somebody changed the',
    '         password. Sign in',
    '         again.',
  ]);
  expect(formatFacts(facts, piped).split('\n')).toHaveLength(2);
});
