import { PARTNER } from '../tenant/directory';
import { type Call, json, type Reply } from '../wire/http';
import { PUBLIC_JWK } from './signing-key';
import { idTokenIssuer } from './tokens';
import type { World } from './world';

/** `GET /common/discovery/instance`: which hosts are one cloud. Source: what MSAL reads of it. */
export function instanceDiscovery(_world: World, call: Call): Reply {
  const host = new URL(call.authority).host;
  return json({
    tenant_discovery_endpoint: `${call.authority}/${PARTNER.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/**
 * `GET /{tenant}/v2.0/.well-known/openid-configuration` (OpenID Connect Discovery 1.0). The endpoints are where the
 * cloud really listens; the issuer is the authority's, because MSAL refuses a document with another host's.
 */
export function openIdConfiguration(_world: World, call: Call): Reply {
  const base = `${call.origin}/${PARTNER.tenantId}`;
  return json({
    issuer: idTokenIssuer(call.authority),
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    response_modes_supported: ['query'],
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'oid'],
  });
}

/** `GET /{tenant}/discovery/v2.0/keys` (RFC 7517). */
export function keys(_world: World, call: Call): Reply {
  return json({ keys: [{ ...PUBLIC_JWK, issuer: idTokenIssuer(call.authority) }] });
}
