import { writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { askKeeper } from '../../../src/agent/client';
import type { Failure } from '../../../src/core/model/failure';
import { keeperAgent } from '../../../src/main/agent/keeper-agent';
import { handlersOf } from '../../agent/some-handlers';
import { newFolder, serve } from '../../agent/support';
import { World } from '../../core/world';
import { aFailure } from '../support';

const FOREIGN = `1.AXoA-from-elsewhere-${'y'.repeat(800)}`;
const WHO = { kind: 'who' } as const;
const NOBODY = { kind: 'nobody' };

async function anAgent(options: { trouble?: () => Failure | null } = {}) {
  const dataFolder = await newFolder();
  const world = new World();
  const { keeper, id } = await world.connected();
  const { trouble } = options;
  if (trouble) Object.assign(keeper, { appTrouble: trouble });
  const told: string[] = [];
  const setting = { isOn: true };
  const agent = keeperAgent({
    dataFolder,
    keeper,
    isWanted: () => setting.isOn,
    handlers: handlersOf(keeper),
    log: (event, detail) => void told.push(`${event} ${detail?.code}`),
  });
  onTestFinished(() => agent.close());
  return { agent, dataFolder, keeper, id, setting, told };
}

test("an import that is asked for comes into the app's own keeper", async () => {
  const { agent, dataFolder, keeper, id } = await anAgent();
  await agent.follow();
  const request = { kind: 'import-token', wanted: 'contoso', refreshToken: FOREIGN } as const;
  expect(await askKeeper(dataFolder, request)).toMatchObject({ kind: 'reply', answer: { outcome: { ok: true } } });
  expect(keeper.find(id)?.token?.account.username).toBe('ada@contoso.com');
});

test('who holds the folder is told', async () => {
  const { agent, dataFolder } = await anAgent();
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toMatchObject({
    kind: 'reply',
    answer: { processId: process.pid, appVersion: '1.2.3' },
  });
});

test('the setting turns it off and on at once', async () => {
  const { agent, dataFolder, setting } = await anAgent();
  setting.isOn = false;
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toEqual(NOBODY);
  setting.isOn = true;
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toMatchObject({ kind: 'reply' });
  setting.isOn = false;
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toEqual(NOBODY);
});

test('however fast the setting is turned, the last one counts', async () => {
  const { agent, dataFolder, setting } = await anAgent();
  for (const agentSocket of [false, true, false, true]) {
    setting.isOn = agentSocket;
    void agent.follow();
  }
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toMatchObject({ kind: 'reply' });
});

test('it listens only while its keeper holds the folder, and leaves the socket of the one that does', async () => {
  let trouble: Failure | null = aFailure({ code: 'folder/busy' });
  const { agent, dataFolder } = await anAgent({ trouble: () => trouble });
  const holder = await serve(dataFolder);
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toMatchObject({ kind: 'reply', answer: { processId: 42 } });
  await holder.close();
  trouble = null;
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toMatchObject({ kind: 'reply', answer: { processId: process.pid } });
});

test('a folder in which it cannot listen is logged, and harms nothing', async () => {
  const { agent, dataFolder, told } = await anAgent();
  await writeFile(`${dataFolder}/agent`, '');
  await agent.follow();
  expect(told).toEqual(['agent-not-served NoPlaceError']);
  await agent.close();
});

test('once closed it stays closed', async () => {
  const { agent, dataFolder } = await anAgent();
  await agent.follow();
  await agent.close();
  await agent.follow();
  expect(await askKeeper(dataFolder, WHO)).toEqual(NOBODY);
});
