import { describe, expect, expectTypeOf, it } from 'vitest';
import { type MigrationsTo, migrate, type Versioned } from '../../../src/platform/state-file/migrate';

describe('bringing a file up to date', () => {
  const steps = {
    1: (file: Versioned) => ({ ...file, version: 2, second: true }),
    2: (file: Versioned) => ({ ...file, version: 3, third: true }),
  };

  it('goes through every version', () => {
    expect(migrate({ version: 1 }, steps, 3)).toEqual({ version: 3, second: true, third: true });
    expect(migrate({ version: 2 }, steps, 3)).toEqual({ version: 3, third: true });
  });

  it('leaves the current version as it is', () => {
    const file = { version: 1 };
    expect(migrate(file)).toBe(file);
  });

  it('refuses a version without a way up, and a step that goes astray', () => {
    expect(() => migrate({ version: 0 })).toThrow(RangeError);
    expect(() => migrate({ version: 1 }, { 1: (file) => file }, 2)).toThrow(RangeError);
  });

  it('wants, by type, a step from each earlier version and from no other', () => {
    expectTypeOf<keyof MigrationsTo<1>>().toEqualTypeOf<never>();
    expectTypeOf<keyof MigrationsTo<2>>().toEqualTypeOf<1>();
    expectTypeOf<keyof MigrationsTo<4>>().toEqualTypeOf<1 | 2 | 3>();
    expectTypeOf(steps).toExtend<MigrationsTo<3>>();
  });
});
