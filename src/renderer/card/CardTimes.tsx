import type { ConnectionView } from '../../ipc/contract';
import { counted, measured, retryInWords } from '../../ipc/vocabulary';
import { useClockTo } from '../model/panel';
import { agoWords, dateWords, exactWords, issueWord, untilWords } from '../model/time/time-words';
import { useCardStyles } from './card-styles';

/**
 * When the token expires; "Refreshed 3 hours ago · next in 21 hours", with the exact times on hover; and the tenant's own lifetime once
 * it's known. Absent before the first sign-in.
 */
export function CardTimes({ view, now }: { view: ConnectionView; now: number }) {
  const styles = useCardStyles();
  if (view.issuedAt === null) return null;
  return (
    <p className={styles.times}>
      <Expiry view={view} now={now} />
      <Moment at={view.issuedAt}>
        {issueWord(view.cloud)} {agoWords(view.issuedAt, now)}
      </Moment>
      <Next view={view} />
      {view.learnedText !== null && <span className={styles.learned}>{view.learnedText}</span>}
    </p>
  );
}

/** When a token that is alive expires, on its connection's own clock; `null`: it is dead, or there is none. */
export function expiryOf({ expiresAt, isTokenDead }: ConnectionView, now: number): number | null {
  return expiresAt === null || isTokenDead || expiresAt <= now ? null : expiresAt;
}

function Expiry({ view, now }: { view: ConnectionView; now: number }) {
  const styles = useCardStyles();
  const at = expiryOf(view, now);
  if (at === null) return null;
  const { count, unit } = measured(at - now);
  return (
    <span className={styles.expiry}>
      {view.endsWith === 'sign-in' ? 'Sign in by' : 'Expires'}{' '}
      <Moment at={at}>
        {dateWords(at)}, in {counted(count, unit)}
      </Moment>
    </span>
  );
}

/** Silent where the state's own words count down. */
function Next({ view }: { view: ConnectionView }) {
  const now = useClockTo(view.cloud, view.refreshAt);
  return view.status === 'offline' ? null : <> · {nextIn(view, now)}</>;
}

function nextIn(view: ConnectionView, now: number): React.ReactNode {
  const { busy, schedule, refreshAt, trouble } = view;
  if (busy === 'refresh') return <span>refreshing now</span>;
  if (trouble === null && schedule.kind === 'remind-only') return <span>reminders only</span>;
  if (refreshAt === null)
    return <span>{trouble?.kind === 'setup' ? 'paused until this is fixed' : 'next after you sign in'}</span>;
  if (trouble !== null) return <Moment at={refreshAt}>{retryInWords(refreshAt - now)}</Moment>;
  if (refreshAt <= now) return <Moment at={refreshAt}>due now</Moment>;
  return (
    <Moment at={refreshAt}>
      {view.cloud === 'custom' ? 'next refresh' : 'next'} {untilWords(refreshAt, now)}
    </Moment>
  );
}

function Moment({ at, children }: { at: number; children: React.ReactNode }) {
  return (
    <time dateTime={new Date(at).toISOString()} data-tip={exactWords(at)}>
      {children}
    </time>
  );
}
