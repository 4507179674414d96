import { type Family, person, type Row, setup, type Variant, type Words } from './row';

export const MICROSOFT_LEARN = {
  title: 'Microsoft Learn, "Microsoft Entra authentication and authorization error codes"',
  url: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
} as const;

export const SIGN_IN = 'Sign in again.';
export const NEW_CODE = 'Sign in again to get a new code.';
export const CONSENT = 'Sign in with consent, or ask an admin to grant it.';
const SIGN_IN_MFA = 'Sign in again and complete MFA.';
const SET_UP_MFA = 'Sign in again and follow the steps to set up MFA.';
const OTHER_USER = 'Check the tenant of this connection, or sign in with a different user.';
const CHANGE_PASSWORD = 'Change the password, then sign in again.';
const ENABLE_USER = 'Ask a tenant admin to enable the user, then sign in again.';
const EXEMPT = 'Sign in again. A tenant admin can exempt this application from the policy.';

const EXPIRED: Partial<Words> = { what: 'This refresh token expired.', advice: 'Sign in to get a new one.' };
const UNKNOWN_TOKEN: Partial<Words> = {
  what: "Entra ID doesn't recognize this refresh token.",
  advice: 'Copy the whole token again and check that it belongs to this cloud, or sign in instead.',
};

const ASK_WHICH_POLICY = 'Ask a tenant admin which Conditional Access policy applies, then sign in again.';
/** Where the system's browser is no way around the policy. */
const NO_OTHER_BROWSER: readonly Variant[] = [
  { when: ['signed in with the browser'], advice: ASK_WHICH_POLICY, remedy: 'sign-in' },
  { when: ['browser not possible'], advice: ASK_WHICH_POLICY, remedy: 'sign-in' },
  {
    when: ['redirect URI not on localhost'],
    advice:
      "To try your browser, give this connection a redirect URI that begins with http://localhost. If that doesn't help, ask a tenant admin which Conditional Access policy applies.",
    remedy: 'edit-connection',
  },
];
/** A policy that the system's browser may satisfy. */
function policy(what: string): Row {
  return person(
    'an admin',
    what,
    "Sign in with your browser, which can prove that this device is known. If that doesn't help, ask a tenant admin which Conditional Access policy applies.",
    { remedy: 'sign-in-in-browser', variants: NO_OTHER_BROWSER },
  );
}

/** The token is as good as before; only an admin can end it. */
function block(what: string, ask: string): Row {
  return setup('an admin', what, `${ask} The refresh token is fine, and signing in again doesn't help.`, 'wait');
}
const CHANGE_POLICY = 'Ask a tenant admin to change the policy.';
const DISMISS_RISK = 'Ask an admin of the home tenant to dismiss the risk.';

/** A device code has no way to ask for consent; the page asks by itself where it is missing. */
export const CONSENT_BY_CODE: Variant = {
  when: ['device code'],
  advice: 'Sign in again and accept the permissions, or ask an admin to grant them.',
  remedy: 'sign-in',
};

