/**
 * Whether two messages from main say the same. Plain data only (objects, arrays, primitives): what crosses the bridge is always
 * a new copy, so identity says nothing.
 */
export function saysTheSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && saysTheSame(value, right.get(key)))
  );
}
