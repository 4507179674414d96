import { expect, test } from 'vitest';
import { askOrBecome } from '../../../src/main/import/ask-or-become';
import { impostor, newFolder, SECRET, serve, someHandlers } from '../../agent/support';

const ALONE = { code: 0, words: 'Imported alone.' } as const;
const notToBeAsked = async () => {
  throw new Error('there is a keeper');
};

test('an import is done by the keeper when there is one', async () => {
  const folder = await newFolder();
  const handlers = someHandlers();
  await serve(folder, { handlers });
  expect(await askOrBecome(folder, 'Contoso', SECRET, notToBeAsked)).toEqual({
    code: 0,
    words: 'Imported into "Contoso".',
  });
  expect(handlers.imported).toEqual([SECRET]);
});

test('an import is done without help when there is none', async () => {
  expect(await askOrBecome(await newFolder(), 'Contoso', SECRET, async () => ALONE)).toEqual(ALONE);
});

test('what the keeper refuses, or cannot be asked, is not tried again without it', async () => {
  const folder = await newFolder();
  const outcome = { code: 1, words: 'Refused.' } as const;
  const agent = await serve(folder, {
    handlers: someHandlers({ 'import-token': async () => ({ kind: 'import-token', outcome }) }),
  });
  expect(await askOrBecome(folder, 'Contoso', SECRET, notToBeAsked)).toEqual(outcome);
  await agent.close();
  await impostor(folder, (socket) => socket.end('garbage'));
  expect(await askOrBecome(folder, 'Contoso', SECRET, notToBeAsked)).toEqual({
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
  expect(outcome).toMatchObject({ code: 0 });
  expect(handlers.imported).toEqual([SECRET]);
});

test('an app whose socket is turned off is named, with the way out', async () => {
  expect(await askOrBecome(await newFolder(), 'Contoso', SECRET, async () => 'folder-held')).toEqual({
    code: 1,
    words: expect.stringMatching(
      /^Partner Token Tray is running and its socket .* is turned off\. Turn it on in Settings/,
    ),
  });
});
