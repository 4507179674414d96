import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderTroubleshooting } from '../../scripts/troubleshooting/render';

test('docs/troubleshooting.md says what the app says (npm run troubleshooting writes it)', () => {
  const written = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
  expect(written).toBe(renderTroubleshooting());
});
