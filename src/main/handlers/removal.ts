import { counted } from '../../core/model/time';
import type { Reply } from '../../ipc/contract';
import type { PanelHandlers } from '../panel/panel-ipc';
import { answer, done } from '../wording/replies';
import type { PanelParts } from './panel-parts';

type RemovalParts = Pick<
  PanelParts,
  'dialogs' | 'events' | 'keeper' | 'practice' | 'settings' | 'shortcut' | 'signIns'
>;

/** How connections are removed, and with the last practice connection the practice cloud. */
export function removalHandlers(parts: RemovalParts) {
  const { dialogs, events, keeper, practice } = parts;
  const practised = () => keeper.connections().filter(({ cloud }) => cloud === 'practice');
  return {
    removeConnection: async ({ id }) => {
      const reply = await remove(parts, id);
      if (practised().length === 0) await practice.leave();
      events.emit('changed');
      return reply;
    },

    removePractice: async () => {
      const ids = practised().map(({ id }) => id);
      const what = ids.length === 0 ? '' : ` and ${counted(ids.length, 'practice connection')}`;
      const isSure = await dialogs.confirm({
        message: `Remove the practice cloud${what}?`,
        detail: 'Your other connections stay as they are.',
        yes: 'Remove',
      });
      if (!isSure) return answer({ removed: false });
      for (const id of ids) {
        const reply = await remove(parts, id);
        if (!reply.ok) return reply;
      }
      await practice.leave();
      events.emit('changed');
      return answer({ removed: true });
    },
  } satisfies Partial<PanelHandlers>;
}

async function remove({ keeper, settings, shortcut, signIns }: RemovalParts, id: string): Promise<Reply> {
  signIns.cancel(id);
  const removed = await keeper.remove(id);
  if (removed.ok && settings.current().copyShortcut?.connectionId === id) {
    shortcut.set(null);
    settings.change({ copyShortcut: null });
  }
  return done(removed);
}
