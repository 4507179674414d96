import { type Permission, permissionOf } from '../validation/permission';
import { platformOf } from '../validation/sign-in-methods';
import type { Circumstance } from './circumstances';
import type { Meaning } from './meanings';

/** What is different about a meaning when all of `when` holds of the connection. What is absent is as in the table of meanings. */
export interface Variant extends Partial<Pick<Meaning, 'advice' | 'registrationPage' | 'remedy' | 'what'>> {
  readonly when: readonly Circumstance[];
}

const PUBLIC: Circumstance = 'a public client';
const EXCHANGE_OWN: Circumstance = "Exchange Online's own application";
/** What is to be done elsewhere by hand leads on to this button, where there is no page that could be opened for it. */
const byHandThen = (remedy: Meaning['remedy']): Variant => ({ when: ['no portal page'], remedy });

const ASK_WHICH_POLICY = 'Ask the tenant admin which conditional access policy applies, then sign in again.';
/** That conditional access keeps the sign-in out, where the system's browser is no way around. */
const NO_OTHER_BROWSER: readonly Variant[] = [
  { when: ['signed in by browser'], advice: ASK_WHICH_POLICY, remedy: 'sign-in' },
  { when: ['no way to sign in by browser'], advice: ASK_WHICH_POLICY, remedy: 'sign-in' },
  {
    when: ['no loopback redirect URI'],
    advice:
      'Your browser may be let in: to sign in with it, give this connection a redirect URI that begins with http://localhost. Else ask the tenant admin which conditional access policy applies.',
    remedy: 'edit-connection',
  },
];

/** A device code has no way to ask for consent; the page asks by itself where it is missing. */
const consentByCode = (advice: string): Variant => ({ when: ['signed in by code'], advice, remedy: 'sign-in' });

/** That the redirect URI is of platform "Single-page application". */
const MOVE_REDIRECT_URI: readonly Variant[] = [
  {
    when: [PUBLIC],
    advice: `In the app registration, move the redirect URI to the platform "${platformOf('public')}", then sign in again.`,
  },
  byHandThen('sign-in'),
];

const FOR_EXCHANGE_ONLY =
  "Exchange Online's own application is for Exchange Online only: choose that as what the access tokens are for.";

const addPermission = ({ api, scope }: Permission): string =>
  `Add the API permission "${api}, ${scope}" in the app registration.`;

/** That the application lacks a permission, for the resources other than Partner Center. */
const LACKS_PERMISSION: readonly Variant[] = [
  ...permitted('Microsoft Graph', permissionOf({ kind: 'graph' })),
  ...permitted('Exchange Online', permissionOf({ kind: 'exchange-online' })),
  {
    when: ['other scopes'],
    advice: "Add the API permissions for this connection's scopes in the app registration, or correct the scopes here.",
    remedy: 'edit-connection',
  },
  byHandThen('edit-connection'),
  {
    when: ['a custom cloud'],
    advice: "Add the API permissions for this connection's scopes in the app registration, or correct the scopes here.",
    remedy: 'edit-connection',
  },
  {
    when: [EXCHANGE_OWN],
    advice: FOR_EXCHANGE_ONLY,
    remedy: 'edit-connection',
  },
];

function permitted(resource: Circumstance, permission: Permission | null): readonly Variant[] {
  return permission === null ? [] : [{ when: [resource], advice: addPermission(permission) }];
}

/**
 * What a meaning is for connections that the table's own sentences or button do not fit: those are for an application with a
 * secret, for Partner Center, in a cloud of Microsoft's. By the code of the failure; later ones win over earlier ones.
 */
