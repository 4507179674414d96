import { endpointsOf } from '../../core/model/clouds';
import type { Connection, ConnectionSettings } from '../../core/model/connection';
import { haveSameAudience, haveSameIssuer } from '../../core/storage/envelope';

interface Question {
  readonly message: string;
  readonly detail: string;
  /** The answer that goes on. */
  readonly yes: string;
}

type Settings = Pick<ConnectionSettings, 'name' | 'cloud' | 'customCloud' | 'tenant' | 'clientId'>;

const SECRETS = { 'refresh-token': 'refresh token', 'client-secret': 'client secret or certificate' } as const;
type SecretKind = keyof typeof SECRETS;

/** Which secrets a connection holds. */
export function secretsHeld({ token, credential }: Pick<Connection, 'token' | 'credential'>): SecretKind[] {
  return [...(token ? (['refresh-token'] as const) : []), ...(credential ? (['client-secret'] as const) : [])];
}

/** What to ask before secrets are dropped or go to somebody else; `null`: none that is held does. */
export function questionOfMove(held: readonly SecretKind[], before: Settings, after: Settings): Question | null {
  // What an application authenticates with is the same in each tenant.
  const isMoved = (kind: SecretKind) =>
    !haveSameAudience(before, kind === 'client-secret' ? { ...after, tenant: before.tenant } : after);
  const moved = held.filter(isMoved);
  const dropped = moved.filter((kind) => !haveSameIssuer(before, after, kind));
  if (moved.length === 0) return null;
  const wordsFor = (kinds: typeof moved) => kinds.map((kind) => SECRETS[kind]).join(' and the ');
  const where = `${endpointsOf(after).authority}/${after.tenant}, application ${after.clientId}`;
  const isDropped = dropped.length > 0;
  return {
    message: isDropped
      ? `Delete the ${wordsFor(dropped)} of "${before.name}"?`
      : `Change whom "${before.name}" trusts?`,
    detail: isDropped
      ? `The connection will be with ${where}. Then sign in again.`
      : `The ${wordsFor(moved)} will be used with ${where}, and its access tokens at ${endpointsOf(after).partnerCenter}. Go on only if you made this change.`,
    yes: isDropped ? 'Delete' : 'Change',
  };
}
