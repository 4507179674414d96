import type { Application } from '../tenant/directory';
import type { CodeGrant, SignedIn } from '../tenant/grants';
import { parseScopes, type Scopes } from '../tenant/scopes';
import type { RefreshTokenRecord } from '../tenant/state';
import { EntraError, longTimestamp } from '../wire/entra-error';
import { type Call, json, type Reply } from '../wire/http';
import { sha256 } from '../wire/random';
import { authenticateClient, type Client } from './client-authentication';
import { requireConsent } from './consents';
import { requirePolicyMet } from './policy';
import { issueRefreshToken, requireRefreshToken } from './refresh-tokens';
import { applicationTokens, userTokens } from './tokens';
import type { World } from './world';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** `POST /{tenant}/oauth2/v2.0/token`. Throws {@link EntraError}. */
export async function tokenEndpoint(world: World, call: Call, tenant: string): Promise<Reply> {
  const grantType = requireParameter(call, 'grant_type');
  const client = authenticateClient(world, call, tenant);
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(world, call, client);
    case 'refresh_token':
      return redeemRefreshToken(world, call, client);
    case 'client_credentials':
      return clientCredentials(world, call, client);
    case DEVICE_GRANT:
    case 'device_code':
      return redeemDeviceCode(world, call, client);
    default:
      throw new EntraError(70003, { grantType });
  }
}

async function redeemCode(world: World, call: Call, client: Client): Promise<Reply> {
  const { application } = client;
  const code = requireParameter(call, 'code');
  const redirectUri = requireParameter(call, 'redirect_uri');
  const grant = world.codes.get(sha256(code));
  if (grant === undefined) throw new EntraError(70000);
  if (grant.clientId !== application.clientId) throw new EntraError(700007);
  if (grant.redeemed) throw new EntraError(54005);
  if (world.clock.now() >= grant.expiresAt) throw new EntraError(70008);
  if (grant.redirectUri !== redirectUri) throw new EntraError(500112, { redirectUri, asked: grant.redirectUri });
  requireVerifier(grant, call.form.get('code_verifier'));
  const asked = requestedScopes(call, application) ?? grant.scopes;
  const scopes = requireConsent(world, application, grant.signedIn.user, asked);
  grant.redeemed = true;
  return replyForUser(world, call, client, grant.signedIn, scopes, { nonce: grant.nonce, previous: null });
}

async function redeemRefreshToken(world: World, call: Call, client: Client): Promise<Reply> {
  const { application } = client;
  const token = requireParameter(call, 'refresh_token');
  const { record, signedIn } = requireRefreshToken(world, token, application);
  const asked = requestedScopes(call, application) ?? parseScopes(record.scopes.join(' '), application);
  requirePolicyMet(world, signedIn, longTimestamp(record.issuedAt), asked);
  const scopes = requireConsent(world, application, signedIn.user, asked);
  return replyForUser(world, call, client, signedIn, scopes, { nonce: null, previous: record });
}

function clientCredentials(world: World, call: Call, client: Client): Reply {
  const { application } = client;
  if (application.kind === 'public') throw new EntraError(7000218);
  const scope = requireParameter(call, 'scope');
  const scopes = parseScopes(scope, application);
  if (!scopes.isDefault || scopes.openId.size > 0) throw new EntraError(1002012, { scope });
  return json(applicationTokens(world, client, scopes));
}

async function redeemDeviceCode(world: World, call: Call, client: Client): Promise<Reply> {
  const { application } = client;
  const grant = world.deviceCodes.get(sha256(requireParameter(call, 'device_code')));
  if (grant === undefined) throw new EntraError(70018);
  if (grant.clientId !== application.clientId) throw new EntraError(700007);
  if (world.clock.now() >= grant.expiresAt) throw new EntraError(70020);
  const { outcome } = grant;
  switch (outcome.kind) {
    case 'pending':
      throw new EntraError(70016);
    case 'declined':
      throw new EntraError(65004, {}, 'authorization_declined');
    case 'redeemed':
      throw new EntraError(54005);
    case 'approved': {
      const scopes = requireConsent(world, application, outcome.signedIn.user, grant.scopes);
      grant.outcome = { kind: 'redeemed' };
      return replyForUser(world, call, client, outcome.signedIn, scopes, { nonce: null, previous: null });
    }
  }
}

async function replyForUser(
  world: World,
  call: Call,
  client: Client,
  signedIn: SignedIn,
  scopes: Scopes,
  from: { nonce: string | null; previous: RefreshTokenRecord | null },
): Promise<Reply> {
  const withClientInfo = call.form.get('client_info') === '1';
  const { authority } = call;
  const body = userTokens(world, { client, signedIn, scopes, nonce: from.nonce, authority, withClientInfo });
  if (scopes.openId.has('offline_access') || from.previous !== null)
    body.refresh_token = issueRefreshToken(world, client.application, signedIn, scopes, from.previous);
  // Only then is the token real: a cloud that is killed now must know it when it is back.
  await world.store.save();
  return json(body);
}

function requestedScopes(call: Call, application: Application): Scopes | null {
  const scope = call.form.get('scope');
  return scope === null || scope.trim() === '' ? null : parseScopes(scope, application);
}

/** PKCE, RFC 7636 section 4.6. */
function requireVerifier(grant: CodeGrant, verifier: string | null): void {
  if (grant.challenge !== null && sha256(verifier ?? '') !== grant.challenge) throw new EntraError(501481);
}

function requireParameter(call: Call, parameter: string): string {
  const value = call.form.get(parameter);
  if (value === null || value === '') throw new EntraError(900144, { parameter });
  return value;
}
