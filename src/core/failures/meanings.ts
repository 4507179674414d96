import type { FailureKind, Remedy } from '../model/failure';
import type { RegistrationPage } from '../model/registration-page';

/** What a code means: one sentence of what happened, one of what to do, the one button that does it. */
export interface Meaning {
  readonly kind: FailureKind;
  readonly what: string;
  readonly advice: string;
  readonly remedy: Remedy;
  /** The page of the app registration where the cause can be seen; absent when it is not to be found there. */
  readonly registrationPage?: RegistrationPage;
}

const person = (what: string, advice: string, remedy: Remedy = 'sign-in', page?: RegistrationPage): Meaning => ({
  kind: 'person',
  what,
  advice,
  remedy,
  ...(page === undefined ? {} : { registrationPage: page }),
});
const setup = (what: string, advice: string, remedy: Remedy, page?: RegistrationPage): Meaning => ({
  ...person(what, advice, remedy, page),
  kind: 'setup',
});
const transient = (what: string, advice: string): Meaning => ({ kind: 'transient', what, advice, remedy: 'wait' });

const SIGN_IN_MFA = 'Sign in again and complete MFA.';
const NEW_CODE = 'Sign in again to get a new code.';
const CONDITIONAL_ACCESS =
  'Sign in with your browser, which can show that this device is known; else ask the tenant admin which conditional access policy applies.';

const OTHER_USER = 'Check the tenant of this connection, or sign in with another user.';
const ENABLE_APPLICATION =
  'Ask the tenant admin to enable it (Enterprise applications, Properties, "Enabled for users to sign in"), then sign in again.';

/**
 * Codes of the Microsoft identity platform (`AADSTSnnnn`). Source: Microsoft Learn, "Microsoft Entra authentication and
 * authorization error codes". In words for an application with a secret, for Partner Center; what is different
 * for other connections is in `variants.ts`.
 */
