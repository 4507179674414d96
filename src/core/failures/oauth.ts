import { platformOf } from '../validation/sign-in-methods';
import { CONSENT_BY_CODE, NEW_CODE, SIGN_IN } from './entra-sign-in';
import { byHandThen, type Family, passing, person, setup } from './row';

const CHECK_REGISTRATION = (platform: string, more = '') =>
  `Check the app registration: client ID, tenant, redirect URI on the platform "${platform}"${more}.`;

/** For replies without an AADSTS code. */
export const OAUTH: Family = {
  title: 'Errors without an AADSTS code',
  source: {
    title: 'RFC 6749, sections 4.1.2.1 and 5.2, and RFC 8628, section 3.5',
    url: 'https://www.rfc-editor.org/rfc/rfc6749',
  },
  rows: {
    'oauth/invalid_grant': person('an admin', 'Entra ID no longer accepts this refresh token.', SIGN_IN),
    'oauth/interaction_required': person('an admin', 'Entra ID requires the user to sign in.', SIGN_IN),
    'oauth/login_required': person('an admin', 'Entra ID requires the user to sign in.', SIGN_IN),
    'oauth/consent_required': person('an admin', 'Consent is missing.', 'Sign in with consent.', {
      remedy: 'sign-in-with-consent',
      registrationPage: 'api-permissions',
      variants: [CONSENT_BY_CODE],
    }),
    'oauth/access_denied': person(null, 'The sign-in was declined.', SIGN_IN),
    'oauth/invalid_client': setup(
      'an admin',
      "Entra ID doesn't accept the credential of this application.",
      'Check the client ID and the client secret of this connection.',
      'replace-secret',
      {
        registrationPage: 'credentials',
        variants: [
          {
            when: ['certificate'],
            advice: 'Check the client ID and the certificate of this connection.',
            inShort: 'check the certificate',
            remedy: 'replace-certificate',
          },
          {
            when: ['public client'],
            advice: 'Check the client ID of this connection and that its app registration allows public client flows.',
            remedy: 'edit-connection',
            registrationPage: 'authentication',
          },
        ],
      },
    ),
    'oauth/unauthorized_client': setup(
      'an admin',
      "This application isn't allowed to sign users in this way.",
      CHECK_REGISTRATION(platformOf('secret')),
      'open-app-registration',
      {
        registrationPage: 'authentication',
        variants: [
          {
            when: ['public client'],
            advice: CHECK_REGISTRATION(platformOf('public'), ', and public client flows allowed'),
            inShort: `platform "${platformOf('public')}"`,
          },
          byHandThen('edit-connection'),
          {
            when: ["Exchange Online's own application"],
            advice: 'Check the tenant of this connection, and that it lets this user use Exchange Online.',
            remedy: 'edit-connection',
          },
        ],
      },
    ),
    'oauth/invalid_request': setup(
      'an admin',
      "Entra ID couldn't accept the request.",
      'Check the tenant, client ID, and redirect URI of this connection.',
      'edit-connection',
    ),
    'oauth/invalid_scope': setup(
      'an admin',
      "Entra ID doesn't accept the requested permissions.",
      'Check the API permissions of the app registration.',
      'open-app-registration',
      { registrationPage: 'api-permissions', variants: [byHandThen('edit-connection')] },
    ),
    'oauth/invalid_resource': setup(
      'an admin',
      "The tenant doesn't know the resource.",
      'Check the tenant of this connection and the API permissions of the app registration.',
      'open-app-registration',
      { registrationPage: 'api-permissions', variants: [byHandThen('edit-connection')] },
    ),
    'oauth/authorization_declined': person(null, 'The sign-in was declined.', SIGN_IN),
    'oauth/bad_verification_code': person(null, "Entra ID doesn't recognize the code.", NEW_CODE),
    'oauth/expired_token': person(null, 'The code expired.', NEW_CODE),
    'oauth/temporarily_unavailable': passing('Entra ID is temporarily unavailable.'),
    'oauth/server_error': passing('Entra ID is temporarily unavailable.'),
    'oauth/slow_down': passing('Entra ID is limiting requests.'),
  },
};
