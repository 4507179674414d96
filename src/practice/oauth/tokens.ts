import { type DurationMs, HOUR } from '../../core/model/time';
import { type Application, PARTNER } from '../tenant/directory';
import type { SignedIn } from '../tenant/grants';
import { GRAPH } from '../tenant/resources';
import { grantedScope, type Scopes } from '../tenant/scopes';
import { encodeJson } from '../wire/jwt';
import { randomToken, sha256 } from '../wire/random';
import type { Client } from './client-authentication';
import { signToken } from './signing-key';
import type { World } from './world';

const ACCESS_TOKEN_LIFETIME: DurationMs = HOUR;

/** `iss` of access tokens, which are of version 1.0 as Partner Center's are. */
const ACCESS_TOKEN_ISSUER = `https://sts.practice.invalid/${PARTNER.tenantId}/`;
/** `iss` of ID tokens and of discovery. MSAL insists that it has the authority's host. */
export function idTokenIssuer(authority: string): string {
  return `${authority}/${PARTNER.tenantId}/v2.0`;
}

/** Who the tokens are for and what they allow. */
export interface UserGrant {
  readonly client: Client;
  readonly signedIn: SignedIn;
  readonly scopes: Scopes;
  readonly nonce: string | null;
  /** The authority that was asked, without the tenant. */
  readonly authority: string;
  /** Whether the request had `client_info=1`. */
  readonly withClientInfo: boolean;
}

/** The JSON of a token reply for a user, without the refresh token. */
export function userTokens(world: World, grant: UserGrant): Record<string, unknown> {
  const { signedIn, scopes, withClientInfo } = grant;
  const body: Record<string, unknown> = {
    token_type: 'Bearer',
    scope: grantedScope(scopes),
    expires_in: ACCESS_TOKEN_LIFETIME / 1000,
    ext_expires_in: ACCESS_TOKEN_LIFETIME / 1000,
    access_token: signToken(accessClaims(world, grant)),
  };
  if (scopes.openId.has('openid')) body.id_token = signToken(idClaims(world, grant));
  if (withClientInfo) body.client_info = clientInfo(signedIn);
  return body;
}

/** What MSAL names an account by. */
export function clientInfo({ user }: SignedIn): string {
  return encodeJson({ uid: user.objectId, utid: PARTNER.tenantId });
}

/** The JSON of a token reply for the application itself: no user, no refresh token. */
export function applicationTokens(world: World, client: Client, scopes: Scopes): Record<string, unknown> {
  return {
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_LIFETIME / 1000,
    ext_expires_in: ACCESS_TOKEN_LIFETIME / 1000,
    access_token: signToken({
      ...commonClaims(world, client, scopes),
      idtyp: 'app',
      oid: client.application.clientId,
      sub: client.application.clientId,
      roles: scopes.resource === GRAPH ? (world.store.state.roles[client.application.clientId] ?? []) : [],
    }),
  };
}

/** Source: Microsoft Learn, "Access token claims reference", tokens of version 1.0. */
function accessClaims(world: World, grant: UserGrant): Record<string, unknown> {
  const { client, signedIn, scopes } = grant;
  return {
    ...commonClaims(world, client, scopes),
    acr: '1',
    amr: signedIn.amr,
    auth_time: seconds(signedIn.at),
    ipaddr: '127.0.0.1',
    name: signedIn.user.displayName,
    oid: signedIn.user.objectId,
    scp: scopes.permissions.join(' '),
    sub: pairwise(client.application, signedIn),
    unique_name: signedIn.user.username,
    upn: signedIn.user.username,
  };
}

function commonClaims(world: World, { application, check }: Client, scopes: Scopes): Record<string, unknown> {
  return {
    aud: scopes.resource.uri,
    iss: ACCESS_TOKEN_ISSUER,
    ...lifetimeClaims(world),
    app_displayname: application.name,
    appid: application.clientId,
    appidacr: { none: '0', secret: '1', certificate: '2' }[check],
    tid: PARTNER.tenantId,
    uti: randomToken(16),
    ver: '1.0',
  };
}

/** Source: Microsoft Learn, "ID token claims reference", tokens of version 2.0. */
function idClaims(world: World, grant: UserGrant): Record<string, unknown> {
  const { signedIn, nonce, authority } = grant;
  const { application } = grant.client;
  return {
    aud: application.clientId,
    iss: idTokenIssuer(authority),
    ...lifetimeClaims(world),
    ...(nonce === null ? {} : { nonce }),
    name: signedIn.user.displayName,
    oid: signedIn.user.objectId,
    preferred_username: signedIn.user.username,
    sub: pairwise(application, signedIn),
    tid: PARTNER.tenantId,
    uti: randomToken(16),
    ver: '2.0',
  };
}

function lifetimeClaims(world: World): { iat: number; nbf: number; exp: number } {
  const now = seconds(world.clock.now());
  return { iat: now, nbf: now, exp: now + ACCESS_TOKEN_LIFETIME / 1000 };
}

/** `sub` differs between applications, so that they cannot compare notes. */
function pairwise(application: Application, signedIn: SignedIn): string {
  return sha256(`${application.clientId} ${signedIn.user.objectId}`);
}

function seconds(at: number): number {
  return Math.floor(at / 1000);
}
