import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { CURRENT_VERSION, type MigrationsTo, migrate } from '../../../src/platform/files/migrate';
import { SavedStateSchema } from '../../../src/platform/files/schema';
import type { Versioned } from '../../../src/platform/files/versioned';
import { someConnection, stateOf } from './states';

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
    const file = { version: CURRENT_VERSION };
    expect(migrate(file)).toBe(file);
  });

  it('takes a connection of version 1 over, with its secret and nothing lost', () => {
    const { customCloud, signInMethod, credential, resource, ...kept } = someConnection();
    const old = {
      ...stateOf(0),
      version: 1,
      connections: [{ ...kept, resource: 'partner-center', secretGeneration: 1 }],
    };
    const state = v.parse(SavedStateSchema, migrate(old));
    expect(state.connections).toEqual([someConnection()]);
    const without = { ...old, connections: [{ ...kept, resource: 'partner-center', secretGeneration: null }] };
    expect(v.parse(SavedStateSchema, migrate(without)).connections[0]?.credential).toBeNull();
  });

  it('takes a file that knows of no copies for one without any', () => {
    const { exportedTokens, ...before } = stateOf(1);
    expect(exportedTokens).toHaveLength(1);
    expect(v.parse(SavedStateSchema, before).exportedTokens).toEqual([]);
  });

  it('takes a file that knows of no sign-ins for one in which nothing but the window ends a token', () => {
    const { learnedSignInLimit, token, ...rest } = someConnection();
    const { signedIn, signInLimit, ...older } = token ?? {};
    const before = { ...stateOf(0), connections: [{ ...rest, token: older }] };
    const [connection] = v.parse(SavedStateSchema, before).connections;
    expect([learnedSignInLimit, signedIn, signInLimit]).not.toContain(undefined);
    expect(connection).toEqual({ ...rest, token: older, learnedSignInLimit: null });
  });

  it('makes no connection of what is none', () => {
    for (const connections of [undefined, 'x', [null], [{ id: 1 }]])
      expect(v.safeParse(SavedStateSchema, migrate(Object.assign({ version: 1 }, { connections }))).success).toBe(
        false,
      );
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
