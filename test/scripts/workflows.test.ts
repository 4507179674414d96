import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const WORKFLOWS = resolve(import.meta.dirname, '../../.github/workflows');

/** A tag can be moved to other code, a commit can't. The version behind it is for people, and for what proposes updates. */
test('workflows use actions by commit, and say of which version', () => {
  const uses = readdirSync(WORKFLOWS).flatMap((file) =>
    [...readFileSync(join(WORKFLOWS, file), 'utf8').matchAll(/^[ -]*uses: *(.*)$/gm)].map(([, action]) => action),
  );
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w/.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
