import type { Resource } from '../model/connection';
import { permissionOf } from '../validation/permission';
import {
  CONSENT,
  changeOn,
  consent,
  ELSEWHERE,
  edit,
  editOrElsewhere,
  onlyElsewhere,
  passing,
  type Row,
  type Rows,
  rowsWith,
} from './row';

const EXCHANGE_OWN = "Exchange Online's own application";
const CHECK_TENANT = 'Check the tenant of this connection.';
const FOR_EXCHANGE_ONLY =
  "Exchange Online's own application is for Exchange Online only. Choose Exchange Online as the resource.";
const OWN_SCOPES = {
  advice: "Add the API permissions for this connection's scopes in the app registration, or correct the scopes here.",
  remedy: 'edit-connection',
} as const;
const CHECK_SCOPES = 'Check the scopes and the tenant of this connection.';

const addPermission = (kind: Resource['kind']): string => {
  const { api = '', scope = '' } = permissionOf({ kind }) ?? {};
  return `Add the API permission "${api}, ${scope}" in the app registration.`;
};

/** The application lacks a permission of the resource. */
const missing = (what: string): Row =>
  changeOn('api-permissions', 'edit-connection')(what, addPermission('partner-center'), {
    ...ELSEWHERE,
    variants: [
      { when: ['Microsoft Graph'], advice: addPermission('graph') },
      { when: ['Exchange Online'], advice: addPermission('exchange-online') },
      { when: ['other scopes'], ...OWN_SCOPES },
      { when: ['custom cloud'], ...OWN_SCOPES },
      { when: [EXCHANGE_OWN], advice: FOR_EXCHANGE_ONLY, remedy: 'edit-connection' },
    ],
  });

const addConnection = rowsWith({ kind: 'setup', remedy: 'add-connection' });

/** What the tenant does not allow, does not have, or is not. */
export const TENANTS: Rows = {
  'AADSTS65001, AADSTS90008': consent("The permissions of this application haven't been consented to.", CONSENT),
  AADSTS65004: {
    kind: 'person',
    what: 'Consent was declined.',
    advice: 'Sign in with consent and accept the permissions.',
    remedy: 'sign-in-with-consent',
    variants: [{ when: ['device code'], advice: 'Sign in again and accept the permissions.', remedy: 'sign-in' }],
  },
  'AADSTS90094, AADSTS90095, AADSTS90093': changeOn('api-permissions', 'sign-in')(
    "Only an admin can consent to this application's permissions.",
    'Ask a tenant admin to grant admin consent in the app registration, API permissions.',
    {
      ...ELSEWHERE,
      variants: [
        {
          when: [EXCHANGE_OWN],
          advice: 'Ask a tenant admin to sign in once with this application and consent for the organization.',
          remedy: 'sign-in',
        },
      ],
    },
  ),
  AADSTS90099: onlyElsewhere(
    "This application isn't authorized in the customer's tenant.",
    "Ask an admin of the customer's tenant to consent to it, or authorize it through the Partner Center API.",
  ),
  'AADSTS650051, AADSTS650053': missing("The application asks for a permission that doesn't exist."),
  'AADSTS650057, AADSTS650056, AADSTS65005': missing(
    'The application lacks a permission for this resource, or consent to it.',
  ),
  'AADSTS70011, AADSTS28002, AADSTS700022, AADSTS700023': {
    ...missing("Entra ID doesn't accept the requested permissions."),
    // 700023 is sent for a certificate, too.
    meanings: [{ says: /client assertion/i, code: 'AADSTS700027' }],
  },
  AADSTS650052: editOrElsewhere(
    "This tenant doesn't use the service that the application asks for.",
    'Check the tenant of this connection, and whether it subscribes to that service.',
  ),
  AADSTS65002: edit(
    "Microsoft's own application can't be used for this resource.",
    'Enter the client ID of your own application.',
    { variants: [{ when: [EXCHANGE_OWN], advice: FOR_EXCHANGE_ONLY }] },
  ),
  'AADSTS500011, AADSTS50001, AADSTS650054': editOrElsewhere(
    "The tenant doesn't know the resource.",
    'Sign in to Partner Center once as an admin of this tenant, or check the tenant of this connection.',
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
        { when: ['other scopes'], advice: CHECK_SCOPES },
        { when: ['custom cloud'], advice: CHECK_SCOPES },
      ],
    },
  ),
  AADSTS500014: onlyElsewhere(
    'The resource is disabled in this tenant.',
    'Ask a tenant admin to enable it (Enterprise applications, Properties) or renew its subscription.',
  ),
  AADSTS90002: editOrElsewhere(
    "Entra ID can't find this tenant in this cloud.",
    `${CHECK_TENANT} If it's in another cloud, add a new connection there.`,
  ),
  'AADSTS90038, AADSTS900382, AADSTS900432': addConnection(
    'This tenant is in another cloud.',
    "Add a new connection in that cloud. The cloud of a connection can't be changed.",
  ),
  AADSTS900023: edit("The tenant isn't a valid ID or domain.", CHECK_TENANT),
  'AADSTS50059, AADSTS50128, AADSTS90019': edit("Entra ID can't tell which tenant this is for.", CHECK_TENANT),
  'AADSTS50196, AADSTS90055': passing('Entra ID is limiting requests.'),
  'AADSTS90033, AADSTS50033, AADSTS50166, AADSTS90006, AADSTS90012, AADSTS90024, AADSTS90090, AADSTS90091': passing(
    'Entra ID is temporarily unavailable.',
  ),
};
