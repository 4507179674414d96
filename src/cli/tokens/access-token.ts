import type { AnswerOf, Asking } from '../../agent/requests';
import type { Resource } from '../../core/model/connection';
import { counted, type DurationMs, type EpochMs, MINUTE } from '../../core/model/time';
import type { Cli } from '../command';
import { CommandError } from '../command-error';

/** An access token, with what is known of it. */
export type AccessToken = Extract<AnswerOf<'access-token'>['outcome'], { ok: true }>;

/** What is asked of the keeper for an access token; `resource` `null`: the connection's own. */
export function accessTokenRequest(
  wanted: string,
  resource: Resource | null,
  validFor: DurationMs,
): Asking<'access-token'> {
  return { kind: 'access-token', wanted, validFor, resource, processId: process.pid };
}

/** An access token that works for `validFor` at least. Throws a {@link CommandError}, also when not even a new one does. */
export async function obtainAccessToken(
  cli: Cli,
  wanted: string,
  resource: Resource | null,
  validFor: DurationMs,
): Promise<AccessToken> {
  const token = await cli.ask(accessTokenRequest(wanted, resource, validFor));
  const left = token.expiresAt - token.connection.now;
  if (left >= validFor) return token;
  const minutes = counted(Math.max(0, Math.floor(left / MINUTE)), 'minute');
  throw new CommandError(
    1,
    `A new access token for ${token.connection.name} only works for ${minutes}. Use a shorter --min-valid.`,
  );
}

/** When an access token expires by the system's clock, which whoever uses it goes by. The practice cloud has a clock of its own. */
export function systemExpiry({ expiresAt, connection }: AccessToken): EpochMs {
  return connection.cloud === 'practice' ? expiresAt - connection.now + Date.now() : expiresAt;
}
