import { AADSTS_MEANINGS, type Meaning, OAUTH_MEANINGS, OTHER_MEANINGS } from '../../src/core/meanings';
import { IMPORT_VARIANTS } from '../../src/core/token-import';
import { VARIANTS } from '../../src/core/variants';
import { actionLabel } from '../../src/main/views';
import { renderElsewhere } from './elsewhere';

const WHO = { transient: 'nobody, it passes', person: 'the partner user', setup: 'whoever sets it up' } as const;

/** The whole of docs/troubleshooting.md, from the table of meanings in core, so that the two cannot differ. */
export function renderTroubleshooting(): string {
  const entra = Object.entries(AADSTS_MEANINGS).flatMap(([code, meaning]) => rows(`AADSTS${code}`, meaning));
  const oauth = Object.entries(OAUTH_MEANINGS).flatMap(([error, meaning]) => rows(`oauth/${error}`, meaning));
  const own = Object.entries(OTHER_MEANINGS).flatMap(([code, meaning]) => rows(code, meaning));
  const brought = Object.entries(IMPORT_VARIANTS).flatMap(([code, different]) => {
    const meaning = AADSTS_MEANINGS[Number(code.replace('AADSTS', ''))];
    return meaning ? row(`\`${code}\``, { ...meaning, ...different }) : [];
  });
  return `# Troubleshooting by error code

This page is made from the app's own table (\`npm run troubleshooting\`); a test keeps the two in step.

When a refresh or a sign-in fails, the connection's card says what happened, what to do, and offers one button. The code
stands beside it; "Copy details" copies it with Entra ID's trace ID, correlation ID and the time, for support. No secret is in it.

Failures that pass are tried again by the app, with growing pauses of up to an hour, for as long as it runs. Where
nothing gets through at all, one connection tries for all of its cloud, so that the others may show a later time. You hear of
them only when the window runs short: 30, 14, 7, 3 and 1 days before the token lapses.

A row that names something after its code is for connections of which that is true; where several are, the last of them counts. "No portal
page" means the practice cloud, a custom cloud, and Exchange Online's own application. All other rows are for an application with a client
secret, for Partner Center.

## Entra ID

${table(entra)}

Any other code is shown with its number, and by the OAuth error that it came with:

${table(oauth)}

## The network, this computer and this app

${table(own)}

## A refresh token that somebody brought

What is said of it when it is imported and Entra ID refuses it, where that is something else than above:

${table(brought)}

${renderElsewhere()}`;
}

function table(rows: string[]): string {
  return ['| Code | What happened | What to do | Button | Who can end it |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

/** A meaning, and below it what it is for the connections that it does not fit as it is. */
function rows(code: string, meaning: Meaning): string[] {
  const variants = VARIANTS[code] ?? [];
  return [
    row(`\`${code}\``, meaning),
    ...variants.map(({ when, ...different }) => row(`\`${code}\`, ${when.join(', ')}`, { ...meaning, ...different })),
  ];
}

function row(code: string, { what, advice, remedy, kind }: Meaning): string {
  return `| ${code} | ${what} | ${advice} | ${remedy === 'wait' ? '–' : actionLabel(remedy)} | ${WHO[kind]} |`;
}
