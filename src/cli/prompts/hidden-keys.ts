/** What somebody has typed or pasted so far where nothing is echoed, and whether that is all. */
export interface Typed {
  readonly text: string;
  /** `several-lines`: more came after the end, from a terminal that doesn't say what is pasted. */
  readonly end: 'enter' | 'several-lines' | 'canceled' | 'closed' | null;
}

/** Turned on, a terminal puts a mark before and behind what is pasted. Source: xterm, "Bracketed Paste Mode". */
export const PASTE_MARKS = { on: '\x1b[?2004h', off: '\x1b[?2004l' } as const;

// Written without the escape character itself, which no pattern may hold.
const ESCAPE = '\x1b';
const PASTED = new RegExp(`^${ESCAPE}\\[200~([\\s\\S]*?)(?:${ESCAPE}\\[201~|$)`);
/** Arrows and other keys that type nothing; cut off, the rest is still to come. */
const OTHER_KEY = new RegExp(`^${ESCAPE}(?:\\[[0-9;?]*[A-Za-z~]?|O[A-Z]?|.?)`, 's');

/** Reads keys as a terminal sends them in raw mode. A line break in what is pasted is part of it: a console may have broken a token. */
export function readKeys(keys: string): Typed {
  let text = '';
  let rest = keys;
  while (rest !== '') {
    const [marked, pasted] = PASTED.exec(rest) ?? [];
    if (marked !== undefined) {
      text += (pasted ?? '').replace(/\r\n?/g, '\n');
      rest = rest.slice(marked.length);
      continue;
    }
    const [other] = OTHER_KEY.exec(rest) ?? [];
    if (other !== undefined) {
      rest = rest.slice(other.length);
      continue;
    }
    const [key = ''] = rest;
    rest = rest.slice(key.length);
    switch (key) {
      case '\r':
      case '\n':
        return { text, end: rest.trim() === '' ? 'enter' : 'several-lines' };
      case '\x03':
        return { text: '', end: 'canceled' };
      case '\x04':
        return { text: '', end: 'closed' };
      case '\x7f':
      case '\b':
        text = Array.from(text).slice(0, -1).join('');
        break;
      case '\x15':
        text = '';
        break;
      default:
        if (key >= ' ' || key === '\t') text += key;
    }
  }
  return { text, end: null };
}
