import {
  CONSENT,
  consent,
  editOrElsewhere,
  NEW_CODE,
  onlyElsewhere,
  type Row,
  type Rows,
  signIn,
  signInOrElsewhere,
} from './row';

const SIGN_IN_MFA = 'Sign in again and complete MFA.';
const OTHER_USER = 'Check the tenant of this connection, or sign in with a different user.';
const EXPIRED = {
  endsToken: 'expired',
  on: { import: { what: 'This refresh token expired.', advice: 'Sign in to get a new one.' } },
} as const;
const REVOKED = { endsToken: 'revoked' } as const;
const UNKNOWN_TOKEN = {
  what: "Entra ID doesn't recognize this refresh token.",
  advice: 'Copy the whole token again and check that it belongs to this cloud, or sign in instead.',
};

/** What the token endpoint says of the token and its user, and the sign-in page of a sign-in. */
export const SIGN_INS: Rows = {
  AADSTS700082: signIn("The refresh token expired because it wasn't used in time.", 'Sign in again.', EXPIRED),
  AADSTS70008: signIn('The refresh token expired.', 'Sign in again.', EXPIRED),
  'AADSTS70043, AADSTS70044': signIn(
    "The tenant's sign-in frequency policy ended this refresh token.",
    'Sign in again. A tenant admin can exempt this application from the policy.',
    { endsToken: 'expired' },
  ),
  AADSTS50173: signIn(
    'The refresh token was revoked because the password changed or sessions were revoked.',
    'Sign in again.',
    REVOKED,
  ),
  'AADSTS50132, AADSTS50133': signIn(
    'The session ended because the password changed or expired.',
    'Sign in again.',
    REVOKED,
  ),
  AADSTS70000: signIn(UNKNOWN_TOKEN.what, 'Sign in again.', {
    ...REVOKED,
    on: { import: UNKNOWN_TOKEN },
    meanings: [{ says: /scopes requested are unauthorized/i, code: 'AADSTS70000/scopes' }],
  }),
  AADSTS9002313: signIn(UNKNOWN_TOKEN.what, 'Sign in again.', { ...REVOKED, on: { import: UNKNOWN_TOKEN } }),
  'AADSTS70000/scopes': consent('Consent for the permissions of this connection is missing or has expired.', CONSENT),
  AADSTS700007: signIn(
    'The refresh token was issued to a different application.',
    'Check the client ID of this connection, then sign in again.',
    {
      remedy: 'edit-connection',
      on: { import: { advice: 'Enter the client ID of that application in this connection, or sign in instead.' } },
    },
  ),
  'AADSTS50076, AADSTS50074': signInOrElsewhere('The tenant requires MFA, which this sign-in lacks.', SIGN_IN_MFA),
  AADSTS50078: signInOrElsewhere('The MFA of this sign-in expired.', SIGN_IN_MFA),
  'AADSTS50079, AADSTS50072': signInOrElsewhere('The user must set up MFA first.', 'Sign in again and set it up.'),
  AADSTS50158: signInOrElsewhere('The tenant requires another security check.', 'Sign in again and complete it.'),
  AADSTS500121: signIn("MFA wasn't completed.", 'Sign in again and approve the MFA request.'),
  'AADSTS50087, AADSTS50088': signIn("MFA isn't available right now.", 'Wait a few minutes, then sign in again.'),
  'AADSTS50126, AADSTS50056': signIn('The user name or password is wrong.', 'Sign in again with the right ones.'),
  'AADSTS50055, AADSTS50144, AADSTS50135': signInOrElsewhere(
    'The password expired or must be changed.',
    'Change the password, then sign in again.',
  ),
  'AADSTS80001, AADSTS80002, AADSTS80005, AADSTS80007, AADSTS80010, AADSTS80013, AADSTS80014, AADSTS20001, AADSTS20012, AADSTS50008, AADSTS50107, AADSTS90123':
    signInOrElsewhere(
      "The organization's own sign-in system failed or refused.",
      'Ask a tenant admin to check it, then sign in again.',
    ),
  AADSTS50053: signInOrElsewhere(
    'The account is locked after too many sign-ins with a wrong password.',
    'Wait until the lock ends or ask a tenant admin, then sign in again.',
  ),
  'AADSTS50057, AADSTS500571': signInOrElsewhere(
    'The user account is disabled.',
    'Ask a tenant admin to enable the user, then sign in again.',
  ),
  'AADSTS50034, AADSTS51004, AADSTS50014': editOrElsewhere("The user doesn't exist in this tenant.", OTHER_USER),
  'AADSTS50020, AADSTS90072, AADSTS16000, AADSTS16003': editOrElsewhere(
    "The user belongs to another tenant and isn't a guest here.",
    OTHER_USER,
  ),
  AADSTS500208: signIn("This type of account can't be used here.", 'Sign in with a work or school account.'),
  AADSTS50105: signInOrElsewhere(
    "The user isn't assigned to this application.",
    'Ask a tenant admin to assign the user (Enterprise applications, Users and groups), then sign in again.',
    { kind: 'setup' },
  ),
  'AADSTS50140, AADSTS50125, AADSTS50199': signIn('The sign-in stopped at a question such as "Stay signed in?".'),
  'AADSTS50058, AADSTS16001, AADSTS50143, AADSTS50197, AADSTS700020': signIn('Entra ID requires a sign-in.'),
  AADSTS50089: signIn('The sign-in took too long.'),
  'AADSTS70018, AADSTS50134': signIn("Entra ID doesn't accept the code.", NEW_CODE),
  'AADSTS70019, AADSTS70020': signIn('The code expired.', NEW_CODE),
  'AADSTS54005, AADSTS90120, AADSTS700005': signIn('The code was already used, or is for another tenant.'),
  AADSTS501481: signIn("The sign-in couldn't be verified (PKCE).", 'Sign in again from this app.'),
};

