import { kindOf, meansExpired, meansTokenEnded } from '../failures/catalogue';
import type { Connection, Resource } from '../model/connection';
import type { Status } from '../model/status';
import type { EpochMs } from '../model/time';
import { credentialDaysLeft } from './credential-expiry';
import { timeLeft } from './lifetime';
import { metThreshold } from './notifications';

/** The pictures and colors of the states: those that ask for an action look alike. */
export const STATUS_LOOKS = ['fine', 'new', 'working', 'offline', 'soon', 'person', 'expired'] as const;
export type StatusLook = (typeof STATUS_LOOKS)[number];

export function lookOf(status: Status): StatusLook {
  return status === 'no-mfa' || status === 'credential-expired' ? 'person' : status;
}

/** The state of a connection that nobody is working on. `now` is on its own clock. */
export function restingStatus(connection: Connection, now: EpochMs): Exclude<Status, 'working'> {
  const { token, trouble } = connection;
  const needsSomebody = trouble !== null && kindOf(trouble.failure.code) !== 'transient';
  if (!token) return needsSomebody ? 'person' : 'new';
  if (timeLeft(token, now) <= 0 || (trouble && meansExpired(trouble.failure.code))) return 'expired';
  if (needsSomebody) return 'person';
  if (credentialDaysLeft(connection, now) === 0) return 'credential-expired';
  if (missesMfa({ hasMfa: token.hasMfa, resource: connection.resource })) return 'no-mfa';
  if (metThreshold(token, now) !== null) return 'soon';
  return trouble ? 'offline' : 'fine';
}

/** Whether the token will be refused for want of MFA. Only Partner Center insists on it: other resources leave that to the tenant's policies. */
export function missesMfa({
  hasMfa,
  resource,
}: {
  readonly hasMfa: boolean | null;
  readonly resource: Resource;
}): boolean {
  return hasMfa === false && resource.kind === 'partner-center';
}

/** Whether the refresh token is of no use anymore, whatever is left of its lifetime. */
export function isTokenDead({ token, trouble }: Connection, now: EpochMs): boolean {
  return token !== null && (timeLeft(token, now) <= 0 || (trouble !== null && meansTokenEnded(trouble.failure.code)));
}