export const VARIANTS: Readonly<Record<string, readonly Variant[]>> = {
  AADSTS700084: MOVE_REDIRECT_URI,
  AADSTS9002327: MOVE_REDIRECT_URI,
  AADSTS50011: [
    {
      when: [PUBLIC],
      advice: `Add exactly this connection's redirect URI to the app registration, platform "${platformOf('public')}".`,
    },
  ],
  AADSTS50097: NO_OTHER_BROWSER,
  AADSTS50131: NO_OTHER_BROWSER,
  AADSTS53000: NO_OTHER_BROWSER,
  AADSTS53001: NO_OTHER_BROWSER,
  AADSTS53003: NO_OTHER_BROWSER,
  AADSTS530003: NO_OTHER_BROWSER,
  AADSTS65001: [consentByCode('Sign in again and accept the permissions, or ask an admin to grant them.')],
  AADSTS65004: [consentByCode('Sign in again, and accept the permissions.')],
  AADSTS90094: [
    byHandThen('sign-in'),
    {
      when: [EXCHANGE_OWN],
      advice: 'Ask the tenant admin to sign in once with this application and to consent for the organisation.',
      remedy: 'sign-in',
    },
  ],
  AADSTS7000218: [
    {
      when: ['a certificate'],
      advice: 'Choose the certificate of this application again.',
      remedy: 'replace-certificate',
    },
    {
      when: [PUBLIC],
      advice: `In the app registration, Authentication, allow public client flows, and have the redirect URI on the platform "${platformOf('public')}". If the application has a secret, enter it in this connection's settings.`,
      remedy: 'open-app-registration',
      registrationPage: 'authentication',
    },
    { when: [PUBLIC, 'no portal page'], remedy: 'edit-connection' },
  ],
  AADSTS700025: [
    {
      when: ['a certificate'],
      what: 'This application is a public client, from which Entra ID takes no certificate.',
      advice:
        'Choose "Public client" instead of the certificate. Or, in the app registration, have the redirect URI on the platform "Web", and allow no public client flows.',
      remedy: 'replace-certificate',
    },
  ],
  AADSTS650053: LACKS_PERMISSION,
  AADSTS650056: LACKS_PERMISSION,
  AADSTS650057: LACKS_PERMISSION,
  AADSTS65002: [{ when: [EXCHANGE_OWN], advice: FOR_EXCHANGE_ONLY }],
  AADSTS500011: [
    {
      when: ['Microsoft Graph'],
      advice: 'Microsoft Graph is in every tenant: check the cloud and the tenant of this connection.',
    },
    {
      when: ['Exchange Online'],
      advice: 'Check that this tenant has Exchange Online, and that it is the tenant of this connection.',
    },
    { when: ['other scopes'], advice: 'Check the scopes and the tenant of this connection.' },
    { when: ['a custom cloud'], advice: 'Check the scopes and the tenant of this connection.' },
  ],
  'oauth/consent_required': [consentByCode('Sign in again, and accept the permissions.')],
  'oauth/invalid_client': [
    {
      when: ['a certificate'],
      advice: 'Check the client ID and the certificate of this connection.',
      remedy: 'replace-certificate',
    },
    {
      when: [PUBLIC],
      advice: 'Check the client ID of this connection, and that its app registration allows public client flows.',
      remedy: 'edit-connection',
      registrationPage: 'authentication',
    },
  ],
  'oauth/unauthorized_client': [
    {
      when: [PUBLIC],
      advice: `Check the app registration: client ID, tenant, redirect URI of platform "${platformOf('public')}", and that it allows public client flows.`,
    },
    byHandThen('edit-connection'),
    {
      when: [EXCHANGE_OWN],
      advice: 'Check the tenant of this connection, and that it lets this user use Exchange Online.',
      remedy: 'edit-connection',
    },
  ],
  'oauth/invalid_scope': [byHandThen('edit-connection')],
  'oauth/invalid_resource': [byHandThen('edit-connection')],
  'network/certificate': [
    {
      when: ['a custom cloud'],
      advice:
        'If the certificates of this cloud come from an authority of its own, choose that one under "Extra certificate authority" of this connection. The app tries again by itself.',
      remedy: 'edit-connection',
    },
  ],
  'secret/gone': [
    {
      when: ['a client secret'],
      what: 'The client secret is no longer in the keychain.',
      advice: 'Enter it again; create a new secret if the value is gone.',
    },
    {
      when: ['a certificate'],
      what: 'The certificate is no longer in the keychain.',
      advice: 'Choose its file again; make a new certificate if the file is gone.',
      remedy: 'replace-certificate',
    },
  ],
};
