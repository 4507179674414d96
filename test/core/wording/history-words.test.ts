import { expect, it } from 'vitest';
import type { HistoryEntry } from '../../../src/core/model/event';
import { codeOfHandOut, type HandOut } from '../../../src/core/model/hand-out';
import { historyInWords } from '../../../src/core/wording/history-words';
import { aConnection, NOW } from '../../main/support';

const inWords = (handOut: HandOut, count = 1) => {
  const entry: HistoryEntry = { kind: 'copy', at: NOW, took: 0, code: codeOfHandOut(handOut), count, last: NOW };
  return historyInWords(entry, aConnection());
};

it.each<[HandOut, string]>([
  [{ what: 'access-token', to: 'clipboard' }, 'Access token copied'],
  [{ what: 'access-token', to: { program: 'pwsh' } }, 'Access token given to pwsh'],
  [{ what: 'refresh-token', to: 'clipboard' }, 'Refresh token exported to the clipboard'],
  [{ what: 'refresh-token', to: 'program' }, 'Refresh token exported to a program'],
  [{ what: 'refresh-token', to: { program: 'pwsh' } }, 'Refresh token exported to pwsh'],
])('says where a token went: %j', (handOut, words) => {
  expect(inWords(handOut)).toBe(words);
});

it('is not deceived by a program that has the name of another place', () => {
  for (const program of ['', 'file', 'key-vault', 'program:x', 'access-token:x']) {
    expect(inWords({ what: 'access-token', to: { program } })).toBe(`Access token given to ${program}`);
    expect(inWords({ what: 'refresh-token', to: { program } })).toBe(`Refresh token exported to ${program}`);
  }
});

it('says how often the same program was given one', () => {
  expect(inWords({ what: 'access-token', to: { program: 'pwsh' } }, 144)).toBe('Access token given to pwsh, 144 times');
});
