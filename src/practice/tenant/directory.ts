import { EntraError } from '../wire/entra-error';
import type { PracticePartner, PracticeUser } from './contract';

const DOMAIN = 'harbour-practice.onmicrosoft.example';

/** The practice tenant's users. The first is the one to use. */
const USERS: readonly PracticeUser[] = [
  user('alex', 'Alex Harbour', '01', { about: 'Admin agent with MFA.' }),
  user('nomfa', 'Noor Malik', '02', {
    about: 'Admin agent without MFA: Partner Center refuses the tokens.',
    signIn: 'none',
  }),
  user('federated', 'Fedja Ration', '03', {
    about: 'Admin agent who signs in with MFA at another identity provider, in a pop-up window.',
    signIn: 'federated',
  }),
  user('reader', 'Rea Dermott', '04', {
    about: 'Has MFA but no agent role: Partner Center answers 403.',
    isAgent: false,
  }),
  user('disabled', 'Dee Sabled', '05', { about: 'The account is disabled: AADSTS50057.', disabled: true }),
];

/** The same for everybody, so that pictures and instructions agree. Made up and worth nothing. */
export const PARTNER: PracticePartner = {
  tenantId: '5ea51de0-0000-4000-8000-0000000c10ad',
  domain: DOMAIN,
  organization: 'Harbour Practice Partners',
  clientId: 'a9911ca7-0000-4000-8000-00000000a991',
  clientSecret: 'Pr8~Q~NotARealSecret.OnlyForPractice_0aZ',
  redirectUri: 'http://localhost:8400/',
  publicClientId: 'a9911ca7-0000-4000-8000-00000000b0b1',
  certificateClientId: 'a9911ca7-0000-4000-8000-00000000ce27',
  customScope: `api://${DOMAIN}/stock/Stock.Read`,
  vault: 'https://harbour-practice.vault.azure.net',
  username: `alex@${DOMAIN}`,
  password: 'Practice-makes-perfect-1',
  mfaCode: '424242',
  users: USERS,
};

/** An app registration of the practice tenant. */
export interface Application {
  readonly clientId: string;
  readonly name: string;
  /** A confidential client authenticates with a secret or a certificate; a public one must not. */
  readonly kind: 'confidential' | 'public';
  readonly redirectUris: readonly string[];
  /** URI of the API that needs no consent, because Microsoft made both the application and the API. */
  readonly preauthorizedFor?: string;
}

const APPLICATIONS: readonly Application[] = [
  {
    clientId: PARTNER.clientId,
    name: 'Harbour automation',
    kind: 'confidential',
    redirectUris: [PARTNER.redirectUri],
  },
  {
    clientId: PARTNER.certificateClientId,
    name: 'Harbour automation (certificate)',
    kind: 'confidential',
    redirectUris: [PARTNER.redirectUri],
  },
  {
    clientId: PARTNER.publicClientId,
    name: 'Harbour desktop',
    kind: 'public',
    redirectUris: ['http://localhost', 'http://localhost/'],
  },
  // Exchange Online's own public client, which partners without an app registration use with a device code.
  {
    clientId: 'a0c73c16-a7e3-4564-9a95-2bdf47383716',
    name: 'Exchange Online PowerShell',
    kind: 'public',
    redirectUris: ['http://localhost'],
    preauthorizedFor: 'https://outlook.office365.com',
  },
];

/** The tenant that a segment of a path names. Throws AADSTS90002. */
export function requireTenant(segment: string): string {
  const asked = segment.toLowerCase();
  if (asked === PARTNER.tenantId || asked === PARTNER.domain || SHARED_SEGMENTS.has(asked)) return asked;
  throw new EntraError(90002, { tenant: segment });
}

const SHARED_SEGMENTS = new Set(['common', 'organizations']);

/** `null` when there is no such application. */
export function findApplication(clientId: string): Application | null {
  const asked = clientId.toLowerCase();
  return APPLICATIONS.find((application) => application.clientId === asked) ?? null;
}

/** Throws AADSTS700016 when there is no such application. */
export function requireApplication(clientId: string, tenant: string): Application {
  const found = findApplication(clientId);
  if (found !== null) return found;
  throw new EntraError(700016, {
    app: clientId,
    tenant: SHARED_SEGMENTS.has(tenant) ? tenant : PARTNER.organization,
  });
}

/** `null` when there is no such user. */
export function findUser(username: string): PracticeUser | null {
  const asked = username.trim().toLowerCase();
  return USERS.find((candidate) => candidate.username === asked) ?? null;
}

/** `null` when there is no such user. */
export function findUserById(objectId: string): PracticeUser | null {
  return USERS.find((candidate) => candidate.objectId === objectId) ?? null;
}

/**
 * Whether Entra ID would send a reply to this address. Letter by letter, but for the port of a `localhost` address,
 * which it ignores (Microsoft Learn, "Redirect URI (reply URL) restrictions", "Localhost exceptions").
 */
export function isRegisteredRedirect(application: Application, redirectUri: string): boolean {
  const asked = withoutLoopbackPort(redirectUri);
  return application.redirectUris.some((registered) => withoutLoopbackPort(registered) === asked);
}

function withoutLoopbackPort(uri: string): string {
  return uri.replace(/^(http:\/\/localhost):\d{1,5}(?=\/|\?|$)/, '$1');
}

function user(
  alias: string,
  displayName: string,
  number: string,
  rest: Partial<PracticeUser> & { about: string },
): PracticeUser {
  return {
    username: `${alias}@${DOMAIN}`,
    displayName,
    objectId: `05e40000-0000-4000-8000-0000000000${number}`,
    signIn: 'code',
    isAgent: true,
    disabled: false,
    ...rest,
  };
}
