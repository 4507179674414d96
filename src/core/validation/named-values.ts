/** Quoted, or to the end of the word. */
const VALUE = String.raw`(?:\(?ConvertTo-SecureString\s+(?:-String\s+)?)?(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s"'$(,;<{&][^\s"',;)}&]*))`;

/** What stands where a value is to be filled in, or for a variable. */
const PLACEHOLDER = /^(?:[$%<{[].*|your\b.*|your[-_].*|x{3,}|\.{3,}|\u2026|null|none)$/i;

/**
 * The parts of a text in which to look for names, one after the other: of JSON each depth by itself, from the outside in, so that what
 * is nested in an answer never takes the place of what the answer is about.
 */
export function levelsOf(text: string): readonly string[] {
  const given = text.trim();
  if (!/^[[{]/.test(given)) return [text];
  try {
    const levels: string[] = [];
    for (let layer = [asUnknown(JSON.parse(given))]; layer.length > 0 && levels.length < 8; ) {
      levels.push(layer.flatMap(namedIn).join('\n'));
      layer = layer.flatMap(within);
    }
    return levels;
  } catch {
    return [text];
  }
}

/**
 * Every value that goes by one of the names (the source of a regular expression), with what tells it from prose: a sign between the two,
 * or that it follows an option of a command, or a label of the portal. Each once, in the order of the text.
 */
export function valuesNamed(
  names: string,
  levels: readonly string[],
  isOne: (value: string, isBare: boolean) => boolean,
): readonly string[] {
  const named = new RegExp(String.raw`(^|[^a-z\d])(${names})["']?(\s*[=:]\s*|\s+)${VALUE}`, 'gi');
  for (const level of levels) {
    const found = new Map<string, string>();
    for (const [, sigil = '', name = '', between = '', double, single, bare] of level.matchAll(named)) {
      const value = double ?? single ?? bare ?? '';
      // After a variable an unquoted word is a command.
      if (sigil === '$' && bare !== undefined) continue;
      if (sigil !== '-' && between.trim() === '' && !name.includes('(')) continue;
      if (!PLACEHOLDER.test(value) && isOne(value, bare !== undefined)) found.set(value.toLowerCase(), value);
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

function asUnknown(value: unknown): unknown {
  return value;
}

/** What is right below an object or a list. */
function within(node: unknown): readonly unknown[] {
  return typeof node === 'object' && node !== null ? Object.values(node) : [];
}

/** The texts of an object by their names, those of a list of texts by the name of the list. */
function namedIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  return Object.entries(node).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => typeof one === 'string' || typeof one === 'boolean')
      .map((one) => `"${name}": ${JSON.stringify(String(one))}`),
  );
}
