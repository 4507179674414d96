import type { TrayFace } from './tray';
import type { TrayEntry } from './tray-entry';

/** The menu while there is no connection in it. */
export const EMPTY_MENU: readonly [open: TrayEntry, line: TrayEntry, quit: TrayEntry] = [
  { kind: 'command', label: 'Open Partner Token Tray', command: { kind: 'open' }, enabled: true },
  { kind: 'separator' },
  { kind: 'command', label: 'Quit', command: { kind: 'quit' }, enabled: true },
];

/** What the tray shows until the keeper is there: nothing else is loaded before it. */
export const STARTING: TrayFace = { status: 'working', tooltip: 'Partner Token Tray – Starting', menu: EMPTY_MENU };
