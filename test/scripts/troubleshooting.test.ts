import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderTroubleshooting, withCodes } from '../../scripts/troubleshooting/render';
import { FAMILIES } from '../../src/core/failures/catalogue';

const written = (page: string) => readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');

test('the docs say what the app says (npm run troubleshooting writes it)', () => {
  expect(written('troubleshooting.md')).toBe(renderTroubleshooting());
  expect(written('key-vault.md')).toBe(withCodes('key-vault.md', written('key-vault.md')));
});

test('the docs have each code of the catalogue in one row of its page, and that of most can be read in one sitting', () => {
  const namedIn = (page: string) => {
    const rows = written(page)
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    return rows.flatMap((row) => (/^\| `([^`]+)` /.exec(row)?.[1] ?? '').split(', '));
  };
  const codesOf = (page?: string) =>
    FAMILIES.flatMap((family) => (family.page === page ? Object.keys(family.rows) : []));
  expect(namedIn('troubleshooting.md').toSorted()).toEqual(codesOf().toSorted());
  expect(
    namedIn('key-vault.md')
      .filter((code) => code.startsWith('vault/'))
      .toSorted(),
  ).toEqual(codesOf('key-vault.md').toSorted());
  expect(renderTroubleshooting().length).toBeLessThan(23_000);
});
