import { expect, test } from 'vitest';
import { readKeys } from '../../../src/cli/prompts/hidden-keys';

const pasted = (text: string) => `\x1b[200~${text}\x1b[201~`;

test('what is typed counts from Enter on, with what was taken back', () => {
  expect(readKeys('abc')).toEqual({ text: 'abc', end: null });
  expect(readKeys('abx\x7fc\r')).toEqual({ text: 'abc', end: 'enter' });
  expect(readKeys('wrong\x15right\n')).toEqual({ text: 'right', end: 'enter' });
  expect(readKeys('\x7fa\u{1f511}\x7f\r')).toEqual({ text: 'a', end: 'enter' });
});

test('what is pasted may have line breaks, and even the keys that end a question', () => {
  expect(readKeys(pasted('one\r\ntwo\rthree\n\x03'))).toEqual({ text: 'one\ntwo\nthree\n\x03', end: null });
  expect(readKeys(`${pasted('one\rtwo')}\r`)).toEqual({ text: 'one\ntwo', end: 'enter' });
  expect(readKeys('\x1b[200~one\rtwo')).toEqual({ text: 'one\ntwo', end: null });
});

test('from a terminal that does not say what is pasted, more lines are known as such', () => {
  expect(readKeys('one\rtwo\r')).toEqual({ text: 'one', end: 'several-lines' });
  expect(readKeys('one\r\n')).toEqual({ text: 'one', end: 'enter' });
});

test('Ctrl+C and Ctrl+D leave nothing of what was typed', () => {
  expect(readKeys('abc\x03')).toEqual({ text: '', end: 'canceled' });
  expect(readKeys('abc\x04')).toEqual({ text: '', end: 'closed' });
});

test('keys that type nothing are left out, also while only their beginning is there', () => {
  expect(readKeys('a\x1b[D\x1b[1;5Cb\x1bOP\x1b[3~\x00\x01\r')).toEqual({ text: 'ab', end: 'enter' });
  for (const beginning of ['\x1b', '\x1b[', '\x1b[20', '\x1b[200']) expect(readKeys(`a${beginning}`).text).toBe('a');
});
