import { AADSTS_MEANINGS, type Meaning, OAUTH_MEANINGS, OTHER_MEANINGS } from '../../src/core/meanings';
import { actionLabel } from '../../src/main/views';

const WHO = { transient: 'nobody, it passes', person: 'the partner user', setup: 'whoever sets it up' } as const;

/** The whole of docs/troubleshooting.md, from the table of meanings in core, so that the two cannot differ. */
export function renderTroubleshooting(): string {
  const entra = Object.entries(AADSTS_MEANINGS).map(([code, meaning]) => row(`AADSTS${code}`, meaning));
  const oauth = Object.entries(OAUTH_MEANINGS).map(([error, meaning]) => row(`oauth/${error}`, meaning));
  const own = Object.entries(OTHER_MEANINGS).map(([code, meaning]) => row(code, meaning));
  return `# Troubleshooting by error code

This page is made from the app's own table (\`npm run troubleshooting\`); a test keeps the two in step.

When something fails, the panel says what happened, what to do, and offers one button, on the card or in the dialog where it
was asked for. The code stands below; "Copy details" copies it with Entra ID's trace ID, correlation ID and the time, for support. No secret is in it.

Failures that pass are tried again by the app, with growing pauses of up to an hour, for as long as it runs; "Try now" on
the card does not wait. Where
nothing gets through at all, one connection tries for all of its cloud, so that the others may show a later time. You hear of
them only when the window runs short: 30, 14, 7, 3 and 1 days before the token lapses.

## Entra ID

${table(entra)}

Any other code is shown with its number, and by the OAuth error that it came with:

${table(oauth)}

## The network, this computer and this app

${table(own)}
`;
}

function table(rows: string[]): string {
  return ['| Code | What happened | What to do | Button | Who can end it |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function row(code: string, { what, advice, remedy, kind }: Meaning): string {
  return `| \`${code}\` | ${what} | ${advice} | ${remedy === 'wait' ? '–' : actionLabel(remedy)} | ${WHO[kind]} |`;
}
