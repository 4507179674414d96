import { join } from 'node:path';
import { app, shell } from 'electron';
import type { Keeper } from '../../core/keeper/keeper';
import type { Result } from '../../core/model/failure';
import type { Reply } from '../../ipc/contract';
import { copyPlain } from '../clipboard/system-clipboard';
import type { PanelHandlers } from '../panel/panel-ipc';
import { diagnosticsOf } from '../system/diagnostics';
import { nameOf } from '../system/log';
import { answer, DONE, failed, refuse } from '../wording/replies';
import type { PanelParts } from './panel-handlers';

type AppParts = Pick<PanelParts, 'dataFolder' | 'keeper' | 'log' | 'settings' | 'startAtLogin'>;

/** What the settings ask about the app on this computer, rather than about connections. */
export function appHandlers(parts: AppParts) {
  const { dataFolder, keeper, log, settings, startAtLogin } = parts;
  return {
    readAppFacts: async () => {
      const startsAtLogin = await startAtLogin.read().catch((error: unknown) => {
        log('login-item-unreadable', { code: nameOf(error) });
        return null;
      });
      return answer({ startsAtLogin, dataFolder });
    },

    setStartAtLogin: async ({ on }) => {
      const what = `Couldn't ${on ? 'make the app start' : 'keep the app from starting'} at login.`;
      try {
        await startAtLogin.set(on);
        const present = await startAtLogin.read();
        return present.on === on ? answer(present) : refuse(what, startAtLogin.place);
      } catch (error) {
        log('login-item-failed', { code: nameOf(error) });
        return refuse(what, startAtLogin.place);
      }
    },

    applyInterval: () => applyInterval(keeper, settings.current().refreshEvery),

    openDataFolder: () => open(dataFolder),
    openLicense: () =>
      open(app.isPackaged ? join(process.resourcesPath, 'LICENSE.txt') : join(app.getAppPath(), 'LICENSE')),
    copyDiagnostics: async () => copyPlain(await diagnosticsOf(parts)),
  } satisfies Partial<PanelHandlers>;
}

/** A connection that only reminds was set so by a person, and stays so. */
async function applyInterval(keeper: Keeper, interval: number): Promise<Reply<{ changed: number }>> {
  const others = keeper
    .connections()
    .filter(({ schedule }) => schedule.kind === 'every' && schedule.interval !== interval);
  const schedule = { kind: 'every', interval } as const;
  // Together, so that they are written together.
  const results: readonly Result<unknown>[] = await Promise.all(
    others.map(({ id }) => keeper.change(id, { schedule })),
  );
  for (const result of results) if (!result.ok) return failed(result.failure, null);
  return answer({ changed: others.length });
}

/** Opens a folder or file in the system's own program. */
async function open(path: string): Promise<Reply> {
  const problem = await shell.openPath(path);
  return problem === '' ? DONE : refuse("Couldn't open it.", `Open ${path} yourself.`);
}