/** What the token endpoint says of the token and its user, and the sign-in page of a sign-in. */
export const SIGN_INS: Family = {
  title: 'Refresh tokens, users, and signing in',
  source: MICROSOFT_LEARN,
  rows: {
    AADSTS700082: person(null, "The refresh token expired because it wasn't used in time.", SIGN_IN, {
      isExpiry: true,
      on: { import: EXPIRED },
    }),
    AADSTS70008: person(null, 'The refresh token expired.', SIGN_IN, { isExpiry: true, on: { import: EXPIRED } }),
    AADSTS70043: person(null, "The tenant's sign-in frequency policy ended this refresh token.", EXEMPT, {
      isExpiry: true,
    }),
    AADSTS70044: person(null, "The tenant's sign-in frequency policy ended this refresh token.", EXEMPT, {
      isExpiry: true,
    }),
    AADSTS50173: person(
      null,
      'The refresh token was revoked because the password changed or sessions were revoked.',
      SIGN_IN,
    ),
    AADSTS50132: person(null, 'The session ended because the password changed or expired.', SIGN_IN),
    AADSTS50133: person(null, 'The session ended because the password changed or expired.', SIGN_IN),
    AADSTS70000: person(null, "Entra ID doesn't recognize this refresh token.", SIGN_IN, {
      on: { import: UNKNOWN_TOKEN },
      meanings: [{ says: /scopes requested are unauthorized/i, code: 'AADSTS70000/scopes' }],
    }),
    'AADSTS70000/scopes': person(
      'an admin',
      'Consent for the permissions of this connection is missing or has expired.',
      CONSENT,
      { remedy: 'sign-in-with-consent', registrationPage: 'api-permissions', variants: [CONSENT_BY_CODE] },
    ),
    AADSTS9002313: person(null, "Entra ID doesn't recognize this refresh token.", SIGN_IN, {
      on: { import: UNKNOWN_TOKEN },
    }),
    AADSTS700007: person(
      null,
      'The refresh token was issued to a different application.',
      'Check the client ID of this connection, then sign in again.',
      {
        remedy: 'edit-connection',
        on: {
          import: { advice: 'Enter the client ID of that application in this connection, or sign in instead.' },
        },
      },
    ),
    AADSTS50076: person('an admin', "The tenant requires MFA, and this sign-in didn't include it.", SIGN_IN_MFA),
    AADSTS50074: person('an admin', "The tenant requires MFA, and this sign-in didn't include it.", SIGN_IN_MFA),
    AADSTS50078: person('an admin', 'The MFA of this sign-in expired.', SIGN_IN_MFA),
    AADSTS50079: person('an admin', 'The user must set up MFA first.', SET_UP_MFA),
    AADSTS50072: person('an admin', 'The user must set up MFA first.', SET_UP_MFA),
    AADSTS50158: person(
      'an admin',
      'The tenant requires an additional security check.',
      'Sign in again and complete the check.',
    ),
    AADSTS500121: person(null, "MFA wasn't completed.", 'Sign in again and approve the MFA request.'),
    // Partner Center's own code, of its HTTP 401.
    AADSTS900421: person('an admin', "Partner Center requires MFA, and this sign-in didn't include it.", SIGN_IN_MFA),
    AADSTS50126: person(null, 'The user name or password is wrong.', 'Sign in again with the right password.'),
    AADSTS50055: person('the user', 'The password expired.', CHANGE_PASSWORD),
    AADSTS50144: person('the user', 'The password expired.', CHANGE_PASSWORD),
    AADSTS50053: person(
      'time',
      'The account is locked after too many sign-ins with a wrong password.',
      'Wait until the lock ends or ask a tenant admin, then sign in again.',
    ),
    AADSTS50057: person('an admin', 'The user account is disabled.', ENABLE_USER),
    AADSTS500571: person('an admin', 'The user account is disabled.', ENABLE_USER),
    AADSTS50034: setup('an admin', "The user doesn't exist in this tenant.", OTHER_USER, 'edit-connection'),
    AADSTS51004: setup('an admin', "The user doesn't exist in this tenant.", OTHER_USER, 'edit-connection'),
    AADSTS50020: setup(
      'an admin',
      "The user belongs to another tenant and isn't a guest in this one.",
      OTHER_USER,
      'edit-connection',
    ),
    AADSTS90072: setup(
      'an admin',
      "The user belongs to another tenant and isn't a guest in this one.",
      OTHER_USER,
      'edit-connection',
    ),
    AADSTS50105: setup(
      'an admin',
      "The user isn't assigned to this application.",
      'Ask a tenant admin to assign the user (Enterprise applications, Users and groups), then sign in again.',
      'sign-in',
    ),
    AADSTS50140: person(null, 'The sign-in stopped at "Stay signed in?".', SIGN_IN),
    AADSTS50089: person(null, 'The sign-in took too long.', SIGN_IN),
    AADSTS70018: person(null, "Entra ID doesn't recognize the code.", NEW_CODE),
    AADSTS70019: person(null, 'The code expired.', NEW_CODE),
    AADSTS70020: person(null, 'The code expired.', NEW_CODE),
    AADSTS54005: person(null, 'The authorization code was already used.', SIGN_IN),
    AADSTS501481: person(null, "The sign-in couldn't be verified (PKCE).", 'Sign in again from this app.'),
  },
};

export const POLICIES: Family = {
  title: 'Conditional Access and risk',
  source: MICROSOFT_LEARN,
  rows: {
    AADSTS53003: policy('Conditional Access blocked the sign-in.'),
    AADSTS50131: policy('Conditional Access blocked the sign-in.'),
    AADSTS53000: policy('Conditional Access requires a compliant device.'),
    AADSTS530003: policy('Conditional Access requires a registered device.'),
    AADSTS50097: policy('Conditional Access requires a registered device.'),
    AADSTS53001: policy('Conditional Access requires a domain-joined device.'),
    AADSTS53002: person(
      'an admin',
      'Conditional Access allows approved applications only.',
      'Ask a tenant admin to exempt this application from that policy, then sign in again.',
    ),
    AADSTS530032: block('A security policy of the tenant blocked the request.', CHANGE_POLICY),
    AADSTS530035: block('A security policy of the tenant blocked the request.', CHANGE_POLICY),
    AADSTS530084: block(
      "Conditional Access requires token protection, which this application doesn't have.",
      'Ask a tenant admin to exempt this application from that policy.',
    ),
    AADSTS530034: block('The account is blocked because of risk in its home tenant.', DISMISS_RISK),
    AADSTS53011: block('The account is blocked because of risk in its home tenant.', DISMISS_RISK),
    AADSTS53004: block('MFA setup is blocked because of risk.', 'Ask a tenant admin to dismiss the risk.'),
    AADSTS53010: block('MFA can be set up only from certain locations or devices.', CHANGE_POLICY),
  },
};
