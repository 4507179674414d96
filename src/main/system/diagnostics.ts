import { homedir, release, type as systemType } from 'node:os';
import { join } from 'node:path';
import { app, screen } from 'electron';
import type { Keeper } from '../../core/keeper/keeper';
import type { AppSettings } from '../../core/model/settings';
import { HOUR, SECOND } from '../../core/model/time';
import { countedBy, diagnosticsText } from '../wording/diagnostics';
import { viewsOf } from '../wording/views';
import { lastLines } from './log';
import type { SettingsStore } from './settings-store';

export interface DiagnosedParts {
  readonly dataFolder: string;
  readonly keeper: Keeper;
  readonly settings: Pick<SettingsStore, 'current'>;
}

/** Lines of the log that support usually needs. */
const LINES = 60;

/** What support asks for of the whole app, as a text. No secret, no account, and no ID is in it. */
export async function diagnosticsOf({ dataFolder, keeper, settings }: DiagnosedParts): Promise<string> {
  const views = viewsOf(keeper);
  return diagnosticsText({
    at: Date.now(),
    home: homedir(),
    sections: [
      ['App', appFacts(dataFolder)],
      ['System', systemFacts(process.env)],
      [
        'Connections',
        [
          ['States', countedBy(views, ({ status }) => status)],
          ['Clouds', countedBy(views, ({ cloud }) => cloud)],
          ['Resources', countedBy(views, ({ resource }) => resource.kind)],
          ['Troubles', countedBy(views, ({ troubleDetails }) => troubleDetails?.code ?? undefined)],
        ],
      ],
      [
        'Keeper',
        [
          ['Trouble', keeper.appTrouble()?.code ?? 'none'],
          ['Clock off by', `${Math.round((keeper.clockSkew() ?? 0) / 1000)} s`],
        ],
      ],
      ['Settings', settingFacts(settings.current())],
    ],
    log: await lastLines(join(dataFolder, 'logs', 'main.log'), LINES),
  });
}

function appFacts(dataFolder: string): ReadonlyArray<readonly [string, string]> {
  const { electron = 'none', chrome = 'none', node } = process.versions;
  const usual = join(app.getPath('appData'), 'Partner Token Tray');
  return [
    ['Version', `${app.getVersion()}${app.isPackaged ? '' : ' from source'}`],
    ['Electron', electron],
    ['Chromium', chrome],
    ['Node', node],
    ['Data folder', dataFolder === usual ? 'the usual one' : 'another one'],
  ];
}

function systemFacts(env: NodeJS.ProcessEnv): ReadonlyArray<readonly [string, string]> {
  const displays = screen.getAllDisplays().map(({ scaleFactor }) => `${Math.round(scaleFactor * 100)} %`);
  return [
    ['System', `${systemType()} ${release()} ${process.arch}`],
    ['Desktop', [env.XDG_CURRENT_DESKTOP, env.XDG_SESSION_TYPE].filter(Boolean).join(' ') || 'its own'],
    ['Displays', displays.join(', ')],
  ];
}

/** By name: what is set one day may be a name or an address. */
function settingFacts(settings: AppSettings): ReadonlyArray<readonly [string, string]> {
  const { clearClipboardAfter, copyShortcut, theme, zoom, panelPinned, panelSize, refreshEvery } = settings;
  return [
    ['Clear the clipboard after', `${clearClipboardAfter / SECOND} s`],
    ['Copy shortcut', copyShortcut === null ? 'none' : 'set'],
    ['Theme', theme],
    ['Panel', `${zoom} %, ${panelSize === null ? 'usual size' : `${panelSize.width} x ${panelSize.height}`}`],
    ['Panel is kept open', String(panelPinned)],
    ['Refresh every', `${refreshEvery / HOUR} h`],
    ['Command line', String(settings.agentSocket)],
    ['Tokens for other programs', `${settings.tokenRequests}, ${settings.tokenGrants.length} always`],
  ];
}
