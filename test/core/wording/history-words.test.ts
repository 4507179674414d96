import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../src/core/model/event';
import { codeOfHandOut, type HandOut } from '../../../src/core/model/hand-out';
import { historyCsv } from '../../../src/core/wording/history-csv';
import { historyInWords, viewHistory } from '../../../src/core/wording/history-words';
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

it('says that an export did not complete, under exported tokens', () => {
  const entry: HistoryEntry = { kind: 'copy', at: NOW, took: 0, code: 'withdrawn', count: 1, last: NOW };
  const words = "Export didn't complete: no token left the app";
  expect(viewHistory([entry], aConnection())).toMatchObject([{ topic: 'export', words }]);
});

it('says how often the same program was given one', () => {
  expect(inWords({ what: 'access-token', to: { program: 'pwsh' } }, 144)).toBe('Access token given to pwsh, 144 times');
});

it.each([
  ['lifetime:30', 'Notification: refresh token expires soon'],
  ['lifetime:0', 'Notification: refresh token has expired'],
  ['sign-in:7', 'Notification: sign-in needed soon'],
  ['credential:14', 'Notification: client secret or certificate expires in 14 days'],
  ['exported:0', 'Notification: exported token has expired'],
  [
    'failure:AADSTS50173',
    'Notification: The refresh token was revoked because the password changed or sessions were revoked. (AADSTS50173)',
  ],
])('says what a notification was about: %s', (code, words) => {
  const entry: HistoryEntry = { kind: 'notification', at: NOW, took: 0, code, count: 1, last: NOW };
  expect(historyInWords(entry, aConnection())).toBe(words);
});

describe('a history as CSV', () => {
  const entry = (change: Partial<HistoryEntry> = {}): HistoryEntry => ({
    ...{ kind: 'refresh', at: NOW, took: 0, code: '', count: 1, last: NOW },
    ...change,
  });
  const linesOf = (...entries: readonly HistoryEntry[]) =>
    historyCsv(viewHistory(entries, aConnection())).split('\r\n');

  it('has a line for each entry, oldest first, with times in UTC, and is known as UTF-8', () => {
    const failed = entry({ kind: 'failure', code: 'network/refused', count: 3, last: NOW + 60_000 });
    const exported = entry({ kind: 'copy', code: 'file' });
    expect(linesOf(entry(), failed, exported)).toEqual([
      '\uFEFFtime,last_time,count,kind,code,what_happened',
      '2026-11-23T12:00:00.000Z,2026-11-23T12:00:00.000Z,1,refresh,,Refreshed',
      '2026-11-23T12:00:00.000Z,2026-11-23T12:01:00.000Z,3,failure,network/refused,' +
        '"The server refused the network connection. (network/refused), 3 times"',
      '2026-11-23T12:00:00.000Z,2026-11-23T12:00:00.000Z,1,export,file,Refresh token exported to a file',
      '',
    ]);
  });

  it.each(['=cmd()', '+1', '-1', '@sum', '\tx', '\rx'])('begins no formula, whatever a code is: %j', (code) => {
    expect(historyCsv(viewHistory([entry({ kind: 'notification', code })], aConnection()))).toContain(`'${code}`);
  });

  it('keeps a name with commas, quotation marks and line feeds in its cell', () => {
    const given = entry({ kind: 'copy', code: codeOfHandOut({ what: 'access-token', to: { program: 'a,"b"\nc' } }) });
    expect(linesOf(given)[1]).toMatch(/,access-token,"access-token:a,""b""\nc","Access token given to a,""b""\nc"$/);
  });
});
