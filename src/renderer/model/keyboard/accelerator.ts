export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export type Captured =
  /** Only modifiers so far. */
  | { readonly kind: 'waiting'; readonly held: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'accelerator'; readonly accelerator: string };

/** `KeyA`, `Digit1`, `ArrowUp`, and those that Electron calls as the browser does. */
const KEY =
  /^(?:Key([A-Z])|Digit([0-9])|Arrow(Up|Down|Left|Right)|(F(?:[1-9]|1\d|2[0-4])|Space|Enter|Insert|Home|End|PageUp|PageDown))$/;

/**
 * An Electron accelerator from a key press. A shortcut that works everywhere on the computer needs Ctrl, Alt or Command, so that it
 * does not swallow plain typing; with a letter it needs two modifiers, because Ctrl+C and its kin belong to every other app.
 */
export function captureAccelerator(press: KeyPress, mac: boolean): Captured {
  const held = heldModifiers(press, mac);
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph'].includes(press.key)) return { kind: 'waiting', held };
  const key = keyName(press.code);
  if (key === null)
    return { kind: 'refused', why: "This key can't be part of a shortcut. Use a letter, a number, or F1 to F24." };
  if (/^F\d+$/.test(key) ? held.length === 0 : held.length < 2 || !held.some((name) => name !== 'Shift'))
    return {
      kind: 'refused',
      why: `Add two of ${mac ? 'Command, Option, Control' : 'Ctrl, Alt'}, and Shift, so that other apps keep their shortcuts.`,
    };
  return { kind: 'accelerator', accelerator: [...held, key].join('+') };
}

/** "Ctrl+Alt+T", or "⌃ ⌥ T" on a Mac. */
export function acceleratorWords(accelerator: string, mac: boolean): string {
  const words = accelerator.split('+').map((part) => (mac ? MAC_SIGNS[part] : PC_WORDS[part]) ?? part);
  return words.join(mac ? ' ' : '+');
}

const PC_WORDS: Readonly<Record<string, string>> = {
  Control: 'Ctrl',
  CommandOrControl: 'Ctrl',
  Super: 'Win',
  Meta: 'Win',
};
const MAC_SIGNS: Readonly<Record<string, string>> = {
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Command: '⌘',
  CommandOrControl: '⌘',
};

function heldModifiers(press: KeyPress, mac: boolean): readonly string[] {
  const names = [
    press.ctrlKey ? 'Control' : null,
    press.metaKey ? (mac ? 'Command' : 'Super') : null,
    press.altKey ? 'Alt' : null,
    press.shiftKey ? 'Shift' : null,
  ];
  return names.filter((name) => name !== null);
}

/** From the place on the keyboard, not the character: Alt makes other characters of it. */
function keyName(code: string): string | null {
  return (
    KEY.exec(code)
      ?.slice(1)
      .find((name) => name !== undefined) ?? null
  );
}
