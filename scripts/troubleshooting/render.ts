import { whoEndsElsewhere } from '../../src/core/failures/ended-elsewhere';
import { AADSTS_MEANINGS, type Meaning, OAUTH_MEANINGS, OTHER_MEANINGS } from '../../src/core/failures/meanings';
import { VARIANTS } from '../../src/core/failures/variants';
import { REGISTRATION_PAGE_NAMES } from '../../src/core/model/registration-page';
import { IMPORT_VARIANTS } from '../../src/core/validation/refresh-token';
import { actionLabel } from '../../src/main/wording/views';
import { renderElsewhere } from './elsewhere';

const WHO = { transient: 'nobody, it passes', person: 'the partner user', setup: 'whoever sets it up' } as const;

/** The whole of docs/troubleshooting.md, from the table of meanings in core, so that the two cannot differ. */
export function renderTroubleshooting(): string {
  const entra = Object.entries(AADSTS_MEANINGS).flatMap(([code, meaning]) => rows(`AADSTS${code}`, meaning));
  const oauth = Object.entries(OAUTH_MEANINGS).flatMap(([error, meaning]) => rows(`oauth/${error}`, meaning));
  const own = Object.entries(OTHER_MEANINGS).flatMap(([code, meaning]) => rows(code, meaning));
  const brought = Object.entries(IMPORT_VARIANTS).flatMap(([code, different]) => {
    const meaning = AADSTS_MEANINGS[Number(code.replace('AADSTS', ''))];
    return meaning ? row(`\`${code}\``, { ...meaning, ...different }, whoEnds(code, meaning)) : [];
  });
  return `# Troubleshooting by error code

This page is made from the app's own table (\`npm run troubleshooting\`); a test keeps the two in step.

When something fails, the panel says what happened, what to do, and offers one button, on the card or in the dialog where it
was asked for. The code stands below; "Copy details" copies it with Entra ID's trace ID, correlation ID and the time, for support. No secret is in it.

Where the cause can be seen in the app registration, the card links to that page of the portal (global, US Government and China), in
the tenant of the connection; so does the dialog that asks for a new secret.

Failures that pass are tried again by the app, with growing pauses of up to an hour, for as long as it runs; "Try now" on
the card does not wait. Where
nothing gets through at all, one connection tries for all of its cloud, so that the others may show a later time. You hear of
them only when the window runs short: 30, 14, 7, 3 and 1 days before the token expires.

Failures that need somebody are told once. Where somebody can end one without this app, the table says who: then the app
looks again once a day (more often in a window of less than three days), quietly and for as long as the token lasts, and goes
on by itself when it is over. An admin of the tenant can lift a policy, enable a user or restore an application, for example.

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
  const heading = '| Code | What happened | What to do | Button | In the app registration | Who can end it |';
  return [heading, '|---|---|---|---|---|---|', ...rows].join('\n');
}

/** A meaning, and below it what it is for the connections that it does not fit as it is. */
function rows(code: string, meaning: Meaning): string[] {
  const variants = VARIANTS[code] ?? [];
  const who = whoEnds(code, meaning);
  return [
    row(`\`${code}\``, meaning, who),
    ...variants.map(({ when, ...different }) =>
      row(`\`${code}\`, ${when.join(', ')}`, { ...meaning, ...different }, who),
    ),
  ];
}

function row(code: string, { what, advice, remedy, registrationPage }: Meaning, who: string): string {
  const button = remedy === 'wait' ? '–' : actionLabel(remedy);
  const page = registrationPage === undefined ? '–' : REGISTRATION_PAGE_NAMES[registrationPage];
  return `| ${code} | ${what} | ${advice} | ${button} | ${page} | ${who} |`;
}

function whoEnds(code: string, { kind }: Meaning): string {
  const elsewhere = kind === 'transient' ? null : whoEndsElsewhere(code);
  return elsewhere === null ? WHO[kind] : `${WHO[kind]}; or ${elsewhere}`;
}
