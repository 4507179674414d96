import type { Fault } from '../../src/practice/tenant/contract';

const IDS =
  'Trace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-01-09 02:02:12Z';

/** A refusal of Entra ID's token endpoint. `codes`: what `error_codes` holds, where it isn't the code of the sentence. */
export function refusal(error: string, sentence: string, codes: unknown = codesIn(sentence)): Fault {
  const body = JSON.stringify({ error, error_description: `${sentence}\r\n${IDS}`, error_codes: codes });
  return { kind: 'status', status: error === 'invalid_client' ? 401 : 400, contentType: 'application/json', body };
}

const codesIn = (sentence: string) => [...sentence.matchAll(/AADSTS(\d+)/g)].map(([, digits]) => Number(digits));

const MISSING_PRINCIPAL =
  'AADSTS7000229: The client application 1111 is missing service principal in the tenant 2222. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119.';
const SCOPES =
  'AADSTS70000: The request was denied because one or more scopes requested are unauthorized or expired. The user must first sign in and grant the client application access to the requested scope.';
const TOO_OLD =
  'AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-01-01T00:00:00.0000000Z and the maximum allowed lifetime for this request is 14400.';

const ELSEWHERE = "The refresh token is fine, and signing in again doesn't help.";
const RISK = /blocked because of risk.*dismiss the risk\. The refresh token is fine/;
const ONLY_ADMIN = 'Only an admin can consent';

/**
 * What Entra ID replies, the code under which it is told, what the card says, and the words of its main button; '' where that is a
 * page of the portal, which the practice cloud has none of.
 */
export const REFUSALS: ReadonlyArray<readonly [Fault, code: string, says: string | RegExp, button: string]> = [
  [refusal('invalid_client', MISSING_PRINCIPAL), 'AADSTS7000229', /isn't set up in the tenant\..*consent/, ''],
  [
    refusal('invalid_client', "AADSTS650051: The scope doesn't exist on the resource."),
    'AADSTS650051',
    /permission that doesn't exist\..*API permission/,
    '',
  ],
  [
    refusal('invalid_client', 'AADSTS1000502: The provided certificate is not within its specified validity window.'),
    'AADSTS1000502',
    "The certificate expired or isn't valid yet.",
    'Replace certificate',
  ],
  [
    refusal(
      'invalid_request',
      "AADSTS90038: Tenant 'x' request is being redirected to the National Cloud 'MicrosoftOnline.CN'.",
    ),
    'AADSTS90038',
    /This tenant is in another cloud: MicrosoftOnline\.CN\.Add a new connection in that cloud\./,
    'Add connection',
  ],
  [
    refusal('invalid_request', 'AADSTS900382: Confidential Client is not supported in Cross Cloud request.'),
    'AADSTS900382',
    'This tenant is in another cloud.',
    'Add connection',
  ],
  [
    refusal(
      'invalid_request',
      "AADSTS90002: Tenant 'x' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    ),
    'AADSTS90002',
    /can't find this tenant in this cloud\..*If it's in another cloud, add a new connection there\./,
    'Edit connection',
  ],
  [
    refusal(
      'invalid_grant',
      'AADSTS530034: A delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.',
    ),
    'AADSTS530034',
    RISK,
    'Refresh now',
  ],
  [
    refusal('access_denied', 'AADSTS53011: User blocked due to risk on home tenant.'),
    'AADSTS53011',
    RISK,
    'Refresh now',
  ],
  [
    refusal('access_denied', 'AADSTS53004: User needs to complete MFA registration before accessing this content.'),
    'AADSTS53004',
    RISK,
    'Refresh now',
  ],
  [
    refusal('access_denied', 'AADSTS530084: Access has been blocked by conditional access token protection policy.'),
    'AADSTS530084',
    ELSEWHERE,
    'Refresh now',
  ],
  [
    refusal('invalid_grant', 'AADSTS530032: Access has been blocked by security policy.'),
    'AADSTS530032',
    ELSEWHERE,
    'Refresh now',
  ],
  [
    refusal('access_denied', 'AADSTS530035: Access has been blocked by security defaults.'),
    'AADSTS530035',
    ELSEWHERE,
    'Refresh now',
  ],
  [
    refusal(
      'invalid_grant',
      "AADSTS53010: Can't configure multi-factor authentication methods because the organization requires this information to be set from specific locations or devices.",
    ),
    'AADSTS53010',
    ELSEWHERE,
    'Refresh now',
  ],
  [
    refusal(
      'access_denied',
      'AADSTS90095: Admin consent is required for the permissions requested by this application.',
    ),
    'AADSTS90095',
    ONLY_ADMIN,
    '',
  ],
  [
    refusal(
      'invalid_client',
      'AADSTS90099: The application has not been authorized in the tenant. Applications must be authorized to access the customer tenant before partner delegated administrators can use them.',
    ),
    'AADSTS90099',
    "This application isn't authorized in the customer's tenant.",
    'Refresh now',
  ],
  [
    refusal('invalid_grant', 'AADSTS500571: The guest user account is disabled.'),
    'AADSTS500571',
    'The user account is disabled.',
    'Sign in',
  ],
  [
    refusal('invalid_request', "AADSTS500014: The service principal for resource 'x' is disabled."),
    'AADSTS500014',
    'The resource is disabled in this tenant.',
    'Refresh now',
  ],
  [
    refusal('invalid_request', "AADSTS50194: Application 'x' is not configured as a multi-tenant application."),
    'AADSTS50194',
    "This application isn't multitenant.",
    'Edit connection',
  ],
  [refusal('invalid_grant', TOO_OLD), 'AADSTS70043', 'sign-in frequency policy ended this refresh token', 'Sign in'],
  [
    refusal(
      'invalid_grant',
      'AADSTS70002: Error validating credentials. AADSTS70008: The provided authorization code or refresh token has expired.',
    ),
    'AADSTS70008',
    'The refresh token expired.',
    'Sign in',
  ],
  [
    refusal(
      'invalid_client',
      'AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.',
    ),
    'AADSTS7000215',
    'The client secret is wrong.',
    'Replace secret',
  ],
  [
    refusal('invalid_grant', 'AADSTS70008: The refresh token has expired. AADSTS70002: Error validating credentials.'),
    'AADSTS70008',
    'The refresh token expired.',
    'Sign in',
  ],
  [
    refusal('invalid_grant', SCOPES),
    'AADSTS70000/scopes',
    'Consent for the permissions of this connection is missing or has expired.',
    'Sign in with consent',
  ],
  [
    refusal('invalid_grant', 'The refresh token has expired due to inactivity.', ['700082']),
    'AADSTS700082',
    "The refresh token expired because it wasn't used in time.",
    'Sign in',
  ],
];
