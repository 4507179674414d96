import { type Notice, noticeReason, THRESHOLDS, thresholdSpan } from '../../src/core/notices';
import { HOUR } from '../../src/core/time';
import type { Occasion } from './promises';
import { needsSince, type Track } from './track';
import type { Weather } from './weather';

/** What the referee knows of the machine itself. */
export interface Circumstances {
  readonly now: () => number;
  /** How far the machine's clock is ahead; negative when it is behind. */
  readonly clockAhead: () => number;
  /** What the keeper takes the window of a new token for. */
  readonly believedWindow: (connection: number) => number;
  readonly intervalOf: (connection: number) => number;
}

/** From when to when something lives, by the server's truth. */
export interface Life {
  readonly issuedAt: number;
  readonly lapsesAt: number;
  /** What the keeper takes its window for. */
  readonly believed: number;
}

/** The tokens that a notice may be about. */
export interface Lives {
  /** The one that the keeper goes on with. */
  readonly held: readonly Life[];
  /** The one in the keychain, which is older while the keychain refuses. */
  readonly kept: readonly Life[];
  /** Copies that are in use somewhere. */
  readonly copies: readonly Life[];
  /** A process died that was about to hand one out, and may have put it on record. */
  readonly mayHaveMoreCopies: boolean;
}

/** What explains a notice, or `null` when it bothered somebody needlessly. */
export function occasionOf(
  notice: Notice,
  track: Track,
  { held, kept, copies, mayHaveMoreCopies }: Lives,
  weather: Weather,
  world: Circumstances,
): Occasion | null {
  const now = world.now();
  const reason = noticeReason(notice);
  const runsShort = (lives: readonly Life[]) => {
    const threshold = THRESHOLDS.find((one) => reason.endsWith(`:${one}`)) ?? 0;
    return lives.some(
      ({ issuedAt, lapsesAt }) => lapsesAt - now <= thresholdSpan(threshold, lapsesAt - issuedAt) + HOUR,
    );
  };
  const seemsShort = (lives: readonly Life[]): Occasion | null => {
    if (world.clockAhead() !== 0) return 'clock';
    return lives.some(({ issuedAt, lapsesAt, believed }) => believed < lapsesAt - issuedAt) ? 'policy' : null;
  };
  if (reason.startsWith('copy:')) return mayHaveMoreCopies || runsShort(copies) ? 'copy' : seemsShort(copies);
  if (Number.isFinite(needsSince(track)) || held.some(({ lapsesAt }) => now >= lapsesAt)) return 'person';
  const refuses = weather.wasJustOut('keychain');
  if (reason.startsWith('failure:keychain/')) return refuses ? 'keychain' : null;
  if (!reason.startsWith('window:')) return null;
  if (runsShort(held)) return 'window';
  // What is kept runs short, and a newer token that is in memory only goes when the app does. Where the file does not know of
  // what is kept, the app may know only of an older one, once it has been started anew.
  return refuses && (runsShort(kept) || track.isFileBehind) ? 'keychain' : seemsShort(held);
}
