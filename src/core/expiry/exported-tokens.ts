import type { Connection } from '../model/connection';
import type { Copy, CopyTarget, CopyView, Fingerprints } from '../model/exported-token';
import type { Notice } from '../model/notification';
import type { Lifetime } from '../model/sign-in-limit';
import { DAY, type EpochMs } from '../model/time';
import { lapsesAt, signInOf, timeLeft, trueIssueOf, type Validity } from './lifetime';
import { leftInWords, metThreshold, nextThresholdAt, THRESHOLDS, type Threshold } from './notifications';

/** What is known of a token that is about to be handed out. */
export interface TokenToCopy extends Validity {
  readonly refreshToken: string;
}

/** So many copies of a connection that are out of use are remembered, the newest; those in use always are. */
const MOST_DONE = 20;
/** Letters of a digest that make a mark. */
const MARK = 6;

/** A connection's copies with one more; `id` is the new one's. */
export function withCopy(
  copies: readonly Copy[],
  token: TokenToCopy,
  taken: Pick<Copy, 'id' | 'connectionId' | 'to' | 'takenAt'>,
  fingerprints: Fingerprints,
): readonly Copy[] {
  const { refreshToken, window } = token;
  const same = copies.find(({ salt, digest }) => fingerprints.digest(salt, refreshToken) === digest);
  const salt = same?.salt ?? fingerprints.newSalt();
  const digest = same?.digest ?? fingerprints.digest(salt, refreshToken);
  const copy: Copy = {
    ...taken,
    issuedAt: trueIssueOf(token),
    window,
    signedInAt: trueIssueOf(signInOf(token)),
    ...(token.lifetime === undefined ? {} : { lifetime: token.lifetime }),
    salt,
    digest,
    replacedAt: null,
    noticesRaised: [],
  };
  return [...withoutOldest(copies, taken.takenAt), copy];
}

/** A connection's copies with one marked as replaced. Marking it again changes nothing. */
export function withReplaced(copies: readonly Copy[], id: string, now: EpochMs): readonly Copy[] {
  const marked = copies.map((copy) => (copy.id === id ? { ...copy, replacedAt: copy.replacedAt ?? now } : copy));
  return withoutOldest(marked, now);
}

function withoutOldest(copies: readonly Copy[], now: EpochMs): readonly Copy[] {
  const done = copies.filter((copy) => copy.replacedAt !== null || timeLeft(ownValidityOf(copy), now) <= 0);
  const tooMany = new Set(done.slice(0, Math.max(0, done.length - MOST_DONE)));
  return copies.filter((copy) => !tooMany.has(copy));
}

/** The copies of this token, among copies of any connection. */
export function copiesOf(copies: readonly Copy[], text: string, fingerprints: Fingerprints): readonly Copy[] {
  return copies.filter(({ salt, digest }) => fingerprints.digest(salt, text) === digest);
}

/** @param now On the connection's clock. */
export function viewCopy(copy: Copy, connection: Connection, now: EpochMs): CopyView {
  const { id, connectionId, to, takenAt, issuedAt, digest, replacedAt } = copy;
  const end = lapsesAt(validityOf(copy, connection), now);
  return {
    id,
    connectionId,
    to,
    takenAt,
    issuedAt,
    lapsesAt: end,
    state: replacedAt !== null ? 'replaced' : end <= now ? 'lapsed' : 'in-use',
    superseded: connection.token !== null && trueIssueOf(connection.token) > issuedAt,
    mark: digest.slice(0, MARK),
  };
}

