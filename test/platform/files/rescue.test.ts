import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RescuedState } from '../../../src/core/storage/ports';
import { createStateFile } from '../../../src/platform/files/connections-file';
import { someConnection, stateOf } from './states';
import { temporaryFolder } from './support';

/** Loads a file of this content. */
async function rescue(content: object): Promise<{ rescued: RescuedState | null; folder: string; aside: string }> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'connections.json'), JSON.stringify(content));
  const loaded = await createStateFile({ folder }).load();
  if (loaded.kind !== 'bad') throw new Error(`it was ${loaded.kind}`);
  return { rescued: loaded.rescued, folder, aside: loaded.setAsideAs };
}

const { connections, exportedTokens, settings } = stateOf(3);
const [first, second, third] = connections;

describe('of a connections file in which something is not as it should be', () => {
  it('a connection that is none is left out, and everything else is kept', async () => {
    const { rescued } = await rescue({
      ...stateOf(3),
      removing: ['f'.repeat(32), 'evil'],
      connections: [first, { ...second, tenant: '../evil' }, third],
    });
    expect(rescued).toEqual({ connections: [first, third], removing: ['f'.repeat(32)], exportedTokens, settings });
  });

  it('a connection is kept when only what the keychain knows, or what is merely remembered, is wrong', async () => {
    const damage = { token: { generation: '3' }, credential: 7, trouble: { failure: 'x' }, learnedLifetime: 'long' };
    const { rescued } = await rescue({
      ...stateOf(1),
      connections: [{ ...first, ...damage, notificationsRaised: null }],
    });
    const lost = { token: null, credential: null, trouble: null, learnedLifetime: null, notificationsRaised: [] };
    expect(rescued?.connections).toEqual([{ ...first, ...lost }]);
  });

  it('a copy that is none and a setting that is none are left out, and the others are kept', async () => {
    const { rescued } = await rescue({
      ...stateOf(3),
      exportedTokens: [
        exportedTokens[0],
        { ...exportedTokens[1], digest: 'a whole token '.repeat(9) },
        null,
        exportedTokens[2],
      ],
      settings: { ...settings, theme: 'pink' },
    });
    expect(rescued?.exportedTokens).toEqual([exportedTokens[0], exportedTokens[2]]);
    expect(rescued?.settings).toEqual({ clearClipboardAfter: 60_000, copyShortcut: null, agentSocket: true });
    expect(rescued?.connections).toHaveLength(3);
  });

  it('a whole list that is missing does not cost the others', async () => {
    const { rescued } = await rescue({ version: 2, connections: 'gone', exportedTokens });
    expect(rescued).toEqual({ connections: [], removing: [], exportedTokens, settings: {} });
  });

  it('of two connections with one ID the first is kept', async () => {
    const twin = { ...second, id: someConnection(1).id };
    expect((await rescue({ ...stateOf(1), connections: [first, twin, third] })).rescued?.connections).toEqual([
      first,
      third,
    ]);
  });

  it('what is good of one of version 1 is kept', async () => {
    const { customCloud, signInMethod, credential, resource, ...kept } = someConnection();
    const old = { ...kept, resource: 'partner-center', secretGeneration: 1 };
    const { rescued } = await rescue({ version: 1, connections: [old, { ...old, id: 'x' }], removing: [], settings });
    expect(rescued?.connections).toEqual([someConnection()]);
  });

  it('nothing is kept when nothing is good', async () => {
    expect((await rescue({ version: 2, connections: [{}], settings: { theme: 1 } })).rescued).toBeNull();
  });
});

it('a file of which something was rescued stands until another is saved, and is set aside as it was', async () => {
  const content = { ...stateOf(1), removing: 'x' };
  const { rescued, folder, aside } = await rescue(content);
  expect((await readdir(folder)).sort()).toEqual(['connections.json', aside]);
  const again = await createStateFile({ folder }).load();
  expect(again).toMatchObject({ kind: 'bad', rescued });
  const file = createStateFile({ folder });
  await file.load();
  await file.save(stateOf(1));
  expect(JSON.parse(await readFile(join(folder, aside), 'utf8'))).toEqual(content);
  expect(await file.load()).toEqual({ kind: 'loaded', state: stateOf(1) });
});
