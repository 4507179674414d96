import type { Keeper } from '../../core/keeper/keeper';
import { readVaultAddress } from '../../core/validation/key-vault';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { Question } from '../wording/questions';
import { answer, done, failed, GONE } from '../wording/replies';
import { replaceQuestion, setUpQuestion } from '../wording/vault-questions';

/** What the panel can do with a connection's key vault. `confirm` asks the person themselves: what the panel says proves nothing. */
export function keyVaultHandlers(
  keeper: Pick<Keeper, 'find' | 'setVault' | 'syncVault'>,
  confirm: (question: Question) => Promise<boolean>,
): Pick<PanelHandlers, 'setKeyVault' | 'syncKeyVault' | 'removeKeyVault'> {
  return {
    setKeyVault: async ({ id, settings }) => {
      const connection = keeper.find(id);
      if (!connection) return GONE;
      const read = readVaultAddress(settings.url, connection.cloud);
      if (read.ok && !(await confirm(setUpQuestion(connection.name, settings)))) return answer({ done: false });
      const set = await keeper.setVault(id, settings);
      if (!set.ok) return failed(set.failure, keeper.find(id));
      // What keeps it from being written stands beside it from then on.
      await keeper.syncVault(id);
      return answer({ done: true });
    },
    syncKeyVault: async ({ id, replace }) => {
      const connection = keeper.find(id);
      const settings = connection?.vault?.settings;
      if (!connection || !settings) return GONE;
      if (replace && !(await confirm(replaceQuestion(connection.name, settings)))) return answer({ done: false });
      await keeper.syncVault(id, replace);
      return answer({ done: true });
    },
    removeKeyVault: async ({ id }) => done(await keeper.setVault(id, null), keeper.find(id)),
  };
}