/** When the next threshold of any copy in use is met that is to be told; `null` when none will be. */
export function nextCopyNoticeAt(connection: Connection, copies: readonly Copy[], now: EpochMs): EpochMs | null {
  const times = untold(copies).flatMap((copy) => nextThresholdAt(validityOf(copy, connection), now) ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** A notice to raise, and the copies with the thresholds that it settles. */
export interface DueCopyNotice {
  readonly notice: Notice;
  readonly copies: readonly Copy[];
}

/** The one notice about all copies of a connection that have met a threshold unannounced, or `null`. */
export function dueCopyNotice(connection: Connection, copies: readonly Copy[], now: EpochMs): DueCopyNotice | null {
  const due = untold(copies)
    .flatMap((copy) => {
      const validity = validityOf(copy, connection);
      const met = metThreshold(validity, now);
      return met === null || copy.noticesRaised.includes(String(met)) ? [] : { copy, validity, met };
    })
    .sort((a, b) => timeLeft(a.validity, now) - timeLeft(b.validity, now));
  const [first] = due;
  if (!first) return null;
  const told = new Map(due.map(({ copy, met }) => [copy.id, met]));
  return {
    notice: {
      id: `${connection.id}/${first.copy.id}/copy:${first.met}`,
      connectionId: connection.id,
      ...words(connection, first, due.length, now),
      remedy: 'show-copies',
      at: now,
    },
    copies: copies.map((copy) => settle(copy, told.get(copy.id))),
  };
}

/** Whether notice has been given of a copy that still needs somebody. */
export function isAnnounced(copies: readonly Copy[]): boolean {
  return watched(copies).some(({ noticesRaised }) => noticesRaised.length > 0);
}

function watched(copies: readonly Copy[]): readonly Copy[] {
  return copies.filter(({ replacedAt }) => replacedAt === null);
}

/** Copies in use of which everything has not been told: once it is told that one has lapsed, nothing is left to tell. */
function untold(copies: readonly Copy[]): readonly Copy[] {
  return copies.filter(({ replacedAt, noticesRaised }) => replacedAt === null && !noticesRaised.includes('0'));
}

/** Meeting "3 days" settles "7", "14" and "30" as well. */
function settle(copy: Copy, met: Threshold | undefined): Copy {
  if (met === undefined) return copy;
  return { ...copy, noticesRaised: THRESHOLDS.filter((threshold) => threshold >= met).map(String) };
}

/** A window that the tenant turned out to have cuts tokens already issued; one that it no longer has does not lengthen them. */
function validityOf(copy: Copy, { learnedWindow, learnedLifetime }: Connection): Validity {
  const own = ownValidityOf(copy);
  const window = Math.min(own.window, learnedWindow ?? own.window);
  const lifetime = shorter(own.lifetime ?? null, learnedLifetime);
  return { ...own, window, ...(lifetime === null ? {} : { lifetime }) };
}

function ownValidityOf({ issuedAt, window, signedInAt, lifetime }: Copy): Validity {
  const signedIn = { issuedAt: signedInAt ?? issuedAt };
  return { issuedAt, window, signedIn, ...(lifetime === undefined ? {} : { lifetime }) };
}

function shorter(one: Lifetime | null, other: Lifetime | null): Lifetime | null {
  if (one === null || other === null) return one ?? other;
  return other.span < one.span ? other : one;
}

const WENT: Readonly<Record<CopyTarget, string>> = {
  clipboard: 'to the clipboard',
  file: 'to a file',
  'key-vault': 'to Key Vault',
};

function words(
  { name }: Connection,
  { copy, validity, met }: { copy: Copy; validity: Validity; met: Threshold },
  count: number,
  now: EpochMs,
): Pick<Notice, 'title' | 'body'> {
  const left = leftInWords(validity, now);
  if (count > 1)
    return {
      title:
        met === 0
          ? `${count} copies of ${name} lapse or have lapsed`
          : `${count} copies of ${name} lapse, the first in ${left}`,
      body: 'Give whatever uses these refresh tokens new copies, then mark the old ones as replaced.',
    };
  const days = Math.round((now - copy.takenAt) / DAY);
  const when = days < 1 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
  return {
    title: met === 0 ? `A copy of ${name} has lapsed` : `A copy of ${name} lapses in ${left}`,
    body: `This refresh token went ${WENT[copy.to]} ${when}. Give whatever uses it a new copy, then mark this one as replaced.`,
  };
}
