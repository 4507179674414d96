import { expect, test } from 'vitest';
import { CHANGED, tellsOfChange } from '../../../src/main/system/second-instance';

test('a second instance tells of a change, or was started by a person', () => {
  expect(tellsOfChange(JSON.parse(JSON.stringify(CHANGED)))).toBe(true);
  for (const said of [undefined, null, {}, 'changed', { changed: 'yes' }]) expect(tellsOfChange(said)).toBe(false);
});
