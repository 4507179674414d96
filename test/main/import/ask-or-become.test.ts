import { expect, test } from 'vitest';
import { askOrBecome } from '../../../src/main/import/ask-or-become';
import { impostor, newFolder, SECRET, serve, someHandlers } from '../../agent/support';

const ALONE = { ok: true, words: 'Imported alone.' } as const;
const notToBeAsked = async () => {
  throw new Error('there is a keeper');
};

test('an import is done by the keeper when there is one', async () => {
  const folder = await newFolder();
  const handlers = someHandlers();
  await serve(folder, { handlers });
  expect(await askOrBecome(folder, 'Contoso', SECRET, notToBeAsked)).toEqual({
    ok: true,
    words: 'Imported into "Contoso".',
  });
  expect(handlers.imported).toEqual([SECRET]);
});

test('an import is done without help when there is none', async () => {
  expect(await askOrBecome(await newFolder(), 'Contoso', SECRET, async () => ALONE)).toEqual(ALONE);
});

test('what the keeper refuses, or cannot be asked, is not tried again without it', async () => {
  const folder = await newFolder();
  const outcome = { ok: false, code: 1, words: 'Refused.', failure: null } as const;
  const agent = await serve(folder, {
    handlers: someHandlers({ 'import-token': async () => ({ kind: 'import-token', outcome }) }),
  });
  expect(await askOrBecome(folder, 'Contoso', SECRET, notToBeAsked)).toEqual(outcome);
  await agent.close();
  await impostor(folder, (socket) => socket.end('garbage'));
  expect(await askOrBecome(folder, 'Contoso', SECRET, notToBeAsked)).toMatchObject({
    code: 1,
    words: expect.stringMatching(/can't be read/),
  });
});

test('an app that has just started, and holds the folder before it listens, is asked after all', async () => {
  const folder = await newFolder();
  const handlers = someHandlers();
  const outcome = await askOrBecome(folder, 'Contoso', SECRET, async () => {
    await serve(folder, { handlers });
    return 'folder-held';
  });
  expect(outcome).toMatchObject({ ok: true });
  expect(handlers.imported).toEqual([SECRET]);
});

test('an app whose socket is turned off is named, with the way out', async () => {
  expect(await askOrBecome(await newFolder(), 'Contoso', SECRET, async () => 'folder-held')).toMatchObject({
    code: 1,
    words: expect.stringMatching(
      /^Partner Token Tray is running and its socket .* is turned off\. Turn it on in Settings/,
    ),
  });
});
