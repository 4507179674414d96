import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderTroubleshooting } from '../../scripts/troubleshooting/render';
import { FAMILIES } from '../../src/core/failures/catalogue';

test('docs/troubleshooting.md says what the app says (npm run troubleshooting writes it)', () => {
  const written = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
  expect(written).toBe(renderTroubleshooting());
});

test('docs/troubleshooting.md has each code of the catalogue in one row, and can be read in one sitting', () => {
  const rows = renderTroubleshooting()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => (/^\| `([^`]+)` /.exec(row)?.[1] ?? '').split(', '));
  const codes = FAMILIES.flatMap((family) => Object.keys(family.rows));
  expect(named.toSorted()).toEqual(codes.toSorted());
  expect(renderTroubleshooting().length).toBeLessThan(23_000);
});
