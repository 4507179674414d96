import { FAMILIES, type Family } from '../../src/core/failures/catalogue';
import type { Row } from '../../src/core/failures/row';

/** The whole of docs/troubleshooting.md, from the app's own catalogue of failures, so that the two cannot differ. */
export function renderTroubleshooting(): string {
  return `# Troubleshooting by error code

The app says what failed and what to do, with the one button that helps. "Copy details" copies what support asks for:
code, Entra ID's own sentence, IDs, and time. Problems that pass are retried with pauses of up to an hour. Others are
told once; those that can end without the app are tried once a day. Codes that begin with \`vault/\` are in
[key-vault.md](key-vault.md#codes).

The advice is for Partner Center and a client secret; what differs for others is in italics. Other AADSTS codes are
shown with Entra ID's own sentence and a link to its page.

${HERE.map(section).join('\n')}
Sources:
${sources().join(';\n')}.

\`npm run troubleshooting\` makes this page.
`;
}

const HERE = FAMILIES.filter(({ page }) => page === undefined);

/** A page of the docs with the table of its own codes anew, which stands between two marks. Throws when it has no marks. */
export function withCodes(page: NonNullable<Family['page']>, written: string): string {
  const rows = FAMILIES.flatMap((family) => (family.page === page ? lines(family.rows) : []));
  const marked = /(<!-- codes -->\n).*?(<!-- end of codes -->)/s;
  if (!marked.test(written)) throw new Error(`${page} has no marks for its codes`);
  return written.replace(marked, (_, begin, end) => `${begin}${HEAD}\n${rows.join('\n')}\n${end}`);
}

const HEAD = '| Code | Meaning | What to do |\n|---|---|---';

function sources(): readonly string[] {
  const links = HERE.flatMap(({ source }) => (source === null ? [] : [`[${source.title}](${source.url})`]));
  return [...new Set(links)];
}

function section({ title, rows }: Family): string {
  return `## ${title}\n${HEAD}\n${lines(rows).join('\n')}\n`;
}

/** One line for each code; codes that mean the same share one. */
function lines(rows: Family['rows']): readonly string[] {
  const codes = new Map<string, string[]>();
  for (const [code, row] of Object.entries(rows)) {
    const meaning = meaningOf(row);
    codes.set(meaning, [...(codes.get(meaning) ?? []), code]);
  }
  let above = '';
  return [...codes].map(([meaning, named]) => {
    const [what = '', toDo = ''] = meaning.split(' | ');
    const isSame = toDo === above && toDo.length > SHORT;
    above = toDo;
    return `| \`${named.join(', ')}\` | ${what} | ${isSame ? 'As above.' : toDo}`;
  });
}

/** Advice of no more characters is said again where a row follows one of the same. */
const SHORT = 25;

function meaningOf({ kind, what, advice: whole, variants = [] }: Row): string {
  // The page says once for all what the app does with what passes.
  const advice =
    kind !== 'transient'
      ? whole
      : whole.replace(/^No action needed\./, 'Wait.').replace(' The app retries automatically.', '');
  const different = variants.flatMap(({ when, advice: other }) =>
    other === undefined ? [] : [{ who: when.join(', '), sentence: other.split(/\.(?: |$)/)[0] ?? '' }],
  );
  const isShort = ({ sentence }: { sentence: string }) => sentence.length < LONGEST;
  const others = different.filter((one) => !isShort(one)).map(({ who }) => who);
  const notes = [
    ...different.filter(isShort).map(({ who, sentence }) => `*${who}: ${sentence}*`),
    ...(others.length === 0 ? [] : [`*differs for: ${others.length > 2 ? 'others' : others.join(', ')}*`]),
  ];
  return `${what} | ${advice}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

/** Of what differs for some, a sentence of more characters is left to the app. */
const LONGEST = 45;
