import type { ZoomStep } from './zoom';

/** Keys that are held and pressed together, as they are written on the keyboard. */
export type Keys = readonly string[];

export interface Shortcut {
  readonly what: string;
  /** Any of these. */
  readonly keys: readonly Keys[];
}

export interface ShortcutGroup {
  readonly where: string;
  readonly shortcuts: readonly Shortcut[];
}

/** What the keyboard can do in the panel. */
export function shortcutGroups(mac: boolean): readonly ShortcutGroup[] {
  const command = mac ? '⌘' : 'Ctrl';
  return [
    {
      where: 'Anywhere in the panel',
      shortcuts: [
        { what: 'Add a connection', keys: [[command, 'N']] },
        { what: 'Settings', keys: [[command, ',']] },
        { what: 'Undo what you have just done, where a message offers it', keys: [[command, 'Z']] },
        { what: 'Larger', keys: [[command, '+']] },
        { what: 'Smaller', keys: [[command, '−']] },
        { what: 'Usual size', keys: [[command, '0']] },
        { what: 'Go back, or close the panel', keys: [['Esc']] },
        { what: 'This list', keys: [['F1'], ['?']] },
      ],
    },
    {
      where: 'In the list of connections',
      shortcuts: [
        { what: 'Find a connection', keys: [[command, 'F']] },
        { what: 'Go to the next or previous connection', keys: [['↓'], ['↑']] },
        { what: 'Copy its access token', keys: [['Enter']] },
      ],
    },
  ];
}

export type Command =
  | { readonly kind: 'add' | 'settings' | 'help' }
  | { readonly kind: 'zoom'; readonly step: ZoomStep };

const ZOOM_KEYS: Readonly<Record<string, ZoomStep>> = { '+': 'in', '=': 'in', '-': 'out', '0': 'reset' };

/** What a key press asks for; `null` for one that is nobody's here. */
export function commandOf(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  mac: boolean,
): Command | null {
  const [held, other] = mac ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (altKey || other) return null;
  if (!held) return key === 'F1' || key === '?' ? { kind: 'help' } : null;
  const step = ZOOM_KEYS[key];
  if (step !== undefined) return { kind: 'zoom', step };
  if (key === ',') return { kind: 'settings' };
  return key.toLowerCase() === 'n' ? { kind: 'add' } : null;
}
