import { describe, expect, it } from 'vitest';
import { ClipboardLease } from '../../../src/main/clipboard/clipboard-lease';
import { tokenHandlers } from '../../../src/main/handlers/token-handlers';
import { GONE } from '../../../src/main/wording/replies';
import { World } from '../../core/world';
import { HandTimers } from '../support';

const unused = () => {
  throw new Error('not asked for here');
};

async function setUp() {
  const { keeper, id } = await new World().connected();
  const clipboard = { writeSecret: unused, readText: unused, clear: unused };
  const lease = new ClipboardLease(clipboard, { now: () => 0 }, new HandTimers(), () => 0, unused);
  let dialogs = 0;
  const files = {
    askForFiles: async () => {
      dialogs += 1;
      return [];
    },
  };
  const adapters = { probe: unused, readVault: unused, applicationToken: unused };
  return { handlers: tokenHandlers(keeper, lease, adapters, files), id, dialogs: () => dialogs };
}

describe('an import from a file', () => {
  it('asks for the file', async () => {
    const { handlers, id, dialogs } = await setUp();
    expect(await handlers.importToken({ id, from: { kind: 'file' } })).toEqual({
      ok: true,
      value: { imported: false },
    });
    expect(dialogs()).toBe(1);
  });

  it('into a connection that does not exist opens no dialog', async () => {
    const { handlers, dialogs } = await setUp();
    expect(await handlers.importToken({ id: '0'.repeat(32), from: { kind: 'file' } })).toEqual(GONE);
    expect(dialogs()).toBe(0);
  });
});
