import { HOUR, MINUTE } from '../../src/core/model/time';

/** What the keeper promises of its pauses, in numbers of the referee's own: one that changes there is found out here. */

/** The longest pauses between two calls to an authority: the first may be of its one tenant that gets no answer. */
const AUTHORITY_PAUSE = 2 * 15 * MINUTE;
/** What is due goes 4 at once, half a thousand in two minutes. */
const QUEUE = 5 * MINUTE;

/** The longest that anything waits for a keychain, or for a folder that another process has, after it can be used again. */
export const STORAGE_PAUSE = HOUR;
/** The longest that a connection waits after an answer that concerns it alone, besides what the server asked for. */
export const OWN_PAUSE = HOUR;
/** The keeper looks at its clock at least so often. */
export const CLOCK_SEEN_WITHIN = HOUR;
/** How long after a refusal that somebody may end elsewhere it is looked at again. */
export const LOOK_AGAIN = 24 * HOUR;

/** Clear time in one piece in which the next try is begun, once it is owed. */
const NEXT_TRY_WITHIN = AUTHORITY_PAUSE + QUEUE;
/** As much more in pieces, however short: pauses are half of their longest on average, so that 24 in a row do not all miss by chance. */
const IN_PIECES = 3 * HOUR;

/**
 * Clear time in one piece in which a token must have been refreshed, or the need of a person found out, whatever befalls
 * single tries: twice what a server asks for at most and the own pause after it, and one pause for the authority.
 */
export const DONE_WITHIN = 2 * (AUTHORITY_PAUSE + OWN_PAUSE) + AUTHORITY_PAUSE + QUEUE;

/** How long nothing stood in the way of a refresh: in the longest piece, and in all. */
export interface Clear {
  readonly longest: number;
  readonly total: number;
}

/** Whether the keeper must have begun a try in that much clear time. */
export function mustHaveTried({ longest, total }: Clear): boolean {
  return longest > NEXT_TRY_WITHIN || total > NEXT_TRY_WITHIN + IN_PIECES;
}

/** Whether the keeper must have got through in that much clear time. */
export function mustHaveSucceeded({ longest, total }: Clear): boolean {
  return longest > DONE_WITHIN || total > DONE_WITHIN + IN_PIECES;
}
