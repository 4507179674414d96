import type { FailureKind } from '../model/failure';
import { APPLICATIONS } from './entra-application';
import { POLICIES, SIGN_INS } from './entra-sign-in';
import { TENANTS } from './entra-tenant';
import { KEY_VAULT } from './key-vault';
import { OAUTH } from './oauth';
import { COMPUTER, NETWORK } from './own';
import { PARTNER_CENTER } from './partner-center';
import { type Row, type Rows, rowsWith } from './row';

/** Rows that belong together, each by one code. */
export interface Family {
  readonly title: string;
  /** The page of the docs that has these codes; troubleshooting.md unless told otherwise. */
  readonly page?: 'key-vault.md';
  /** Where the codes are from; `null`: they are this app's own. */
  readonly source: { readonly title: string; readonly url: string } | null;
  readonly rows: Rows;
}

const MICROSOFT_LEARN = {
  title: 'Microsoft Learn, "Microsoft Entra authentication and authorization error codes", and its lookup page',
  url: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
};
const PARTNER_CENTER_REST = {
  title: 'Microsoft Learn, "Partner Center REST error codes", and for 900421 its announcements',
  url: 'https://learn.microsoft.com/partner-center/developer/error-codes',
};
const RFC = {
  title: 'RFC 6749, sections 4.1.2.1 and 5.2, and RFC 8628, section 3.5',
  url: 'https://www.rfc-editor.org/rfc/rfc6749',
};

/** Every failure that this app knows, in families. */
export const FAMILIES: readonly Family[] = [
  family('Refresh tokens, users, and signing in', MICROSOFT_LEARN, SIGN_INS),
  family('Conditional Access and risk', MICROSOFT_LEARN, POLICIES),
  family('The application and its secret or certificate', MICROSOFT_LEARN, APPLICATIONS),
  family('Permissions, resources, tenants, and clouds', MICROSOFT_LEARN, TENANTS),
  family("Refusals of Partner Center's API", PARTNER_CENTER_REST, PARTNER_CENTER),
  { ...family('Azure Key Vault', null, KEY_VAULT), page: 'key-vault.md' },
  family('Errors without an AADSTS code', RFC, OAUTH),
  family('The network', null, NETWORK),
  family('This app and this computer', null, COMPUTER),
];

function family(title: string, source: Family['source'], rows: Rows): Family {
  const each = Object.entries(rows).flatMap(([codes, row]) => codes.split(', ').map((code) => [code, row] as const));
  return { title, source, rows: Object.fromEntries(each) };
}

const ROWS: ReadonlyMap<string, Row> = new Map(FAMILIES.flatMap(({ rows }) => Object.entries(rows)));

/** Of a code that nobody has looked at: whoever can do something about it has to read what the server says; the best is hoped. */
const UNKNOWN = rowsWith({ kind: 'person', remedy: 'wait', endsElsewhere: true })(
  "Entra ID refused with a code that this app doesn't know.",
  'Read what Entra ID says about this code, or give the details to support.',
);

/** Everything that is known of a code. */
export function rowOf(code: string): Row {
  return ROWS.get(code) ?? UNKNOWN;
}

export function isKnown(code: string): boolean {
  return ROWS.has(code);
}

/** Who can end a failure with this code. */
export function kindOf(code: string): FailureKind {
  return rowOf(code).kind;
}

/** Whether a code says that the token's lifetime, or what its sign-in is good for, is over, whatever the clock here makes of it. */
export function meansExpired(code: string): boolean {
  return rowOf(code).endsToken === 'expired';
}

/** Whether a code says that the refresh token is of no use anymore, for whatever reason: only signing in gives another. */
export function meansTokenEnded(code: string): boolean {
  return rowOf(code).endsToken !== undefined;
}

/** Whether a failure with this code may end without this app being touched. */
export function endsElsewhere(code: string): boolean {
  return rowOf(code).endsElsewhere ?? false;
}
