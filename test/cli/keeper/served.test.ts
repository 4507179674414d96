import { expect, test } from 'vitest';
import { askKeeper } from '../../../src/agent/client';
import { startLab } from '../support/cli';

test('a command that keeps the folder gives access tokens to others, but no refresh token: it has nobody to ask', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const stop = await lab.startKeeper();
  const ask = { wanted: 'Contoso', processId: process.pid } as const;
  const given = await askKeeper(lab.dataFolder, { ...ask, kind: 'access-token', validFor: 0, resource: null });
  expect(given).toMatchObject({ answer: { outcome: { ok: true } } });
  expect(await askKeeper(lab.dataFolder, { ...ask, kind: 'export', to: 'program' })).toMatchObject({
    answer: { outcome: { ok: false, code: 1, words: expect.stringContaining("can't ask you") } },
  });
  expect(await askKeeper(lab.dataFolder, { kind: 'exported', wanted: 'Contoso' })).toMatchObject({
    answer: { outcome: { exportedTokens: [] } },
  });
  expect(await askKeeper(lab.dataFolder, { kind: 'history', wanted: 'Contoso' })).toMatchObject({
    answer: {
      outcome: {
        entries: expect.arrayContaining([
          expect.objectContaining({ words: expect.stringMatching(/^Access token given to node, started by \S/) }),
        ]),
      },
    },
  });
  await stop();
});