export const AADSTS_MEANINGS: Readonly<Record<number, Meaning>> = {
  700082: person(
    'The refresh token expired because it was not exchanged in time.',
    'Sign in again to obtain a new one.',
  ),
  70008: person('The refresh token has expired.', 'Sign in again to obtain a new one.'),
  700084: setup(
    'The refresh token was issued to a single-page application and lives only 24 hours.',
    'In the app registration, move the redirect URI to the platform "Web", then sign in again.',
    'open-app-registration',
    'authentication',
  ),
  9002327: setup(
    'The redirect URI is registered for a single-page application, whose tokens go to web pages only.',
    'In the app registration, move the redirect URI to the platform "Web", then sign in again.',
    'open-app-registration',
    'authentication',
  ),
  50173: person(
    'The refresh token was revoked, because the password was changed or sessions were revoked.',
    'Sign in again to obtain a new one.',
  ),
  50132: person('The session ended, because the password was changed or has expired.', 'Sign in again.'),
  50133: person('The session ended, because the password was changed or has expired.', 'Sign in again.'),
  70043: person(
    "The tenant's sign-in frequency policy ended this refresh token.",
    'Sign in again; the tenant admin can exempt this application from the policy.',
  ),
  70044: person(
    "The tenant's sign-in frequency policy ended this session.",
    'Sign in again; the tenant admin can exempt this application from the policy.',
  ),
  50076: person('The tenant requires MFA, and this sign-in did not include it.', SIGN_IN_MFA),
  50079: person('The user has to set up MFA first.', 'Sign in again and follow the steps to set up MFA.'),
  50072: person('The user has to set up MFA first.', 'Sign in again and follow the steps to set up MFA.'),
  50078: person('The MFA of this sign-in has expired.', SIGN_IN_MFA),
  50158: person('The tenant asks for an external security challenge.', 'Sign in again and complete the challenge.'),
  50074: person('The tenant requires strong authentication.', SIGN_IN_MFA),
  500121: person('MFA was not completed.', 'Sign in again and approve the MFA request.'),
  50126: person('The user name or password is wrong.', 'Sign in again with the right password.'),
  50055: person('The password has expired.', 'Change the password, then sign in again.'),
  50144: person("The password of the user's Active Directory has expired.", 'Change the password, then sign in again.'),
  50053: person(
    'The user is locked after too many sign-ins with a wrong password.',
    'Wait for the lock to end or ask the tenant admin, then sign in again.',
  ),
  50140: person('The sign-in was interrupted by "Stay signed in?".', 'Sign in again.'),
  50089: person('The sign-in took too long.', 'Sign in again.'),
  70018: person('The code is not one that Entra ID knows.', NEW_CODE),
  70019: person('The code has expired.', NEW_CODE),
  70020: person('The code has expired.', NEW_CODE),
  54005: person('The authorization code was already used.', 'Sign in again.'),
  501481: person('The sign-in could not be verified (PKCE).', 'Sign in again from this app.'),
  53003: person('Conditional access blocked the sign-in.', CONDITIONAL_ACCESS, 'sign-in-in-browser'),
  53000: person('Conditional access requires a compliant device.', CONDITIONAL_ACCESS, 'sign-in-in-browser'),
  530003: person('Conditional access requires a registered device.', CONDITIONAL_ACCESS, 'sign-in-in-browser'),
  53001: person('Conditional access requires a device of the domain.', CONDITIONAL_ACCESS, 'sign-in-in-browser'),
  53002: person(
    'Conditional access lets in approved applications only.',
    'Ask the tenant admin to exempt this application from that policy, then sign in again.',
  ),
  50097: person('Conditional access requires a registered device.', CONDITIONAL_ACCESS, 'sign-in-in-browser'),
  50131: person('Conditional access blocked the sign-in.', CONDITIONAL_ACCESS, 'sign-in-in-browser'),
  65001: person(
    "Nobody has consented to this application's permissions yet.",
    'Sign in with consent, or ask an admin to grant it.',
    'sign-in-with-consent',
    'api-permissions',
  ),
  65004: person('Consent was declined.', 'Sign in with consent, and accept the permissions.', 'sign-in-with-consent'),
  90094: setup(
    "Only an admin can consent to this application's permissions.",
    'Ask the tenant admin to grant admin consent in the app registration, API permissions.',
    'open-app-registration',
    'api-permissions',
  ),
  7000215: setup(
    'The client secret is wrong.',
    "Enter the secret's Value, not its ID; create a new secret if the value is gone.",
    'replace-secret',
    'credentials',
  ),
  7000222: setup(
    'The client secret has expired.',
    'Create a new client secret in the app registration and enter its Value here.',
    'replace-secret',
    'credentials',
  ),
  700027: setup(
    'The certificate was not accepted.',
    'Check in the app registration that this certificate is registered and has not expired, or choose another one here.',
    'replace-certificate',
    'credentials',
  ),
  700030: setup(
    "The certificate's subject is not one that the app registration allows.",
    'Choose a certificate with a subject that is allowed there.',
    'replace-certificate',
  ),
  700024: transient(
    "The certificate's proof is not valid now: the clock of this computer may be wrong.",
    'Set the clock of this computer; the app tries again by itself.',
  ),
  7000218: setup(
    'Entra ID expects a client secret or certificate from this application.',
    'Enter a client secret, or make the application a public client.',
    'replace-secret',
    'credentials',
  ),
  700025: setup(
    'This application is a public client, from which Entra ID takes no secret.',
    'Choose "Public client" instead of the secret. Or, in the app registration, have the redirect URI on the platform "Web", and allow no public client flows.',
    'replace-secret',
  ),
  700016: setup(
    'The tenant does not know this application.',
    'Check the client ID and the tenant of this connection.',
    'edit-connection',
    'overview',
  ),
  700011: setup(
    'The tenant does not know this application.',
    'Check the client ID and the tenant of this connection.',
    'edit-connection',
  ),
  70001: setup('The application is disabled in this tenant.', ENABLE_APPLICATION, 'sign-in'),
  7000112: setup('The application is disabled in this tenant.', ENABLE_APPLICATION, 'sign-in'),
  50105: setup(
    'The user is not assigned to this application.',
    'Ask the tenant admin to assign the user to it (Enterprise applications, Users and groups), then sign in again.',
    'sign-in',
  ),
  90002: setup('There is no such tenant.', 'Check the tenant of this connection.', 'edit-connection'),
  900023: setup('The tenant is not a valid ID or domain.', 'Check the tenant of this connection.', 'edit-connection'),
  50059: setup(
    'Entra ID cannot tell which tenant this is for.',
    'Check the tenant of this connection.',
    'edit-connection',
  ),
  50128: setup(
    'Entra ID cannot tell which tenant this is for.',
    'Check the tenant of this connection.',
    'edit-connection',
  ),
  50034: setup('The user does not exist in this tenant.', OTHER_USER, 'edit-connection'),
  50020: setup('The user belongs to another tenant and is no guest of this one.', OTHER_USER, 'edit-connection'),
  51004: setup('The user does not exist in this tenant.', OTHER_USER, 'edit-connection'),
  90072: setup('The user belongs to another tenant and is no guest of this one.', OTHER_USER, 'edit-connection'),
  50057: person('The user account is disabled.', 'Ask the tenant admin to enable the user, then sign in again.'),
  700007: person(
    'The refresh token was issued to another application.',
    'Check the client ID of this connection, then sign in again.',
    'edit-connection',
  ),
  70000: person('The refresh token is not one that Entra ID knows.', 'Sign in again to obtain a new one.'),
  9002313: person('Entra ID cannot read this refresh token.', 'Sign in again to obtain a new one.'),
  50011: setup(
    'The redirect URI is not registered for this application.',
    'Add exactly this connection\'s redirect URI to the app registration, platform "Web".',
    'copy-redirect-uri',
    'authentication',
  ),
  650053: setup(
    'The application asks for a permission that does not exist.',
    'Add the API permission "Microsoft Partner Center, user_impersonation" in the app registration.',
    'open-app-registration',
    'api-permissions',
  ),
  650057: setup(
    'The application is not set up for this resource.',
    'Add the API permission "Microsoft Partner Center, user_impersonation" in the app registration.',
    'open-app-registration',
    'api-permissions',
  ),
  650056: setup(
    'The application lacks a permission for this resource, or nobody has consented to it.',
    'Add the API permission "Microsoft Partner Center, user_impersonation" in the app registration.',
    'open-app-registration',
    'api-permissions',
  ),
  650052: setup(
    'This tenant does not use the service that the application asks for.',
    'Check the tenant of this connection, and whether it has subscribed to that service.',
    'edit-connection',
  ),
  65002: setup(
    "An application of Microsoft's own may not be used for this resource.",
    'Enter the client ID of an application of your own.',
    'edit-connection',
  ),
  500011: setup(
    'The tenant does not know the resource.',
    'Sign in once to Partner Center with an admin of this tenant, or check the tenant of this connection.',
    'edit-connection',
  ),
  50196: transient(
    'Entra ID sees the same request too often and asks to wait.',
    'Nothing to do: the app tries again by itself.',
  ),
  90033: transient('Entra ID is temporarily unavailable.', 'Nothing to do: the app tries again by itself.'),
};

