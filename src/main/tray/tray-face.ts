import type { StatusLook } from '../../core/expiry/status';
export interface TrayFace {
  /** The picture. */
  readonly look: StatusLook;
  readonly tooltip: string;
  readonly menu: readonly TrayEntry[];
}

/** What a click in the menu asks for. */
export type TrayCommand =
  | { readonly kind: 'open' }
  /** A click on the icon itself. */
  | { readonly kind: 'toggle' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'copy' | 'refresh' | 'sign-in' | 'show'; readonly id: string };

export type TrayEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'command'; readonly label: string; readonly command: TrayCommand; readonly enabled: boolean }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly TrayEntry[] };

/** The menu while there is no connection in it. */
export const EMPTY_MENU: readonly [open: TrayEntry, line: TrayEntry, quit: TrayEntry] = [
  { kind: 'command', label: 'Open Partner Token Tray', command: { kind: 'open' }, enabled: true },
  { kind: 'separator' },
  { kind: 'command', label: 'Quit', command: { kind: 'quit' }, enabled: true },
];

/** What the tray shows until the keeper is there: nothing else is loaded before it. */
export const STARTING: TrayFace = { look: 'working', tooltip: 'Partner Token Tray – Starting', menu: EMPTY_MENU };
