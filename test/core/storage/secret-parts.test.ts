import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinSecret, MAX_ENTRY_BYTES, readPart, splitSecret } from '../../../src/core/storage/secret-parts';

const secrets = fc.string({ unit: 'grapheme', maxLength: 12_000 });
const join = (entries: readonly string[]) => joinSecret(entries.flatMap((entry) => readPart(entry) ?? []));
const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

test('any text comes back whole from its parts, in any order', () => {
  fc.assert(
    fc.property(secrets, fc.infiniteStream(fc.nat()), (secret, order) => {
      const parts = splitSecret(secret, 7)
        .map((part) => ({ part, rank: order.next().value }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ part }) => part);
      expect(join(parts)).toEqual({ serial: 7, text: secret });
    }),
  );
});

test('no part is larger than the keychain takes, whatever the script of the text', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      for (const part of splitSecret(secret, 7)) expect(bytes(part)).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
    }),
  );
  expect(splitSecret('é'.repeat(10_000), 999_999_999).every((part) => bytes(part) <= MAX_ENTRY_BYTES)).toBe(true);
});

test('a token of 10 KB takes five parts', () => {
  expect(splitSecret('t'.repeat(10 * 1024), 1).length).toBe(5);
});

test('a missing, doubled, foreign or edited part is noticed', () => {
  const parts = splitSecret('a'.repeat(6000), 1);
  const foreign = splitSecret('b'.repeat(6000), 1);
  const [first = '', second = '', third = ''] = parts;
  expect(join([])).toBeNull();
  expect(join([first, second])).toBeNull();
  expect(join([first, second, second])).toBeNull();
  expect(join([first, second, foreign[2] ?? ''])).toBeNull();
  expect(join([first, `${second.slice(0, -1)}b`, third])).toBeNull();
  expect(join([first, second, third])).toEqual({ serial: 1, text: 'a'.repeat(6000) });
  const [, later = ''] = splitSecret('a'.repeat(6000), 2);
  expect(join([first, later, third])).toBeNull();
});

test('what is not a part never joins, and never throws', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (entries) => {
      expect(join(entries)).toBeNull();
    }),
  );
});
