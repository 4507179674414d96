import type { FailureKind } from '../model/failure';
import { APPLICATIONS } from './entra-application';
import { POLICIES, SIGN_INS } from './entra-sign-in';
import { TENANTS } from './entra-tenant';
import { OAUTH } from './oauth';
import { OWN_FAMILIES } from './own';
import type { Elsewhere, Family, Row } from './row';

/** Every failure that this app knows, in families. */
export const FAMILIES: readonly Family[] = [SIGN_INS, POLICIES, APPLICATIONS, TENANTS, OAUTH, ...OWN_FAMILIES];

const ROWS: ReadonlyMap<string, Row> = new Map(FAMILIES.flatMap(({ rows }) => Object.entries(rows)));

/** Of a code that nobody has looked at: whoever can do something about it has to read what the server says. */
const UNKNOWN: Row = {
  kind: 'person',
  what: "Entra ID refused with a code that this app doesn't know.",
  advice: 'Read what Entra ID says about this code, or give the details to support.',
  remedy: 'wait',
  // The best is hoped.
  elsewhere: 'an admin',
};

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
  return rowOf(code).isExpiry ?? false;
}

/** Who can end a failure with this code without touching this app; `null`: nobody. */
export function endsElsewhere(code: string): Elsewhere | null {
  return rowOf(code).elsewhere;
}
