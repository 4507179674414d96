import { describe, expect, it } from 'vitest';
import { ClipboardLease } from '../../../src/main/clipboard/clipboard-lease';
import { tokenHandlers } from '../../../src/main/handlers/token-handlers';
import { GONE } from '../../../src/main/wording/replies';
import { World } from '../../core/world';
import { HandTimers } from '../support';

const unused = () => {
  throw new Error('not asked for here');
};

async function setUp(content?: string) {
  const world = new World();
  const { keeper, id } = await world.connected();
  const clipboard = { writeSecret: unused, readText: unused, clear: unused };
  const lease = new ClipboardLease(clipboard, { now: () => 0 }, new HandTimers(), () => 0, unused);
  let dialogs = 0;
  const files = {
    askForFiles: async () => {
      dialogs += 1;
      return content === undefined ? [] : [{ name: 'token.txt', content: Buffer.from(content) }];
    },
  };
  const adapters = { probe: unused, readVault: unused, applicationToken: unused };
  return { handlers: tokenHandlers(keeper, lease, adapters, files), id, world, dialogs: () => dialogs };
}

describe('an import from a file', () => {
  it('asks for the file', async () => {
    const { handlers, id, dialogs } = await setUp();
    expect(await handlers.importToken({ id, from: { kind: 'file' } })).toEqual({
      ok: true,
      value: { imported: false, note: null },
    });
    expect(dialogs()).toBe(1);
  });

  it('into a connection that does not exist opens no dialog', async () => {
    const { handlers, dialogs } = await setUp();
    expect(await handlers.importToken({ id: '0'.repeat(32), from: { kind: 'file' } })).toEqual(GONE);
    expect(dialogs()).toBe(0);
  });

  const TOKEN = `1.AXoA-from-elsewhere-${'y'.repeat(800)}`;

  it.each([
    `{"refresh_token": "${TOKEN}"}`,
    `\ufeffrefresh_token=${TOKEN}\r\n`,
    `$token = @{ RefreshToken = '${TOKEN}' }`,
  ])('takes the token out of it, and says so: %.18s', async (content) => {
    const { handlers, id, world } = await setUp(content);
    expect(await handlers.importToken({ id, from: { kind: 'file' } })).toEqual({
      ok: true,
      value: { imported: true, note: 'Only the refresh token in this text is used.' },
    });
    expect(world.redeemed).toEqual([TOKEN]);
  });

  it.each([
    ['https://contoso.vault.azure.net/secrets/partner', 'Key Vault address'],
    ['01000000d08c9ddf0115d1118c7a00c04fc297eb'.repeat(9), 'SecureString'],
  ])('names what is in it instead, and sends nothing: %.18s', async (content, words) => {
    const { handlers, id, world } = await setUp(content);
    expect(await handlers.importToken({ id, from: { kind: 'file' } })).toMatchObject({
      ok: false,
      what: expect.stringContaining(words),
    });
    expect(world.redeemed).toEqual([]);
  });
});

describe('an import of what was pasted', () => {
  it('exchanges the token alone', async () => {
    const { handlers, id, world } = await setUp();
    const token = `1.AXoA-from-elsewhere-${'z'.repeat(800)}`;
    const text = `{"access_token":"x","refresh_token":"${token}"}`;
    expect(await handlers.importToken({ id, from: { kind: 'text', text } })).toMatchObject({ ok: true });
    expect(world.redeemed).toEqual([token]);
  });
});
