import { meansTokenEnded } from '../failures/catalogue';
import type { Connection } from '../model/connection';
import type { HistoryEntry } from '../model/event';
import type { DurationMs, EpochMs } from '../model/time';
import { DEFAULT_LIFETIME, limitOf, TOLERANCE } from './lifetime';

/** From `from` until `until` (`null`: still) the connection held a token that was to expire at `endsAt`. */
export interface HeldSpan {
  readonly from: EpochMs;
  readonly until: EpochMs | null;
  readonly endsAt: EpochMs;
}

/** No schedule refreshes more often in the day that one entry can cover. */
const MOST_TIMES = 200;

type Facts = Pick<Connection, 'token' | 'learnedLifetime' | 'learnedSignInLimit'>;

/** What one token began or ended with. */
interface Turn {
  readonly at: EpochMs;
  readonly is: 'sign-in' | 'refresh' | 'end';
}

/**
 * Which tokens a connection held, oldest first, as its history tells and as the held token knows for itself. How long tokens of the
 * past lived is not on record: they are taken to have lived as the tenant's tokens do by all that is known now.
 * Refreshes that the history has folded into one entry are spread evenly over its time.
 */
export function heldSpans(history: readonly HistoryEntry[], facts: Facts): readonly HeldSpan[] {
  const { token } = facts;
  const since = token?.issuedAt ?? Number.POSITIVE_INFINITY;
  // The held token knows its own times best, and an authority may give none anew in a refresh.
  const past = turnsIn(history).filter(({ at, is }) => is === 'end' || at < since - TOLERANCE);
  const own: readonly HeldSpan[] = token ? [{ from: token.issuedAt, until: null, endsAt: limitOf(token).endsAt }] : [];
  const spans = [...spansOf(past, facts), ...own];
  const ends = past.flatMap(({ at, is }) => (is === 'end' ? at : []));
  return spans.map((span, index) => {
    const next = spans[index + 1]?.from ?? null;
    const end = ends.find((at) => at >= span.from) ?? null;
    if (end !== null && (next === null || end < next)) return { ...span, until: end };
    return { ...span, until: next };
  });
}

function turnsIn(history: readonly HistoryEntry[]): readonly Turn[] {
  return history
    .flatMap((entry): readonly Turn[] => {
      const { kind, code, at } = entry;
      if (kind === 'failure') return meansTokenEnded(code) ? [{ at, is: 'end' }] : [];
      return kind === 'sign-in' || kind === 'refresh' ? timesOf(entry).map((time) => ({ at: time, is: kind })) : [];
    })
    .sort((a, b) => a.at - b.at);
}

/** When it happened, as often as it did, within reason: a file can claim any number. */
function timesOf({ at, last, count }: HistoryEntry): readonly EpochMs[] {
  const times = Math.min(count, MOST_TIMES);
  const step: DurationMs = times > 1 ? (last - at) / (times - 1) : 0;
  return Array.from({ length: times }, (_, index) => at + index * step);
}

function spansOf(turns: readonly Turn[], { token, learnedLifetime, learnedSignInLimit }: Facts): readonly HeldSpan[] {
  const lifetime = learnedLifetime ?? token?.lifetime ?? DEFAULT_LIFETIME;
  const limit = learnedSignInLimit?.span ?? Number.POSITIVE_INFINITY;
  let signedInAt: EpochMs | null = null;
  return turns.flatMap(({ at, is }) => {
    if (is === 'end') return [];
    // Of what was before the oldest entry only the held token may know. A limit that evidently was none counts anew.
    signedInAt ??= Math.min(at, token?.signedInAt ?? at);
    if (is === 'sign-in' || at > signedInAt + limit + TOLERANCE) signedInAt = at;
    return [{ from: at, until: null, endsAt: Math.min(at + lifetime, signedInAt + limit) }];
  });
}
