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
