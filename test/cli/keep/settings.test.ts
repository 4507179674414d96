import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Settings } from '../../../src/cli/keep/settings';

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'keep-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const write = (text: string) => writeFile(join(folder, 'settings.json'), text);
  return { settings: new Settings(folder), write };
}

it('lets programs have tokens where nobody has set anything', async () => {
  const { settings } = await aFolder();
  expect(await settings.read()).toBe(true);
  expect(settings.current).toMatchObject({ agentSocket: true, tokenRequests: 'allow' });
});

it('that cannot be read may have been stricter, so programs have no tokens', async () => {
  const { settings, write } = await aFolder();
  await write('{"tokenRequests":"nev');
  expect(await settings.read()).toBe(false);
  expect(settings.current).toMatchObject({ agentSocket: true, tokenRequests: 'ask' });
});

it('that cannot be read anymore count as they were', async () => {
  const { settings, write } = await aFolder();
  await write('{"tokenRequests":"never","theme":"dark"}');
  expect(await settings.read()).toBe(true);
  await write('nonsense');
  expect(await settings.read()).toBe(false);
  expect(settings.current.tokenRequests).toBe('never');
});
