/** From least to most worrying; the tray shows the last one that any connection has. */
export const STATUSES_BY_WORRY = [
  'fine',
  'new',
  'working',
  'offline',
  'soon',
  'no-mfa',
  'credential-expired',
  'person',
  'expired',
] as const;

/**
 * A connection's state at a glance. `new`: never signed in. `soon`: the first notification is due (30 days of 90). `person`:
 * refreshing has stopped until somebody acts. `no-mfa`: Partner Center refuses the token for want of MFA. `credential-expired`: the
 * client secret or certificate has, so that the next refresh fails. `working`: a refresh or sign-in is in progress. `offline`: the last try
 * failed for a passing reason.
 */
export type Status = (typeof STATUSES_BY_WORRY)[number];

/** What somebody is doing with a connection. */
export type Busy = 'sign-in' | 'refresh';