const TRIES_AGAIN = 'Nothing to do: the app tries again by itself.';

/** Every failure that is not an AADSTS code. */
export const OTHER_MEANINGS = {
  'network/unreachable': transient(
    'The sign-in service could not be reached.',
    'Check the network connection; the app tries again by itself.',
  ),
  'network/name': transient(
    "The sign-in service's name could not be looked up.",
    'Check the network connection and DNS; the app tries again by itself.',
  ),
  'network/refused': transient(
    'The connection was refused.',
    'Check the network, proxy and firewall; the app tries again by itself.',
  ),
  'network/interrupted': transient('The connection broke off before the reply was complete.', TRIES_AGAIN),
  'network/timeout': transient('The sign-in service did not answer in time.', TRIES_AGAIN),
  'network/proxy': transient(
    'The proxy refused the request.',
    'Check the proxy settings of this computer and sign in to the proxy; the app tries again by itself.',
  ),
  'network/certificate': transient(
    'The connection is not trusted: its certificate could not be verified.',
    "A proxy may be inspecting the traffic; add its certificate to this computer's store. The app tries again by itself.",
  ),
  'reply/throttled': transient('Entra ID asks to slow down.', TRIES_AGAIN),
  'reply/server-error': transient('Entra ID has a fault of its own.', TRIES_AGAIN),
  'reply/not-entra': transient(
    "Something other than Entra ID answered, perhaps a network's sign-in page.",
    'Open a browser to see whether this network wants you to sign in; the app tries again by itself.',
  ),
  'reply/incomplete': transient("Entra ID's reply was incomplete.", TRIES_AGAIN),
  'account/other': person(
    'Another account signed in than the one this connection belongs to.',
    'Sign in with the account of this connection, or add a new connection for the other account.',
  ),
  'sign-in/state': person(
    'The reply did not belong to this sign-in, so nothing of it was kept.',
    'Sign in again; if this repeats, something on this computer interferes with the sign-in page.',
  ),
  'sign-in/declined': person('The sign-in was declined.', 'Sign in again.'),
  'sign-in/timed-out': person('Nobody finished the sign-in in the browser within 5 minutes.', 'Sign in again.'),
  'sign-in/code-expired': person('Nobody signed in with the code before it expired.', NEW_CODE),
  'sign-in/no-port': person(
    'The browser could not send its answer, because every port from 8400 to 8999 is taken.',
    'Close the program that holds them, or choose another way to sign in.',
  ),
  'sign-in/busy': person('A sign-in of this connection is already open.', 'Finish it, or close its window.'),
  'token/none': person('This connection holds no refresh token yet.', 'Sign in to obtain one.'),
  'token/gone': person(
    'The refresh token is no longer in the keychain.',
    'Somebody or something removed it. Sign in again to obtain a new one.',
  ),
  'secret/gone': setup(
    'The client secret or certificate is no longer in the keychain.',
    'Enter it again.',
    'replace-secret',
    'credentials',
  ),
  'keychain/missing': setup(
    'There is no keychain on this computer.',
    'On Linux, install and start a Secret Service such as GNOME Keyring or KeePassXC; then try again.',
    'retry-keychain',
  ),
  'keychain/locked': setup('The keychain is locked.', 'Unlock it, then try again.', 'retry-keychain'),
  'keychain/refused': setup(
    'The keychain refused access.',
    'Allow Partner Token Tray to use the keychain when the system asks, then try again.',
    'retry-keychain',
  ),
  'keychain/hanging': setup(
    'The keychain does not answer.',
    'Look for a system prompt that waits for you; otherwise sign out of this computer and in again.',
    'retry-keychain',
  ),
  'keychain/mismatch': setup(
    'The keychain did not give back what was written to it.',
    'Check that no other program changes the entries of Partner Token Tray, then try again.',
    'retry-keychain',
  ),
  'file/unwritable': setup(
    'The connections file could not be written.',
    'Free some disk space and check the permissions of the data folder, then try again.',
    'retry-keychain',
  ),
  'file/unreadable': setup(
    'The connections file could not be read.',
    'Check the permissions of the data folder, then try again. Until then nothing is changed or refreshed.',
    'retry-keychain',
  ),
  'file/bad': setup(
    'The connections file was unreadable and has been set aside.',
    'Check the connections: they were recovered from the keychain.',
    'wait',
  ),
  'file/newer': setup(
    'The connections file was written by a newer version of this app.',
    'Install the newest version. Until then nothing is changed or refreshed.',
    'wait',
  ),
  'folder/busy': transient('Another Partner Token Tray is busy with the connections.', TRIES_AGAIN),
  'request/invalid': setup('A value is not valid.', 'Correct it and try again.', 'edit-connection'),
  'request/unknown': setup('This connection no longer exists.', 'Close this and open the panel again.', 'wait'),
  'internal/fault': transient('The app ran into a fault of its own.', TRIES_AGAIN),
} as const satisfies Readonly<Record<string, Meaning>>;

