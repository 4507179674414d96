import { notificationReason, THRESHOLDS, thresholdSpan } from '../../src/core/expiry/notifications';
import { HOUR, MINUTE, SECOND } from '../../src/core/model/time';
import type { NotificationInWords } from '../../src/core/wording/notification-words';
import { type Belief, endOf, type Life, type Lives } from './lives';
import type { Occasion } from './promises';
import { needsSince, type Track } from './track';
import type { Weather } from './weather';

/** What the referee knows of the machine itself. */
export interface Circumstances {
  readonly now: () => number;
  /** How far the machine's clock is ahead; negative when it is behind. */
  readonly clockAhead: () => number;
  readonly beliefOf: (connection: number) => Belief;
  readonly intervalOf: (connection: number) => number;
}

/**
 * What explains a notification, or `null` when it bothered somebody needlessly. One that was noted before a token came, and is told
 * before that is kept, is withdrawn in the same moment.
 */
export function occasionOf(...told: Parameters<typeof explanationOf>): Occasion | null {
  const [, track, , , world] = told;
  return explanationOf(...told) ?? (world.now() - track.deliveredAt < SECOND ? 'lifetime' : null);
}

function explanationOf(
  notification: NotificationInWords,
  track: Track,
  { held, kept, exportedTokens, mayHaveMoreExports }: Lives,
  weather: Weather,
  world: Circumstances,
): Occasion | null {
  const now = world.now();
  const reason = notificationReason(notification);
  const threshold = THRESHOLDS.find((one) => reason.endsWith(`:${one}`)) ?? 0;
  const isShort = (since: number, end: number) => end - now <= thresholdSpan(threshold, end - since) + HOUR;
  const ofLifetime = !reason.startsWith('sign-in:');
  const ofSignIn = !reason.startsWith('lifetime:');
  const runsShort = (lives: readonly Life[]) =>
    lives.some(
      ({ issuedAt, expiresAt, signedInAt, signInEndsAt }) =>
        (ofLifetime && isShort(issuedAt, expiresAt)) || (ofSignIn && isShort(signedInAt, signInEndsAt)),
    );
  const seemsShort = (lives: readonly Life[]): Occasion | null => {
    if (world.clockAhead() !== 0) return 'clock';
    if (lives.some(({ dating }) => (ofLifetime && dating.seemsOlder) || (ofSignIn && dating.isSignInDoubtful)))
      return 'clock';
    const isTakenForShorter = ({ issuedAt, expiresAt, signedInAt, signInEndsAt, belief }: Life) =>
      (ofLifetime && belief.lifetime < expiresAt - issuedAt) ||
      (ofSignIn && belief.signInLimit < signInEndsAt - signedInAt);
    return lives.some(isTakenForShorter) ? 'policy' : null;
  };
  if (reason.startsWith('exported:'))
    return mayHaveMoreExports || runsShort(exportedTokens) ? 'export' : seemsShort(exportedTokens);
  if (Number.isFinite(needsSince(track)) || held.some((life) => now >= endOf(life))) return 'person';
  // What somebody has just done, the app may have been about to ask for.
  if (reason.startsWith('failure:') && now - track.needEndedAt < MINUTE) return 'person';
  const refuses = weather.wasJustOut('keychain');
  if (reason.startsWith('failure:keychain/')) return refuses ? 'keychain' : null;
  if (!/^(?:lifetime|sign-in):/.test(reason)) return null;
  if (runsShort(held)) return ofSignIn ? 'frequency' : 'lifetime';
  // What is kept runs short, and a newer token that is in memory only goes when the app does. Where the file does not know of
  // what is kept, the app may know only of an older one, once it has been started anew.
  return refuses && (runsShort(kept) || track.isFileBehind) ? 'keychain' : seemsShort(held);
}
