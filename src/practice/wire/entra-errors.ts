/** How Entra ID words one error code. `{names}` are filled in where it happens. */
export interface EntraErrorKind {
  /** OAuth 2.0 error. */
  readonly error: string;
  readonly status: number;
  readonly suberror?: string;
  /** A claims challenge, as conditional access sends. */
  readonly claims?: string;
  readonly text: string;
}

const CLAIMS = '{"access_token":{"capolids":{"essential":true,"values":["ca9011c7-0000-4000-8000-000000000001"]}}}';
const MOVED =
  'Due to a configuration change made by your administrator, or because you moved to a new location, you must';

function grant(text: string, suberror?: string): EntraErrorKind {
  return { error: 'invalid_grant', status: 400, text, ...(suberror === undefined ? {} : { suberror }) };
}

/** A rule of conditional access. */
function access(text: string, suberror: 'basic_action' | 'message_only'): EntraErrorKind {
  return { ...grant(text, suberror), claims: CLAIMS };
}

function request(text: string, error = 'invalid_request'): EntraErrorKind {
  return { error, status: 400, text };
}

function client(text: string): EntraErrorKind {
  return { error: 'invalid_client', status: 401, text };
}

/** Source: Microsoft Learn, "Microsoft Entra authentication and authorization error codes", and published replies. */
export const ENTRA_ERRORS: Readonly<Record<number, EntraErrorKind>> = {
  28000: request(
    'Provided value for the input parameter scope is not valid because it contains more than one resource.',
  ),
  50011: request(
    "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{app}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
  ),
  50027: request('JWT token is invalid or malformed.'),
  50053: grant("The account is locked, you've tried to sign in too many times with an incorrect user ID or password."),
  50057: grant('The user account is disabled.'),
  50076: access(`${MOVED} use multi-factor authentication to access '{resource}'.`, 'basic_action'),
  50078: access(
    "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{resource}'.",
    'basic_action',
  ),
  50079: access(`${MOVED} enroll in multi-factor authentication to access '{resource}'.`, 'basic_action'),
  50089: grant('Authentication failed due to flow token expired. Go back to the application and sign in again.'),
  50158: access(
    'External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.',
    'basic_action',
  ),
  50173: grant(
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issuedOn}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
    'bad_token',
  ),
  53000: access(
    'Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
    'message_only',
  ),
  53003: access(
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    'message_only',
  ),
  54005: grant(
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ),
  65001: grant(
    "The user or administrator has not consented to use the application with ID '{app}' named '{appName}'. Send an interactive authorization request for this user and resource.",
    'consent_required',
  ),
  65004: request('User declined to consent to access the app.', 'access_denied'),
  70000: grant('Provided grant is invalid or malformed.'),
  70003: request("The app requested an unsupported grant type '{grantType}'.", 'unsupported_grant_type'),
  70007: request("'{responseMode}' is not a supported value of 'response_mode' when requesting a token."),
  70008: grant(
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  ),
  70011: request(
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
    'invalid_scope',
  ),
  70016: request('OAuth 2.0 device flow error. Authorization is pending. Continue polling.', 'authorization_pending'),
  70018: request(
    'Invalid verification code due to user typing in wrong user code for device code flow.',
    'bad_verification_code',
  ),
  70020: request(
    "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
    'expired_token',
  ),
  70043: grant(
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issuedOn} and the maximum allowed lifetime for this request is {seconds}.',
    'token_expired',
  ),
  90002: request(
    "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  ),
  90023: request("Invalid request: the value '{value}' of '{parameter}' is not supported."),
  500011: request(
    'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    'invalid_resource',
  ),
  500112: client(
    "The reply address '{redirectUri}' does not match the reply address '{asked}' provided when requesting Authorization code.",
  ),
  500121: request('Authentication failed during strong authentication request.', 'access_denied'),
  501481: grant('The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  530003: access('Your device is required to be managed to access this resource.', 'message_only'),
  650053: request(
    "The application '{appName}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
    'invalid_client',
  ),
  700007: grant('The grant was issued for a different client id.'),
  700016: request(
    "Application with identifier '{app}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    'unauthorized_client',
  ),
  700025: client("Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
  700021: client("Client assertion application identifier doesn't match 'client_id' parameter."),
  700023: client('Client assertion audience claim does not match Realm issuer.'),
  700024: client(
    'Client assertion is not within its valid time range. Current time: {now}, assertion valid from {from}, expiry time of assertion {until}.',
  ),
  700027: client(
    "{what} [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}',{found} Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{app}'.]",
  ),
  700054: request("response_type '{responseType}' is not enabled for the application.", 'unsupported_response_type'),
  700082: grant(
    'The refresh token has expired due to inactivity. The token was issued on {issuedOn} and was inactive for {span}.',
  ),
  700084: grant(
    "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {span}, which can't be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issuedOn}.",
  ),
  900144: request("The request body must contain the following parameter: '{parameter}'."),
  1002012: request(
    'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
    'invalid_scope',
  ),
  7000215: client(
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app}'.",
  ),
  7000218: client("The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
  7000222: client(
    "The provided client secret keys for app '{app}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  ),
  9002313: request('Invalid request. Request is malformed or invalid.'),
};
