import type { StatusLook } from '../../core/expiry/status';
import type { NotificationRemedy } from '../../core/model/failure';

export interface TrayFace {
  /** The picture. */
  readonly look: StatusLook;
  readonly tooltip: string;
  readonly menu: readonly TrayEntry[];
}

/** What a click in the menu asks for. */
export type TrayCommand =
  | { readonly kind: 'open' | 'add' | 'settings' | 'quit' }
  /** A click on the icon itself, and the pointer on its way to one. */
  | { readonly kind: 'toggle' | 'approach' }
  | { readonly kind: 'copy' | 'show'; readonly id: string }
  /** Does what a button of the connection's card does. */
  | { readonly kind: 'act'; readonly id: string; readonly remedy: NotificationRemedy };

export type TrayEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'command'; readonly label: string; readonly command: TrayCommand; readonly enabled: boolean }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly TrayEntry[] };

/** On some Linux desktops a click on the icon only ever opens the menu. */
export const OPEN: TrayEntry = {
  kind: 'command',
  label: 'Open Partner Token Tray',
  command: { kind: 'open' },
  enabled: true,
};
export const LINE: TrayEntry = { kind: 'separator' };
export const QUIT: TrayEntry = { kind: 'command', label: 'Quit', command: { kind: 'quit' }, enabled: true };

/** What the tray shows until the keeper is there: nothing else is loaded before it. */
export const STARTING: TrayFace = {
  look: 'working',
  tooltip: 'Partner Token Tray – Starting',
  menu: [OPEN, LINE, QUIT],
};
