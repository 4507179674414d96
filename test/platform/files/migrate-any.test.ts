import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { migrate } from '../../../src/platform/files/migrate';
import { rescueState } from '../../../src/platform/files/rescue';
import { SavedStateSchema } from '../../../src/platform/files/schema';

const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const text = fc.string({ maxLength: 40 });
const hex = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((all) => all.join(''));
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });

const token = fc.record({
  generation: fc.integer({ min: 1, max: 1e6 }),
  issuedAt: time,
  lifetime: time,
  account: fc.record({ username: text, objectId: text, tenantId: text }),
  hasMfa: orNull(fc.boolean()),
});

const trouble = fc.record({
  failure: fc.record({
    kind: fc.constantFrom('transient', 'person', 'setup'),
    code: text,
    what: text,
    advice: text,
    remedy: fc.constantFrom('sign-in', 'replace-secret', 'retry-keychain', 'wait'),
    at: time,
  }),
  since: time,
  attempts: fc.nat(),
  retryAt: orNull(time),
});

/** A connection as version 1 of the app wrote it. */
const connection = fc.record({
  id: hex(32),
  createdAt: time,
  name: fc.string({ minLength: 1, maxLength: 60 }),
  cloud: fc.constantFrom('global', 'us-government', 'china', 'practice'),
  tenant: fc.constantFrom('contoso.onmicrosoft.com', 'a9911ca7-0000-4000-8000-00000000a991', 'contoso.example'),
  clientId: fc.uuid(),
  application: fc.constant({ kind: 'secret' }),
  resource: fc.constant('partner-center'),
  redirectUri: fc.constantFrom('http://localhost:8400/', 'https://contoso.example/back'),
  schedule: fc.oneof(
    fc.record({ kind: fc.constant('every'), interval: fc.integer({ min: 3_600_000, max: 30 * 86_400_000 }) }),
    fc.constant({ kind: 'remind-only' }),
  ),
  token: orNull(token),
  secretGeneration: orNull(fc.integer({ min: 1, max: 1e6 })),
  trouble: orNull(trouble),
  learnedLifetime: orNull(time),
  refreshAt: orNull(time),
  notificationsRaised: fc.array(text, { maxLength: 5 }),
});

const file = fc.record({
  version: fc.constant(1),
  connections: fc.uniqueArray(connection, { maxLength: 5, selector: ({ id }) => id }),
  removing: fc.array(hex(32), { maxLength: 3 }),
  settings: fc.record({
    clearClipboardAfter: fc.integer({ min: 5000, max: 600_000 }),
    copyShortcut: orNull(
      fc.record({ accelerator: fc.constantFrom('F9', 'CommandOrControl+Alt+T'), connectionId: hex(32) }),
    ),
    theme: fc.constantFrom('system', 'light', 'dark'),
  }),
});

/** The same with anything at all in one place of it. */
const damagedFile = fc.tuple(file, fc.nat(), fc.jsonValue()).map(([whole, at, thing]) => {
  const places: Array<(thing: unknown) => void> = [];
  const damaged: typeof whole = structuredClone(whole);
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      if (node === damaged && key === 'version') continue;
      places.push(
        (put) => Reflect.set(node, key, put),
        () => Reflect.deleteProperty(node, key),
      );
      visit(Reflect.get(node, key));
    }
  };
  visit(damaged);
  places[at % places.length]?.(thing);
  return damaged;
});

test('every whole file of version 1 becomes one of version 2, with each ID, token, secret and setting', () => {
  fc.assert(
    fc.property(file, (old) => {
      const state = v.parse(SavedStateSchema, migrate(old));
      expect(state.version).toBe(2);
      expect(state.connections.map(({ id, token }) => ({ id, token }))).toEqual(
        old.connections.map(({ id, token }) => ({ id, token })),
      );
      expect(state.connections.map(({ credential }) => credential?.generation ?? null)).toEqual(
        old.connections.map(({ secretGeneration }) => secretGeneration),
      );
      for (const [index, { resource, secretGeneration, ...kept }] of old.connections.entries())
        expect(state.connections[index]).toMatchObject(kept);
      expect([state.removing, state.settings, state.exportedTokens]).toEqual([
        old.removing,
        { ...old.settings, agentSocket: true },
        [],
      ]);
    }),
  );
});

test('any file of version 1 becomes a valid one of version 2, with each ID and token, or is refused', () => {
  let taken = 0;
  let refused = 0;
  fc.assert(
    fc.property(damagedFile, (old) => {
      const state = v.safeParse(SavedStateSchema, migrate(old));
      if (!state.success) {
        refused += 1;
        return;
      }
      taken += 1;
      expect(state.output.connections.map(({ id }) => id)).toEqual(old.connections.map(({ id }) => id));
      for (const [index, { token }] of old.connections.entries()) {
        const { generation, issuedAt, lifetime, account } = token ?? {};
        const kept = state.output.connections[index]?.token;
        expect([kept?.generation, kept?.issuedAt, kept?.lifetime, kept?.account.username]).toEqual([
          generation,
          issuedAt,
          lifetime,
          account?.username,
        ]);
      }
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(taken, refused)).toBeGreaterThan(0);
});

test('of a file of version 1 with anything in one place, every other connection is rescued', () => {
  fc.assert(
    fc.property(damagedFile, file, (damaged, { connections: good }) => {
      const { connections: list } = damaged;
      const bad = Array.isArray(list) ? list.filter((one) => !good.some(({ id }) => id === one?.id)) : [];
      const rescued = rescueState(migrate({ ...damaged, ...{ connections: [...bad, ...good] } }));
      const ids = rescued?.connections.map(({ id }) => id) ?? [];
      expect(ids).toEqual(expect.arrayContaining(good.map(({ id }) => id)));
    }),
  );
});

test('to bring a file up to date twice is to do it once', () => {
  fc.assert(
    fc.property(damagedFile, (old) => {
      const once = migrate(old);
      expect(migrate(once)).toEqual(once);
      const state = v.safeParse(SavedStateSchema, once);
      if (!state.success) return;
      expect(v.parse(SavedStateSchema, migrate(JSON.parse(JSON.stringify(state.output))))).toEqual(state.output);
    }),
  );
});
