import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SavedState } from '../../../src/core/storage/ports';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { someConnection, stateOf } from './states';
import { temporaryFolder } from './support';

/** Loads a file of this content. */
async function rescue(content: object): Promise<{ rescued: SavedState | null; folder: string; aside: string }> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'connections.json'), JSON.stringify(content));
  const loaded = await createConnectionsFile(folder).load();
  if (loaded.kind !== 'bad') throw new Error(`it was ${loaded.kind}`);
  return { rescued: loaded.rescued, folder, aside: loaded.setAsideAs };
}

const { connections, exportedTokens } = stateOf(3);
const [first, second, third] = connections;

describe('of a connections file in which something is not as it should be', () => {
  it('a connection that is none is left out, and everything else is kept', async () => {
    const { rescued } = await rescue({
      ...stateOf(3),
      unsettled: ['f'.repeat(32), 'evil'],
      connections: [first, { ...second, tenant: '../evil' }, third],
    });
    expect(rescued).toEqual({ connections: [first, third], unsettled: ['f'.repeat(32)], exportedTokens });
  });

  it('a connection is kept when only what the keychain knows, or what is merely remembered, is wrong', async () => {
    const damage = { token: { serial: '3' }, credential: 7, trouble: { failure: 'x' }, learnedLifetime: 'long' };
    const { rescued } = await rescue({
      ...stateOf(1),
      connections: [{ ...first, ...damage, notificationsRaised: null }],
    });
    const lost = { token: null, credential: null, trouble: null, learnedLifetime: null, notificationsRaised: [] };
    expect(rescued?.connections).toEqual([{ ...first, ...lost }]);
  });

  it.each<[string, object, object | null]>([
    ['a trouble of no time', { trouble: { ...first?.trouble, failure: { code: 'x', at: 1e100 } } }, { trouble: null }],
    ['a trouble of the last time there is', { trouble: { ...first?.trouble, since: 8.64e15 } }, { trouble: null }],
    ['a lifetime of a millisecond', { token: { ...first?.token, lifetime: 1 } }, { token: null }],
    ['a lifetime of ages', { token: { ...first?.token, lifetime: 8e15 } }, { token: null }],
    ['a learned lifetime of a millisecond', { learnedLifetime: 1 }, { learnedLifetime: null }],
    [
      'a sign-in that is good for a millisecond',
      { learnedSignInLimit: { reason: 'single-page', span: 1 } },
      { learnedSignInLimit: null },
    ],
    [
      'a secret that expires after all dates',
      { credential: { ...first?.credential, expiresAt: 8e15 } },
      { credential: null },
    ],
    ['an interval of a millisecond', { schedule: { kind: 'every', interval: 1 } }, null],
    ['a refresh after all dates', { refreshAt: 8e15 }, null],
  ])('%s is not believed, and nothing else is set aside for it', async (_, damage, kept) => {
    const { rescued } = await rescue({ ...stateOf(2), connections: [{ ...first, ...damage }, second] });
    expect(rescued?.connections).toEqual(kept ? [{ ...first, ...kept }, second] : [second]);
  });

  it('an exported token that is none is left out, and the others are kept', async () => {
    const { rescued } = await rescue({
      ...stateOf(3),
      exportedTokens: [
        exportedTokens[0],
        { ...exportedTokens[1], digest: 'a whole token '.repeat(9) },
        null,
        exportedTokens[2],
      ],
    });
    expect(rescued?.exportedTokens).toEqual([exportedTokens[0], exportedTokens[2]]);
    expect(rescued?.connections).toHaveLength(3);
  });

  it('a whole list that is missing does not cost the others', async () => {
    const { rescued } = await rescue({ version: 3, connections: 'gone', exportedTokens });
    expect(rescued).toEqual({ connections: [], unsettled: [], exportedTokens });
  });

  it('of two connections with one ID the first is kept', async () => {
    const twin = { ...second, id: someConnection(1).id };
    expect((await rescue({ ...stateOf(1), connections: [first, twin, third] })).rescued?.connections).toEqual([
      first,
      third,
    ]);
  });

  it('nothing is kept when nothing is good', async () => {
    expect((await rescue({ version: 3, connections: [{}], unsettled: 'x' })).rescued).toBeNull();
  });
});

/** A file with anything at all in one place, the list in which that is, and which entries of it that has nothing to do with. */
const damaged = fc.tuple(fc.nat(), fc.option(fc.jsonValue(), { nil: undefined })).map(([at, thing]) => {
  // No two entries share an object, unlike in a structured clone.
  const file: SavedState = JSON.parse(JSON.stringify(stateOf(3)));
  const places: Array<{ readonly path: readonly string[]; readonly damage: () => void }> = [];
  const visit = (node: unknown, path: readonly string[]) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      if (path.length === 0 && key === 'version') continue;
      const damage = () =>
        void (thing === undefined ? Reflect.deleteProperty(node, key) : Reflect.set(node, key, thing));
      places.push({ path: [...path, key], damage });
      visit(Reflect.get(node, key), [...path, key]);
    }
  };
  visit(file, []);
  const place = places[at % places.length];
  place?.damage();
  const [list, index] = place?.path ?? [];
  return { file, list, spared: [0, 1, 2].filter((other) => index !== undefined && index !== String(other)) };
});

it('of a file with anything in one place, everything else is kept', async () => {
  const folder = await temporaryFolder();
  let rescues = 0;
  await fc.assert(
    fc.asyncProperty(damaged, async ({ file, list, spared }) => {
      await writeFile(join(folder, 'connections.json'), JSON.stringify(file));
      const loaded = await createConnectionsFile(folder).load();
      const kept = loaded.kind === 'bad' ? loaded.rescued : loaded.kind === 'loaded' ? loaded.state : null;
      if (loaded.kind === 'bad') rescues += 1;
      const whole = (of: string) => (of === list ? spared : [0, 1, 2]);
      expect(kept?.connections).toEqual(expect.arrayContaining(whole('connections').map((at) => connections[at])));
      expect(kept?.exportedTokens).toEqual(
        expect.arrayContaining(whole('exportedTokens').map((at) => exportedTokens[at])),
      );
    }),
    { numRuns: 300 },
  );
  expect(rescues).toBeGreaterThan(0);
});

it('a file of which something was rescued stands until another is saved, and is set aside as it was', async () => {
  const content = { ...stateOf(1), unsettled: 'x' };
  const { rescued, folder, aside } = await rescue(content);
  expect((await readdir(folder)).sort()).toEqual(['connections.json', aside]);
  const again = await createConnectionsFile(folder).load();
  expect(again).toMatchObject({ kind: 'bad', rescued });
  const file = createConnectionsFile(folder);
  await file.load();
  await file.save(stateOf(1));
  expect(JSON.parse(await readFile(join(folder, aside), 'utf8'))).toEqual(content);
  expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(1) });
});
