import { describe, expect, it } from 'vitest';
import type { PanelParts } from '../../../src/main/handlers/panel-parts';
import { removalHandlers } from '../../../src/main/handlers/removal';
import { CONTOSO, CREDENTIAL, World } from '../../core/world';

/** Two practice connections beside one of the real world; the copy shortcut is of the first of them. */
async function practising(says: boolean) {
  const world = new World();
  const { keeper, id: real } = await world.signedIn();
  const practice: string[] = [];
  for (const name of ['Practice', 'Practice 2']) {
    const added = await keeper.add({ ...CONTOSO, name, cloud: 'practice' }, CREDENTIAL);
    if (added.ok) practice.push(added.value.id);
  }
  const seen = { questions: [] as string[], left: 0, canceled: [] as string[], shortcut: practice[0] ?? null };
  const parts = {
    keeper,
    dialogs: {
      confirm: async ({ message }: { message: string }) => {
        seen.questions.push(message);
        return says;
      },
    },
    practice: {
      leave: async () => {
        seen.left += 1;
      },
    },
    events: { emit: () => true },
    settings: {
      current: () => ({ copyShortcut: seen.shortcut && { accelerator: 'Control+Alt+T', connectionId: seen.shortcut } }),
      change: () => true,
    },
    shortcut: {
      set: () => {
        seen.shortcut = null;
        return null;
      },
    },
    signIns: { cancel: (id: string) => seen.canceled.push(id) },
  } as unknown as PanelParts;
  return { world, keeper, real, practice, seen, handlers: removalHandlers(parts) };
}

describe('removing the practice cloud', () => {
  it('asks, and then takes its connections, their secrets, and their shortcut along, and nothing else', async () => {
    const { world, keeper, real, practice, seen, handlers } = await practising(true);
    expect(await handlers.removePractice()).toEqual({ ok: true, value: { removed: true } });
    expect(seen.questions).toEqual(['Remove the practice cloud and 2 practice connections?']);
    expect(keeper.connections().map(({ id }) => id)).toEqual([real]);
    expect(new Set([...world.keychain.values.keys()].map((account) => account.split('/')[0]))).toEqual(new Set([real]));
    expect(seen).toMatchObject({ left: 1, canceled: practice, shortcut: null });
  });

  it('does nothing when the person says no', async () => {
    const { keeper, seen, handlers } = await practising(false);
    expect(await handlers.removePractice()).toEqual({ ok: true, value: { removed: false } });
    expect(keeper.connections()).toHaveLength(3);
    expect(seen.left).toBe(0);
  });

  it('comes with its last connection, and not before', async () => {
    const { practice, seen, handlers } = await practising(true);
    const left: number[] = [];
    for (const id of practice) {
      await handlers.removeConnection({ id });
      left.push(seen.left);
    }
    expect(left).toEqual([0, 1]);
    expect(seen.questions).toEqual([]);
  });
});
