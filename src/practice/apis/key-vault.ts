import type { World } from '../oauth/world';
import { PARTNER } from '../tenant/directory';
import { KEY_VAULT } from '../tenant/resources';
import { type Call, json, type Reply, text } from '../wire/http';
import { sha256 } from '../wire/random';
import { type BearerProblem, readBearer } from './bearer';

/**
 * `GET {vault}/secrets/{name}` of Azure Key Vault. Source: Microsoft Learn, "Get Secret" and "Azure Key Vault REST API error
 * codes".
 */
export async function keyVault(world: World, call: Call): Promise<Reply> {
  const [vaultName = '', name = ''] = /^\/vault\/([^/]+)\/secrets\/([^/]+)/.exec(call.path)?.slice(1) ?? [];
  const vault = world.vaults.get(vaultName.toLowerCase());
  // The name of a vault that is not there has no address at all.
  if (vault === undefined) return text("This key vault doesn't exist.", 404);
  const bearer = await readBearer(world, call, KEY_VAULT);
  if (typeof bearer === 'string') return unauthorized(call, UNAUTHORIZED[bearer]);
  if (!call.query.has('api-version')) return refuse(400, 'BadParameter', 'The api-version query parameter is missing.');
  if (!vault.letsIn)
    return refuse(
      403,
      'Forbidden',
      `Caller is not authorized to perform action on resource.\r\nCaller: oid=${bearer.objectId}\r\nAction: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\nVault: ${vaultName}`,
      { innererror: { code: 'ForbiddenByRbac' } },
    );
  const value = Object.hasOwn(vault.secrets, name) ? vault.secrets[name] : undefined;
  if (value === undefined)
    return refuse(
      404,
      'SecretNotFound',
      `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.`,
    );
  const at = Math.floor(world.clock.now() / 1000);
  return json({
    value,
    id: `https://${vaultName}.vault.azure.net/secrets/${name}/${Buffer.from(sha256(value), 'base64url').toString('hex').slice(0, 32)}`,
    attributes: { enabled: true, created: at, updated: at, recoveryLevel: 'Recoverable+Purgeable' },
    tags: {},
  });
}

const UNAUTHORIZED: Readonly<Record<BearerProblem, string>> = {
  missing: 'AKV10000: Request is missing a Bearer or PoP token.',
  malformed: 'Error validating token: the token is malformed.',
  'wrong-audience': 'AKV10022: Invalid audience.',
  expired: 'Error validating token: the token is expired.',
};

function unauthorized({ authority }: Call, message: string): Reply {
  const challenge = `Bearer authorization="${authority}/${PARTNER.tenantId}", resource="${KEY_VAULT.uri}"`;
  return json({ error: { code: 'Unauthorized', message } }, 401, { 'WWW-Authenticate': challenge });
}

function refuse(status: number, code: string, message: string, more: Record<string, unknown> = {}): Reply {
  return json({ error: { code, message, ...more } }, status);
}
