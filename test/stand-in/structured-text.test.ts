import { describe, expect, it } from 'vitest';
import { fromText, toText } from './runtime/structured-text';

function copy(value: unknown): unknown {
  return fromText(toText(value));
}

describe('structured cloning through text', () => {
  it.each([
    ['text', 'naïve ✓'],
    ['numbers JSON lacks', [Number.NaN, Number.POSITIVE_INFINITY, -0, 1.5]],
    ['nothing and null', [undefined, null]],
    ['big integers', 2n ** 70n],
    ['dates', new Date(1_700_000_000_000)],
    ['invalid dates', new Date(Number.NaN)],
    ['expressions', /a+/giu],
    ['maps and sets', new Map([['k', new Set([1, { deep: true }])]])],
    ['bytes', new Uint8Array([0, 255, 7])],
    ['objects that look like its own marks', { t: 'date', v: 'not a date' }],
    ['a key named __proto__', JSON.parse('{"__proto__": 1}')],
  ])('keeps %s', (_name, value) => {
    expect(copy(value)).toEqual(value);
  });

  it('keeps errors with their kind', () => {
    const back = copy(new RangeError('too far'));
    expect(back).toBeInstanceOf(RangeError);
    expect(String(back)).toBe('RangeError: too far');
  });

  it('keeps cycles and shared parts', () => {
    const shared = { name: 'shared' };
    const value: { self?: unknown; parts: unknown[] } = { parts: [shared, shared] };
    value.self = value;
    const back = copy(value);
    expect(back).toHaveProperty('self', back);
    expect(back).toHaveProperty('parts.0', (back as { parts: unknown[] }).parts[1]);
  });

  it('keeps large bytes', () => {
    const bytes = new Uint8Array(100_000).map((_, index) => index);
    const back = copy(bytes);
    expect(back instanceof Uint8Array && Buffer.compare(back, bytes)).toBe(0);
  });

  it.each([
    ['functions', () => 1],
    ['symbols', Symbol('x')],
    ['promises', Promise.resolve()],
    ['weak maps', new WeakMap()],
  ])('refuses %s', (_name, value) => {
    expect(() => toText({ value })).toThrow('An object could not be cloned.');
  });
});
