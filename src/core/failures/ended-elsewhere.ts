/** Who can end a failure that needs somebody without touching this app, so that the next try may succeed. */
export type Elsewhere = 'an admin of the tenant' | 'the user, elsewhere' | 'time';

const ADMIN = 'an admin of the tenant';

/**
 * For each code that needs somebody (`AADSTSnnnn`): who can end it although nobody signs in here and no setting here
 * changes; `null`: nobody. Asked of the token that is held: a new one does not help it.
 */
const OF_AADSTS: Readonly<Record<number, Elsewhere | null>> = {
  // The token itself is over, or never was one: no policy brings it back. A lifetime that is lifted is found out by its next try.
  700082: null,
  70008: null,
  700084: null,
  50173: null,
  50132: null,
  50133: null,
  70043: null,
  70044: null,
  70000: null,
  700007: null,
  // A policy, or a place that it trusts, decides that this token is not enough; it may be enough again.
  50072: ADMIN,
  50074: ADMIN,
  50076: ADMIN,
  50078: ADMIN,
  50079: ADMIN,
  50158: ADMIN,
  50097: ADMIN,
  50131: ADMIN,
  53000: ADMIN,
  53001: ADMIN,
  53002: ADMIN,
  53003: ADMIN,
  530003: ADMIN,
  // The account is as it was once it is enabled, restored, unlocked or invited; a new password may or may not revoke the token.
  50057: ADMIN,
  50034: ADMIN,
  50020: ADMIN,
  51004: ADMIN,
  90072: ADMIN,
  50105: ADMIN,
  50053: 'time',
  50055: 'the user, elsewhere',
  50144: 'the user, elsewhere',
  // Consent and the app registration, which may also come back from among the deleted ones.
  65001: ADMIN,
  90094: ADMIN,
  650053: ADMIN,
  650052: ADMIN,
  650056: ADMIN,
  650057: ADMIN,
  500011: ADMIN,
  70001: ADMIN,
  7000112: ADMIN,
  700016: ADMIN,
  90002: ADMIN,
  7000218: ADMIN,
  700025: ADMIN,
  700027: ADMIN,
  700030: ADMIN,
  // A new secret is not known everywhere at once. One that has expired stays so: its end cannot be moved.
  7000215: 'time',
  7000222: null,
  // Only here: what the tenant is called is a setting of the connection, and so is the application.
  900023: null,
  50059: null,
  50128: null,
  65002: null,
  700011: null,
  9002313: null,
  // These come of a sign-in, never of a refresh.
  500121: null,
  50126: null,
  50140: null,
  70018: null,
  70019: null,
  70020: null,
  54005: null,
  501481: null,
  65004: null,
  50011: null,
  50089: null,
  9002327: null,
};

/** The same by the OAuth error, of a reply without an AADSTS code. */
const OF_OAUTH: Readonly<Record<string, Elsewhere | null>> = {
  invalid_grant: ADMIN,
  interaction_required: ADMIN,
  login_required: ADMIN,
  consent_required: ADMIN,
  invalid_client: ADMIN,
  unauthorized_client: ADMIN,
  invalid_request: ADMIN,
  invalid_scope: ADMIN,
  invalid_resource: ADMIN,
  access_denied: null,
  authorization_declined: null,
  bad_verification_code: null,
  expired_token: null,
};

/**
 * Who can end a failure with this code elsewhere, or `null`. Of a code of Entra ID's that is not known the best is hoped;
 * those of our own (a secret that is gone from the keychain, another account) end here only.
 */
export function whoEndsElsewhere(code: string): Elsewhere | null {
  const [, number] = /^AADSTS(\d+)$/.exec(code) ?? [];
  if (number !== undefined) return read(OF_AADSTS, number, ADMIN);
  const [, error] = /^oauth\/(.+)$/.exec(code) ?? [];
  return error === undefined ? null : read(OF_OAUTH, error, ADMIN);
}

/** Whether somebody has thought about this code. */
export function isDecided(code: number | string): boolean {
  return Object.hasOwn(OF_AADSTS, code) || Object.hasOwn(OF_OAUTH, code);
}

function read(
  table: Readonly<Record<string, Elsewhere | null>>,
  key: string,
  otherwise: Elsewhere | null,
): Elsewhere | null {
  const known = Object.hasOwn(table, key) ? table[key] : undefined;
  return known === undefined ? otherwise : known;
}
