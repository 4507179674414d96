import { platformOf } from '../validation/sign-in-methods';
import {
  changeOn,
  ELSEWHERE,
  edit,
  editOrElsewhere,
  passing,
  type Row,
  type Rows,
  replaceCertificate,
  replaceSecret,
  signInOrElsewhere,
} from './row';

const [WEB, NATIVE] = [platformOf('secret'), platformOf('public')];
const CHECK_ID = 'Check the client ID and the tenant of this connection.';

function moveRedirectUri(what: string, rest: Partial<Row> = {}): Row {
  const advice = (platform: string) =>
    `In the app registration, move the redirect URI to the platform "${platform}", then sign in again.`;
  return changeOn('authentication', 'sign-in')(what, advice(WEB), {
    variants: [{ when: ['public client'], advice: advice(NATIVE) }],
    ...rest,
  });
}

const addRedirectUri = (platform: string) =>
  `Add exactly this connection's redirect URI to the app registration, platform "${platform}".`;

const insteadOf = (credential: string) =>
  `Choose "Public client" instead of the ${credential}. Or, in the app registration, move the redirect URI to the platform "${WEB}" and don't allow public client flows.`;

export const APPLICATIONS: Rows = {
  // A new secret takes a while to be known everywhere.
  AADSTS7000215: replaceSecret(
    'The client secret is wrong.',
    "Enter the secret's value, not its ID. If you no longer have the value, create a new secret.",
    ELSEWHERE,
  ),
  AADSTS7000222: replaceSecret(
    'The client secret expired.',
    'Create a new client secret in the app registration and enter its value.',
  ),
  AADSTS7000218: replaceSecret(
    'Entra ID expects a client secret or certificate from this application.',
    'Enter a client secret, or make the application a public client.',
    {
      ...ELSEWHERE,
      variants: [
        {
          when: ['certificate'],
          advice: 'Choose the certificate of this application again.',
          remedy: 'replace-certificate',
        },
        {
          when: ['public client'],
          advice: `In the app registration, Authentication, allow public client flows and move the redirect URI to the platform "${NATIVE}". If the application has a secret, enter it in this connection.`,
          remedy: 'open-app-registration',
          registrationPage: 'authentication',
        },
        { when: ['public client', 'no portal page'], remedy: 'edit-connection' },
      ],
    },
  ),
  AADSTS700025: {
    kind: 'setup',
    what: 'This application is a public client, so Entra ID takes no secret from it.',
    advice: insteadOf('secret'),
    remedy: 'replace-secret',
    ...ELSEWHERE,
    variants: [
      {
        when: ['certificate'],
        what: 'This application is a public client, so Entra ID takes no certificate from it.',
        advice: insteadOf('certificate'),
        remedy: 'replace-certificate',
      },
    ],
  },
  'AADSTS700027, AADSTS50012': replaceCertificate(
    "Entra ID didn't accept the certificate.",
    "Check that the app registration has this certificate and that it hasn't expired, or choose a different one.",
    { ...ELSEWHERE, meanings: [{ says: /invalid client secret/i, code: 'AADSTS7000215' }] },
  ),
  AADSTS700030: {
    kind: 'setup',
    what: "The app registration doesn't allow the subject of this certificate.",
    advice: 'Choose a certificate with an allowed subject.',
    remedy: 'replace-certificate',
    ...ELSEWHERE,
  },
  AADSTS1000502: replaceCertificate("The certificate expired or isn't valid yet.", 'Choose one that is valid now.'),
  AADSTS700024: passing(
    "The signed request was outside its validity period, so this computer's clock may be wrong.",
    "Check this computer's date and time.",
  ),
  AADSTS700016: editOrElsewhere("The tenant doesn't know this application.", CHECK_ID, {
    registrationPage: 'overview',
  }),
  AADSTS700011: edit("The tenant doesn't know this application.", CHECK_ID),
  AADSTS7000229: changeOn('api-permissions', 'sign-in')(
    "This application isn't set up in the tenant.",
    'Grant admin consent in the app registration, API permissions. This adds it to the tenant.',
    ELSEWHERE,
  ),
  AADSTS50194: editOrElsewhere(
    "This application isn't multitenant.",
    'Enter the tenant of the application, or make the application multitenant in the app registration.',
    { registrationPage: 'authentication' },
  ),
  'AADSTS70001, AADSTS7000112, AADSTS1000031': signInOrElsewhere(
    'The application is disabled in this tenant.',
    'Ask a tenant admin to enable it (Enterprise applications, Properties, "Enabled for users to sign in"), then sign in again.',
    { kind: 'setup' },
  ),
  'AADSTS50011, AADSTS70004, AADSTS900971': {
    kind: 'setup',
    what: "The redirect URI isn't registered for this application.",
    advice: addRedirectUri(WEB),
    remedy: 'copy-redirect-uri',
    registrationPage: 'authentication',
    variants: [{ when: ['public client'], advice: addRedirectUri(NATIVE) }],
  },
  AADSTS700084: moveRedirectUri('The refresh token is for a single-page application and lasts only 24 hours.', {
    endsToken: 'expired',
  }),
  AADSTS9002327: moveRedirectUri(
    'The redirect URI is registered for a single-page application, so only web pages can use its tokens.',
  ),
};
