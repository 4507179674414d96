import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** The rows of the table: a number, a point, and places of the form `file`: `what it says`. */
const rows = [...read('docs/security.md').matchAll(/^\| (\d+) \| (.+?) \| (.+) \|$/gm)].map(
  ([, number, point, by]) => ({
    number: Number(number),
    point,
    places: [...(by ?? '').matchAll(/`([\w./-]+\.\w+)`: `([^`]+)`/g)].map(([, file = '', text = '']) => ({
      file,
      text,
    })),
    byScan: by?.includes('npm test -- electron-scan') ?? false,
  }),
);

test("docs/security.md answers each of Electron's points", () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test.each(rows)('point $number, $point, is where docs/security.md says', ({ places, byScan }) => {
  expect(places.length > 0 || byScan).toBe(true);
  for (const { file, text } of places) expect(read(file)).toContain(text);
});
