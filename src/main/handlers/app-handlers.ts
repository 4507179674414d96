import { copyPlain } from '../clipboard/system-clipboard';
import type { PanelHandlers } from '../panel/panel-ipc';
import { diagnosticsOf } from '../system/diagnostics';
import { nameOf } from '../system/log';
import { openOwnFile } from '../system/open-own-file';
import { answer, refuse } from '../wording/replies';
import { applyInterval } from './apply-interval';
import type { PanelParts } from './panel-parts';

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

    openDataFolder: () => openOwnFile({ dataFolder }),
    openLicense: () => openOwnFile('license'),
    copyDiagnostics: async () => copyPlain(await diagnosticsOf(parts)),
  } satisfies Partial<PanelHandlers>;
}
