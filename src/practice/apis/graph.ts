import { listCredentials } from '../oauth/credentials';
import type { World } from '../oauth/world';
import type { PracticeCredential } from '../tenant/contract';
import { findApplication, findUserById, PARTNER } from '../tenant/directory';
import { GRAPH } from '../tenant/resources';
import { type Call, json, type Reply } from '../wire/http';
import { type BearerProblem, readBearer } from './bearer';

/** `GET /v1.0/me`. Source of all these: Microsoft Learn, "Microsoft Graph REST API v1.0" and "… error responses". */
export function me(world: World, call: Call): Reply {
  const bearer = readBearer(world, call, GRAPH);
  if (typeof bearer === 'string') return unauthorized(call, bearer);
  const user = bearer.isApplication ? null : findUserById(bearer.objectId);
  if (user === null)
    return refuse(call, 400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  const [givenName, surname] = user.displayName.split(' ');
  return select(call, 'users/$entity', {
    id: user.objectId,
    displayName: user.displayName,
    givenName,
    surname,
    userPrincipalName: user.username,
    mail: user.username,
  });
}

/** `GET /v1.0/organization`. */
export function organization(world: World, call: Call): Reply {
  const bearer = readBearer(world, call, GRAPH);
  if (typeof bearer === 'string') return unauthorized(call, bearer);
  const { isApplication, roles } = bearer;
  if (isApplication && !['Organization.Read.All', 'Directory.Read.All'].some((role) => roles.includes(role)))
    return lacksPrivileges(call);
  const { tenantId, organization: displayName, domain } = PARTNER;
  const verifiedDomains = [{ name: domain, isDefault: true, isInitial: true, type: 'Managed' }];
  return json({
    '@odata.context': context('organization'),
    value: [{ id: tenantId, displayName, tenantType: 'AAD', verifiedDomains }],
  });
}

/** `GET /v1.0/applications(appId='…')`: credentials are shown by name and end, never by content. */
export function application(world: World, call: Call): Reply {
  const bearer = readBearer(world, call, GRAPH);
  if (typeof bearer === 'string') return unauthorized(call, bearer);
  const { permissions, roles } = bearer;
  const may = ['Application.Read.All', 'Directory.Read.All', 'Directory.AccessAsUser.All'];
  if (!may.some((permission) => permissions.includes(permission) || roles.includes(permission)))
    return lacksPrivileges(call);
  const appId = /[\da-f-]{36}/i.exec(call.path)?.[0] ?? '';
  const found = findApplication(appId);
  if (found === null)
    return refuse(
      call,
      404,
      'Request_ResourceNotFound',
      `Resource '${appId}' does not exist or one of its queried reference-property objects are not present.`,
    );
  const credentials = listCredentials(world).filter(({ clientId }) => clientId === found.clientId);
  return select(call, 'applications/$entity', {
    id: `0b1ec700${found.clientId.slice(8)}`,
    appId: found.clientId,
    displayName: found.name,
    signInAudience: 'AzureADMyOrg',
    passwordCredentials: credentials.flatMap((one) => (one.kind === 'secret' ? [passwordCredential(one)] : [])),
    keyCredentials: credentials.flatMap((one) => (one.kind === 'certificate' ? [keyCredential(one)] : [])),
  });
}

function passwordCredential(secret: Extract<PracticeCredential, { kind: 'secret' }>): unknown {
  return { ...dates(secret), customKeyIdentifier: null, displayName: null, hint: secret.hint, secretText: null };
}

function keyCredential(certificate: Extract<PracticeCredential, { kind: 'certificate' }>): unknown {
  const kind = { type: 'AsymmetricX509Cert', usage: 'Verify', key: null };
  return { ...dates(certificate), customKeyIdentifier: certificate.thumbprint, displayName: null, ...kind };
}

function dates({ keyId, startsAt, endsAt }: PracticeCredential): Record<string, string> {
  const written = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '');
  return { keyId, startDateTime: written(startsAt), endDateTime: written(endsAt) };
}

/** The entity with the members that `$select` names, or with all. */
function select(call: Call, set: string, entity: Readonly<Record<string, unknown>>): Reply {
  const names = call.query.get('$select')?.split(',') ?? [];
  const selected = Object.entries(entity).filter(([name]) => names.length === 0 || names.includes(name));
  const shown = names.length === 0 ? set : set.replace('/', `(${names.join(',')})/`);
  return json({ '@odata.context': context(shown), ...Object.fromEntries(selected) });
}

function context(set: string): string {
  return `${GRAPH.uri}/v1.0/$metadata#${set}`;
}

const UNAUTHORIZED: Readonly<Record<BearerProblem, string>> = {
  missing: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  'wrong-audience': 'Access token validation failure. Invalid audience.',
  expired: 'Lifetime validation failed, the token is expired.',
};

function unauthorized(call: Call, problem: BearerProblem): Reply {
  return refuse(call, 401, 'InvalidAuthenticationToken', UNAUTHORIZED[problem]);
}

function lacksPrivileges(call: Call): Reply {
  return refuse(call, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function refuse(call: Call, status: number, code: string, message: string): Reply {
  const date = new Date(call.now).toISOString().slice(0, 19);
  const innerError = { date, 'request-id': call.traceId, 'client-request-id': call.correlationId };
  return json({ error: { code, message, innerError } }, status, { 'request-id': call.traceId });
}