/** For a policy that the system's browser may satisfy. */
const policy = (what: string): Row => ({
  kind: 'person',
  what,
  advice:
    "Sign in with your browser, which can prove that this device is known. If that doesn't help, ask a tenant admin which Conditional Access policy applies.",
  remedy: 'sign-in-in-browser',
  endsElsewhere: true,
  variants: [
    {
      when: ['no other browser'],
      advice: 'Ask a tenant admin which Conditional Access policy applies, then sign in again.',
      remedy: 'sign-in',
    },
    {
      when: ['redirect URI not on localhost'],
      advice:
        "To try your browser, give this connection a redirect URI that begins with http://localhost. If that doesn't help, ask a tenant admin which Conditional Access policy applies.",
      remedy: 'edit-connection',
    },
  ],
});

/** The token is as good as before; only an admin can end it. */
const block = (what: string, ask: string): Row =>
  onlyElsewhere(what, `${ask} The refresh token is fine, and signing in again doesn't help.`);
const CHANGE_POLICY = 'Ask a tenant admin to change the policy.';
const DISMISS_RISK = "Ask an admin of the user's own tenant to dismiss the risk.";

export const POLICIES: Rows = {
  'AADSTS53003, AADSTS50131, AADSTS50005': policy('Conditional Access blocked the sign-in.'),
  AADSTS53000: policy('Conditional Access requires a compliant device.'),
  'AADSTS530003, AADSTS50097, AADSTS50129, AADSTS50155': policy('Conditional Access requires a registered device.'),
  AADSTS53001: policy('Conditional Access requires a domain-joined device.'),
  'AADSTS53002, AADSTS50127': signInOrElsewhere(
    'Conditional Access allows approved applications only.',
    'Ask a tenant admin to exempt this application from that policy, then sign in again.',
  ),
  'AADSTS530032, AADSTS530035': block('A security policy of the tenant blocked the request.', CHANGE_POLICY),
  AADSTS53010: block('MFA can be set up only from certain locations or devices.', CHANGE_POLICY),
  'AADSTS500212, AADSTS500213, AADSTS1000104': block("A policy doesn't allow this user in this tenant.", CHANGE_POLICY),
  AADSTS530084: block(
    "Conditional Access requires token protection, which this application doesn't have.",
    'Ask a tenant admin to exempt this application from that policy.',
  ),
  'AADSTS530034, AADSTS53011': block('The account is blocked because of risk in its home tenant.', DISMISS_RISK),
  AADSTS53004: block('MFA setup is blocked because of risk.', DISMISS_RISK),
  'AADSTS500021, AADSTS500022, AADSTS50002': block(
    "This network doesn't allow signing in to this tenant (tenant restrictions).",
    'Use another network, or ask its admin to allow this tenant.',
  ),
};