export type OtherCode = keyof typeof OTHER_MEANINGS;

/** For AADSTS codes not in the table, by the OAuth error they came with. Source: RFC 6749, sections 4.1.2.1 and 5.2. */
export const OAUTH_MEANINGS: Readonly<Record<string, Meaning>> = {
  invalid_grant: person('Entra ID no longer accepts this refresh token.', 'Sign in again to obtain a new one.'),
  interaction_required: person('Entra ID wants to see the user.', 'Sign in again.'),
  login_required: person('Entra ID wants to see the user.', 'Sign in again.'),
  consent_required: person('Consent is missing.', 'Sign in with consent.', 'sign-in-with-consent', 'api-permissions'),
  access_denied: person('The sign-in was declined.', 'Sign in again.'),
  invalid_client: setup(
    'Entra ID does not accept how this application proves itself.',
    'Check the client ID and the client secret of this connection.',
    'replace-secret',
    'credentials',
  ),
  unauthorized_client: setup(
    'This application may not sign users in this way.',
    'Check the app registration: client ID, tenant, and redirect URI of platform "Web".',
    'open-app-registration',
    'authentication',
  ),
  invalid_request: setup(
    'Entra ID could not accept the request.',
    'Check the settings of this connection: tenant, client ID and redirect URI.',
    'edit-connection',
  ),
  invalid_scope: setup(
    'Entra ID does not accept the permissions asked for.',
    'Check the API permissions of the app registration.',
    'open-app-registration',
    'api-permissions',
  ),
  invalid_resource: setup(
    'The tenant does not know the resource.',
    'Check the tenant of this connection and the API permissions of the app registration.',
    'open-app-registration',
    'api-permissions',
  ),
  authorization_declined: person('The sign-in was declined.', NEW_CODE),
  bad_verification_code: person('The code is not one that Entra ID knows.', NEW_CODE),
  expired_token: person('The code has expired.', NEW_CODE),
  temporarily_unavailable: transient('Entra ID is temporarily unavailable.', TRIES_AGAIN),
  server_error: transient('Entra ID has a fault of its own.', TRIES_AGAIN),
  slow_down: transient('Entra ID asks to slow down.', TRIES_AGAIN),
};
