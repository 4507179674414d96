import type { Connection } from './connection';
import type { EpochMs } from './time';
import { DEFAULT_WINDOW, planRefresh, TOLERANCE } from './window';

/**
 * Whether a token issued at `issuedAt` has just been exchanged although the learned window was over: then the tenant no
 * longer has that window. Only said when the server's clock agrees with ours that it was over, for either may be wrong.
 */
export function isDisproved(
  { learnedWindow }: Pick<Connection, 'learnedWindow'>,
  issuedAt: EpochMs,
  exchangedAt: EpochMs,
  serverTime: EpochMs | null,
): boolean {
  if (learnedWindow === null || serverTime === null) return false;
  return Math.min(exchangedAt, serverTime) - issuedAt > learnedWindow + TOLERANCE;
}

/** What changes about a connection when 90 days are assumed again. `random` is in [0, 1). */
export function forgetWindow(connection: Connection, random: number): Partial<Connection> {
  const token = connection.token && { ...connection.token, window: DEFAULT_WINDOW };
  return {
    learnedWindow: null,
    token,
    refreshAt: token && planRefresh(token, connection.schedule, random),
    // Those about the window were right for the shorter one only.
    noticesRaised: connection.noticesRaised.filter((key) => !key.startsWith('window:')),
  };
}
