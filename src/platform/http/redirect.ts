import { createHash, timingSafeEqual } from 'node:crypto';

/** The parameter of a redirect; `null` when it is absent, empty or said twice. */
export function onlyValue(url: URL, name: string): string | null {
  const [first, ...more] = url.searchParams.getAll(name);
  return first === undefined || first === '' || more.length > 0 ? null : first;
}

/** In the same time for every wrong answer. */
export function isSameText(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
