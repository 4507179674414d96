import { FAMILIES, type Family } from '../../src/core/failures/catalogue';
import { errorPage } from '../../src/core/failures/explain';
import type { Row } from '../../src/core/failures/row';

/** The whole of docs/troubleshooting.md, from the app's own catalogue of failures, so that the two cannot differ. */
export function renderTroubleshooting(): string {
  return `# Troubleshooting by error code

When something fails, the app says what happened, what to do, and offers the one button that helps. "Copy details" copies the code, Entra
ID's own sentence, its IDs and the time for support; there is no secret in it. Problems that pass are retried with pauses of up to an hour.
Others are told once; where a tenant admin, the user, or time can end them without this app, it looks once a day and goes on by itself.

The advice here is for an application with a client secret, for Partner Center; what differs for others is in italics. An AADSTS code that
isn't here is shown with Entra ID's own sentence and a link to its page, such as <${errorPage(50058)}>.

${FAMILIES.map(section).join('\n')}
Sources: ${sources().join('; ')}. \`npm run troubleshooting\` makes this page.
`;
}

function sources(): readonly string[] {
  const links = FAMILIES.flatMap(({ source }) => (source === null ? [] : [`[${source.title}](${source.url})`]));
  return [...new Set(links)];
}

function section({ title, rows }: Family): string {
  return `## ${title}\n| Code | What it means | What to do |\n|---|---|---\n${lines(rows).join('\n')}\n`;
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
