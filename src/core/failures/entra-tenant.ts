import { permissionOf } from '../validation/permission';
import type { Circumstance } from './circumstances';
import { CONSENT, CONSENT_BY_CODE, MICROSOFT_LEARN } from './entra-sign-in';
import { byHandThen, type Family, passing, person, type Row, setup } from './row';

const EXCHANGE_OWN: Circumstance = "Exchange Online's own application";
const CHECK_TENANT = 'Check the tenant of this connection.';
const FOR_EXCHANGE_ONLY =
  "Exchange Online's own application is for Exchange Online only. Choose Exchange Online as the resource.";

const addPermission = (kind: 'partner-center' | 'graph' | 'exchange-online'): string => {
  const { api = '', scope = '' } = permissionOf({ kind }) ?? {};
  return `Add the API permission "${api}, ${scope}" in the app registration.`;
};
const OWN_SCOPES =
  "Add the API permissions for this connection's scopes in the app registration, or correct the scopes here.";

/** The application lacks a permission of the resource. */
const missing = (what: string): Row =>
  setup('an admin', what, addPermission('partner-center'), 'open-app-registration', {
    registrationPage: 'api-permissions',
    variants: [
      { when: ['Microsoft Graph'], advice: addPermission('graph'), inShort: 'that of the API' },
      { when: ['Exchange Online'], advice: addPermission('exchange-online'), inShort: 'that of the API' },
      { when: ['other scopes'], advice: OWN_SCOPES, remedy: 'edit-connection', inShort: 'those of the scopes' },
      byHandThen('edit-connection'),
      { when: ['custom cloud'], advice: OWN_SCOPES, remedy: 'edit-connection' },
      { when: [EXCHANGE_OWN], advice: FOR_EXCHANGE_ONLY, remedy: 'edit-connection' },
    ],
  });

const NEEDS_ADMIN = setup(
  'an admin',
  "Only an admin can consent to this application's permissions.",
  'Ask a tenant admin to grant admin consent in the app registration, API permissions.',
  'open-app-registration',
  {
    registrationPage: 'api-permissions',
    variants: [
      byHandThen('sign-in'),
      {
        when: [EXCHANGE_OWN],
        advice: 'Ask a tenant admin to sign in once with this application and consent for the organization.',
        remedy: 'sign-in',
      },
    ],
  },
);

const OTHER_CLOUD = setup(
  null,
  'This tenant is in another cloud.',
  "Add a new connection in that cloud. The cloud of a connection can't be changed.",
  'add-connection',
);

/** What the tenant does not allow, does not have, or is not. */
export const TENANTS: Family = {
  title: 'Permissions, resources, tenants, and clouds',
  source: MICROSOFT_LEARN,
  rows: {
    AADSTS65001: person('an admin', "The permissions of this application haven't been consented to.", CONSENT, {
      remedy: 'sign-in-with-consent',
      registrationPage: 'api-permissions',
      variants: [CONSENT_BY_CODE],
    }),
    AADSTS65004: person(null, 'Consent was declined.', 'Sign in with consent and accept the permissions.', {
      remedy: 'sign-in-with-consent',
      variants: [{ when: ['device code'], advice: 'Sign in again and accept the permissions.', remedy: 'sign-in' }],
    }),
    AADSTS90094: NEEDS_ADMIN,
    AADSTS90095: NEEDS_ADMIN,
    AADSTS90099: setup(
      'an admin',
      "This application isn't authorized in the customer's tenant.",
      "Ask an admin of the customer's tenant to consent to it, or authorize it through the Partner Center API.",
      'wait',
    ),
    AADSTS650051: missing("The application asks for a permission that doesn't exist."),
    AADSTS650053: missing("The application asks for a permission that doesn't exist."),
    AADSTS650057: missing('The application lacks a permission for this resource, or consent to it.'),
    AADSTS650056: missing('The application lacks a permission for this resource, or consent to it.'),
    AADSTS650052: setup(
      'an admin',
      "This tenant doesn't use the service that the application asks for.",
      'Check the tenant of this connection, and whether it subscribes to that service.',
      'edit-connection',
    ),
    AADSTS65002: setup(
      null,
      "Microsoft's own application can't be used for this resource.",
      'Enter the client ID of your own application.',
      'edit-connection',
      { variants: [{ when: [EXCHANGE_OWN], advice: FOR_EXCHANGE_ONLY }] },
    ),
    AADSTS500011: setup(
      'an admin',
      "The tenant doesn't know the resource.",
      'Sign in to Partner Center once as an admin of this tenant, or check the tenant of this connection.',
      'edit-connection',
      {
        variants: [
          {
            when: ['Microsoft Graph'],
            advice: 'Microsoft Graph is in every tenant: check the cloud and the tenant of this connection.',
          },
          {
            when: ['Exchange Online'],
            advice: 'Check that this tenant has Exchange Online and is the tenant of this connection.',
          },
          {
            when: ['other scopes'],
            advice: 'Check the scopes and the tenant of this connection.',
            inShort: 'check the scopes',
          },
          { when: ['custom cloud'], advice: 'Check the scopes and the tenant of this connection.' },
        ],
      },
    ),
    AADSTS500014: setup(
      'an admin',
      'The resource is disabled in this tenant.',
      'Ask a tenant admin to enable it (Enterprise applications, Properties) or renew its subscription.',
      'wait',
    ),
    AADSTS90002: setup(
      'an admin',
      "Entra ID can't find this tenant in this cloud.",
      `${CHECK_TENANT} If it's in another cloud, add a new connection there.`,
      'edit-connection',
    ),
    AADSTS90038: OTHER_CLOUD,
    AADSTS900382: OTHER_CLOUD,
    AADSTS900432: OTHER_CLOUD,
    AADSTS900023: setup(null, "The tenant isn't a valid ID or domain.", CHECK_TENANT, 'edit-connection'),
    AADSTS50059: setup(null, "Entra ID can't tell which tenant this is for.", CHECK_TENANT, 'edit-connection'),
    AADSTS50128: setup(null, "Entra ID can't tell which tenant this is for.", CHECK_TENANT, 'edit-connection'),
    AADSTS50196: passing('Entra ID sees the same request too often and asks to wait.'),
    AADSTS90033: passing('Entra ID is temporarily unavailable.'),
  },
};
