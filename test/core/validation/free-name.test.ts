import { expect, test } from 'vitest';
import { freeName } from '../../../src/core/validation/free-name';

test('a name that is taken gets a number, and names are compared without case', () => {
  expect(freeName('Practice', [])).toBe('Practice');
  expect(freeName('Practice', ['practice', 'Contoso'])).toBe('Practice 2');
  expect(freeName('Practice', ['Practice', 'Practice 2', 'practice 3'])).toBe('Practice 4');
});
