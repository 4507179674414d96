import { readToken } from '../oauth/signing-key';
import type { World } from '../oauth/world';
import type { Resource } from '../tenant/resources';
import { type Call, header } from '../wire/http';

/** What a bearer token says, once its signature, audience and time have been checked. */
export interface Bearer {
  /** Of the user or, where an application acts for itself, of that. */
  readonly objectId: string;
  readonly isApplication: boolean;
  readonly hasMfa: boolean;
  /** What the user lets the application do. */
  readonly permissions: readonly string[];
  /** What the application may do for itself. */
  readonly roles: readonly string[];
}

/** Why a call is not let in. */
export type BearerProblem = 'missing' | 'malformed' | 'wrong-audience' | 'expired';

/** Checks the access token of a call to an API. */
export function readBearer(world: World, call: Call, resource: Resource): Bearer | BearerProblem {
  const token = /^Bearer (\S+)$/i.exec(header(call, 'authorization') ?? '')?.[1];
  if (token === undefined) return 'missing';
  const claims = readToken(token);
  if (claims === null) return 'malformed';
  const now = world.clock.now() / 1000;
  const { aud, exp, nbf, oid, amr, idtyp, scp, roles } = claims;
  if (typeof oid !== 'string' || typeof exp !== 'number' || typeof nbf !== 'number') return 'malformed';
  if (aud !== resource.uri) return 'wrong-audience';
  // Five minutes of grace, as Microsoft's own token libraries give.
  if (now >= exp || now < nbf - 300) return 'expired';
  return {
    objectId: oid,
    isApplication: idtyp === 'app',
    hasMfa: Array.isArray(amr) && amr.includes('mfa'),
    permissions: typeof scp === 'string' ? scp.split(' ') : [],
    roles: Array.isArray(roles) ? roles.map(String) : [],
  };
}
