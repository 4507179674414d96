import { platformOf } from '../validation/sign-in-methods';
import {
  changeOn,
  consent,
  ELSEWHERE,
  editOrElsewhere,
  NEW_CODE,
  passing,
  type Rows,
  replaceSecret,
  signIn,
  signInOrElsewhere,
} from './row';

const checkRegistration = (platform: string, more = '') =>
  `Check the app registration: client ID, tenant, redirect URI on the platform "${platform}"${more}.`;

/** For replies without an AADSTS code. */
export const OAUTH: Rows = {
  'oauth/invalid_grant': signInOrElsewhere('Entra ID no longer accepts this refresh token.'),
  'oauth/interaction_required, oauth/login_required': signInOrElsewhere('Entra ID requires a sign-in.'),
  'oauth/consent_required': consent('Consent is missing.', 'Sign in with consent.'),
  'oauth/access_denied, oauth/authorization_declined': signIn('The sign-in was declined.'),
  'oauth/invalid_client': replaceSecret(
    "Entra ID doesn't accept the credential of this application.",
    'Check the client ID and the client secret of this connection.',
    {
      ...ELSEWHERE,
      variants: [
        {
          when: ['certificate'],
          advice: 'Check the client ID and the certificate of this connection.',
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
  'oauth/unauthorized_client': changeOn('authentication', 'edit-connection')(
    "This application isn't allowed to sign users in this way.",
    checkRegistration(platformOf('secret')),
    {
      ...ELSEWHERE,
      variants: [
        {
          when: ['public client'],
          advice: checkRegistration(platformOf('public'), ', and public client flows allowed'),
        },
        {
          when: ["Exchange Online's own application"],
          advice: 'Check the tenant of this connection, and that it lets this user use Exchange Online.',
          remedy: 'edit-connection',
        },
      ],
    },
  ),
  'oauth/invalid_request': editOrElsewhere(
    "Entra ID couldn't accept the request.",
    'Check the tenant, client ID, and redirect URI of this connection.',
  ),
  'oauth/invalid_scope': changeOn('api-permissions', 'edit-connection')(
    "Entra ID doesn't accept the requested permissions.",
    'Check the API permissions of the app registration.',
    ELSEWHERE,
  ),
  'oauth/invalid_resource': changeOn('api-permissions', 'edit-connection')(
    "The tenant doesn't know the resource.",
    'Check the tenant of this connection and the API permissions of the app registration.',
    ELSEWHERE,
  ),
  'oauth/bad_verification_code': signIn("Entra ID doesn't recognize the code.", NEW_CODE),
  'oauth/expired_token': signIn('The code expired.', NEW_CODE),
  'oauth/temporarily_unavailable, oauth/server_error': passing('Entra ID is temporarily unavailable.'),
  'oauth/slow_down': passing('Entra ID is limiting requests.'),
};
