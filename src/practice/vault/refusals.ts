import type { VaultRefusal } from '../tenant/contract';
import { PARTNER } from '../tenant/directory';
import { json, type Reply } from '../wire/http';
import type { Vault } from './vault';

/** What was to be done, as access policies and as roles name it. */
export type Action = 'get' | 'set' | 'list' | 'delete' | 'recover' | 'purge' | 'update';

/** A refusal in Key Vault's own form. Source: Microsoft Learn, "Azure Key Vault REST API error codes". */
export function refuse(status: number, code: string, message: string, innerCode?: string): Reply {
  return json(
    { error: { code, message, ...(innerCode === undefined ? {} : { innererror: { code: innerCode } }) } },
    status,
  );
}

/** What the actions are called among the data actions of roles; an update of attributes counts as one of its own. */
const DATA_ACTIONS: Readonly<Record<Action, string>> = {
  get: 'getSecret',
  set: 'setSecret',
  list: 'readMetadata',
  delete: 'delete',
  recover: 'recover',
  purge: 'purge',
  update: 'update',
};

/**
 * The 403 of each way to keep somebody out, word for word as people have published it; their numbers are made up. Source for what
 * tells them apart: Microsoft Learn, "Azure Key Vault REST API error codes", "HTTP 403".
 */
export function forbidden(why: VaultRefusal, vault: Vault, objectId: string, action: Action): Reply {
  const of = `appid=${PARTNER.clientId};oid=${objectId};iss=https://sts.windows.net/${PARTNER.tenantId}/`;
  const place = `${vault.name};location=westeurope`;
  switch (why) {
    case 'policy':
      return refuse(
        403,
        'Forbidden',
        `The user, group or application '${of}' does not have secrets ${action} permission on key vault '${place}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
        'ForbiddenByPolicy',
      );
    case 'rbac':
      return refuse(
        403,
        'Forbidden',
        `Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\nCaller: ${of}\r\nAction: 'Microsoft.KeyVault/vaults/secrets/${DATA_ACTIONS[action]}/action'\r\nResource: '/subscriptions/00000000-0000-4000-8000-000000000000/resourcegroups/harbour/providers/microsoft.keyvault/vaults/${vault.name}'\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: null\r\nVault: ${place}\r\n`,
        'ForbiddenByRbac',
      );
    case 'firewall':
      return refuse(
        403,
        'Forbidden',
        `Client address is not authorized and caller is not a trusted service.\r\nClient address: 203.0.113.7\r\nCaller: ${of}\r\nVault: ${place}`,
        'ForbiddenByFirewall',
      );
  }
}
