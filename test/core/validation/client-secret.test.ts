import { expect, test } from 'vitest';
import { secretProblem, secretWarning } from '../../../src/core/validation/client-secret';

const GUID = '11111111-2222-3333-4444-555555555555';
const SECRET = 'abc8Q~made.up_value-of_usual.length12345';

test('a secret as the portal makes it is fine', () => {
  expect([secretProblem(SECRET), secretWarning(` ${SECRET}\n`)]).toEqual([null, null]);
  expect(secretProblem('  ')).toContain('Enter the client secret');
  expect(secretProblem('x'.repeat(3000))).not.toContain('xxx');
});

test.each([
  ['\u200b', 'zero-width space (U+200B)'],
  ['\u00ad', 'soft hyphen (U+00AD)'],
  ['\u2060', 'character (U+2060)'],
  ['\u00a0', 'no-break space (U+00A0)'],
  ['\u202e', 'character (U+202E)'],
  ['\u3164', 'character (U+3164)'],
  ['\n', 'character (U+000A)'],
])('an invisible character in it is named: %j', (character, name) => {
  const problem = secretProblem(`abc8Q${character}~made.up`);
  expect(problem).toBe(`The secret contains an invisible ${name}. Copy it again.`);
});

test.each([
  ['abc8Q~made\u2013up', 'en dash (U+2013)'],
  ['abc8Q\u02dcmade-up', 'small tilde (U+02DC)'],
  ['abc8Q~made\u2014up', 'em dash (U+2014)'],
  ['abc8Q\uff5emade-up', 'fullwidth tilde (U+FF5E)'],
  ['Kennw\u00f6rter', 'character (U+00F6)'],
  ['Abc******', 'masked'],
  ['\u2022\u2022\u2022\u2022', 'masked'],
  ['abc********************', 'masked'],
  ['\u25cf\u25cf\u25cf\u25cf\u25cf\u25cf\u25cf\u25cf', 'masked'],
  [`"${SECRET}"`, 'quotation marks'],
  [`'${SECRET}'`, 'quotation marks'],
  [`\u201c${SECRET}\u201d`, 'quotation marks'],
  ['part one', 'space'],
  [GUID, 'Secret ID'],
  [GUID.toUpperCase(), 'Secret ID'],
  [` ${GUID} `, 'Secret ID'],
])('what is unusual is said, and bars nothing: %s', (secret, words) => {
  expect(secretProblem(secret)).toBeNull();
  expect(secretWarning(secret)).toContain(words);
  expect(secretWarning(secret)).not.toContain(secret.trim());
});
