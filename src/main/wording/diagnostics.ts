import type { ConnectionView } from '../../ipc/contract';

/** What support asks for of the app as a whole. */
export interface DiagnosticFacts {
  readonly at: number;
  /** Lines such as `App: 1.0.0`, by heading. */
  readonly sections: ReadonlyArray<
    readonly [heading: string, facts: ReadonlyArray<readonly [label: string, fact: string]>]
  >;
  /** The last lines of the log. */
  readonly log: readonly string[];
  /** The person's own folder, which has their name. */
  readonly home: string;
}

/** The text to copy. Whatever it is made of, no token, secret, account, ID, or name of a folder of the person's is in it. */
export function diagnosticsText({ at, sections, log, home }: DiagnosticFacts): string {
  const parts = sections.map(([heading, facts]) =>
    [heading, ...facts.map(([label, fact]) => `  ${label}: ${fact}`)].join('\n'),
  );
  const lines = ['Log', ...(log.length === 0 ? ['  (empty)'] : log.map((line) => `  ${line}`))].join('\n');
  const text = [`Partner Token Tray diagnostics, ${new Date(at).toISOString()}`, ...parts, lines].join('\n\n');
  return withoutSecrets(text, home);
}

/** "10 fine, 2 soon", the most frequent first; "none" for no connection. */
export function countedBy(
  views: readonly ConnectionView[],
  nameOf: (view: ConnectionView) => string | undefined,
): string {
  const counts = new Map<string, number>();
  for (const name of views.map(nameOf)) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  const words = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} ${name}`);
  return words.join(', ') || 'none';
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** `6.1.0-28-cloud-amd64`. */
const VERSION = /^\d{1,9}(?:\.\d{1,9})+(?:[-+.][A-Za-z0-9]{1,10}){0,4}$/;
/** A connection's ID: random, and the same in each line about it. */
const CONNECTION = /\b[0-9a-f]{32}\b/g;
/** What is told apart from the rest of a line. */
const WORD = /[^\s"'`()[\]{}<>,;|]+/g;

/**
 * The second lock on the door: all that goes into the diagnostics is our own words, codes, versions, and counts, and what does not
 * look like those is withheld whole. Long runs with a digit, or without a break, are how every token, secret, key, and ID looks.
 */
export function withoutSecrets(text: string, home: string): string {
  const connections = [...new Set(text.match(CONNECTION))];
  const named = text.replace(CONNECTION, (id) => `#${connections.indexOf(id) + 1}`);
  const homeless = home.length > 1 ? named.replaceAll(home, '~') : named;
  return homeless.replace(WORD, (word) => (mayBeTold(word) ? word : '[withheld]'));
}

/** Characters from which on something has to look like our own words: `panel-refused-argument`, `setPracticeNetwork`. */
const LONG = 16;
const LETTERS = /^[A-Za-z._/+-]+$/;
/** No word of ours is as long, or has capitals like these. */
const NO_WORD = /[A-Za-z]{26}|[a-z][A-Z]{2}/;

function mayBeTold(word: string): boolean {
  if (TIME.test(word) || VERSION.test(word)) return true;
  if (/[@\\~]./.test(word)) return false;
  // `code=name` and `name:code` are two words each.
  return word.split(/[=:]/).every((part) => part.length < LONG || isOurs(part));
}

function isOurs(part: string): boolean {
  const capitals = part.replace(/[^A-Z]/g, '').length;
  return LETTERS.test(part) && !NO_WORD.test(part) && capitals * 4 <= part.length;
}
