import { platformOf } from '../validation/sign-in-methods';
import type { Circumstance } from './circumstances';
import { MICROSOFT_LEARN } from './entra-sign-in';
import { byHandThen, type Family, passing, type Row, setup } from './row';

const PUBLIC: Circumstance = 'public client';
const PUBLIC_PLATFORM = platformOf('public');
const ON_PUBLIC_PLATFORM = `platform "${PUBLIC_PLATFORM}"`;

function moveRedirectUri(what: string, rest: Partial<Row> = {}): Row {
  const advice = (platform: string) =>
    `In the app registration, move the redirect URI to the platform "${platform}", then sign in again.`;
  return setup(null, what, advice(platformOf('secret')), 'open-app-registration', {
    registrationPage: 'authentication',
    variants: [{ when: [PUBLIC], advice: advice(PUBLIC_PLATFORM), inShort: ON_PUBLIC_PLATFORM }, byHandThen('sign-in')],
    ...rest,
  });
}

const CHECK_ID = 'Check the client ID and the tenant of this connection.';
const ENABLE_APPLICATION =
  'Ask a tenant admin to enable it (Enterprise applications, Properties, "Enabled for users to sign in"), then sign in again.';
const replaceCertificate = (elsewhere: Row['elsewhere'], what: string, advice: string): Row =>
  setup(elsewhere, what, advice, 'replace-certificate', { registrationPage: 'credentials' });

export const APPLICATIONS: Family = {
  title: 'The application and its secret or certificate',
  source: MICROSOFT_LEARN,
  rows: {
    AADSTS7000215: setup(
      'time',
      'The client secret is wrong.',
      "Enter the secret's value, not its ID. If you no longer have the value, create a new secret.",
      'replace-secret',
      { registrationPage: 'credentials' },
    ),
    AADSTS7000222: setup(
      null,
      'The client secret expired.',
      'Create a new client secret in the app registration and enter its value.',
      'replace-secret',
      { registrationPage: 'credentials' },
    ),
    AADSTS7000218: setup(
      'an admin',
      'Entra ID expects a client secret or certificate from this application.',
      'Enter a client secret, or make the application a public client.',
      'replace-secret',
      {
        registrationPage: 'credentials',
        variants: [
          {
            when: ['certificate'],
            advice: 'Choose the certificate of this application again.',
            remedy: 'replace-certificate',
            inShort: 'choose it again',
          },
          {
            when: [PUBLIC],
            advice: `In the app registration, Authentication, allow public client flows and move the redirect URI to the platform "${PUBLIC_PLATFORM}". If the application has a secret, enter it in this connection.`,
            remedy: 'open-app-registration',
            registrationPage: 'authentication',
            inShort: 'allow public client flows in the app registration',
          },
          { when: [PUBLIC, 'no portal page'], remedy: 'edit-connection' },
        ],
      },
    ),
    AADSTS700025: setup(
      'an admin',
      'This application is a public client, so Entra ID takes no secret from it.',
      'Choose "Public client" instead of the secret. Or, in the app registration, move the redirect URI to the platform "Web" and don\'t allow public client flows.',
      'replace-secret',
      {
        variants: [
          {
            when: ['certificate'],
            what: 'This application is a public client, so Entra ID takes no certificate from it.',
            advice:
              'Choose "Public client" instead of the certificate. Or, in the app registration, move the redirect URI to the platform "Web" and don\'t allow public client flows.',
            remedy: 'replace-certificate',
          },
        ],
      },
    ),
    AADSTS700027: replaceCertificate(
      'an admin',
      "Entra ID didn't accept the certificate.",
      "Check that the app registration has this certificate and that it hasn't expired, or choose a different one.",
    ),
    AADSTS700030: setup(
      'an admin',
      "The app registration doesn't allow the subject of this certificate.",
      'Choose a certificate with an allowed subject.',
      'replace-certificate',
    ),
    AADSTS1000502: replaceCertificate(
      null,
      'The certificate expired or is not valid yet.',
      'Choose a certificate that is valid now.',
    ),
    AADSTS700024: passing(
      "The signed request was outside its validity period, so this computer's clock may be wrong.",
      "Check this computer's date and time.",
    ),
    AADSTS700016: setup('an admin', "The tenant doesn't know this application.", CHECK_ID, 'edit-connection', {
      registrationPage: 'overview',
    }),
    AADSTS700011: setup(null, "The tenant doesn't know this application.", CHECK_ID, 'edit-connection'),
    AADSTS7000229: setup(
      'an admin',
      "This application isn't set up in the tenant.",
      'Grant admin consent in the app registration, API permissions, which adds it to the tenant as an enterprise application.',
      'open-app-registration',
      { registrationPage: 'api-permissions', variants: [byHandThen('sign-in')] },
    ),
    AADSTS50194: setup(
      'an admin',
      "This application isn't multitenant.",
      'Enter the tenant of the application in this connection, or make the application multitenant in the app registration.',
      'edit-connection',
      { registrationPage: 'authentication' },
    ),
    AADSTS70001: setup('an admin', 'The application is disabled in this tenant.', ENABLE_APPLICATION, 'sign-in'),
    AADSTS7000112: setup('an admin', 'The application is disabled in this tenant.', ENABLE_APPLICATION, 'sign-in'),
    AADSTS50011: setup(
      null,
      "The redirect URI isn't registered for this application.",
      'Add exactly this connection\'s redirect URI to the app registration, platform "Web".',
      'copy-redirect-uri',
      {
        registrationPage: 'authentication',
        variants: [
          {
            when: [PUBLIC],
            advice: `Add exactly this connection's redirect URI to the app registration, platform "${PUBLIC_PLATFORM}".`,
            inShort: ON_PUBLIC_PLATFORM,
          },
        ],
      },
    ),
    AADSTS700084: moveRedirectUri('The refresh token is for a single-page application and lasts only 24 hours.', {
      isExpiry: true,
    }),
    AADSTS9002327: moveRedirectUri(
      'The redirect URI is registered for a single-page application, so only web pages can use its tokens.',
    ),
  },
};
