import { Tooltip } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { agoWords, exactWords, issueWord, untilWords } from '../model/time-words';
import { useCardStyles } from './card-styles';

/** "Refreshed 3 hours ago · next in 21 hours", with the exact times on hover; and the tenant's own lifetime once it's known. Absent before the first sign-in. */
export function CardTimes({ view, now }: { view: ConnectionView; now: number }) {
  const styles = useCardStyles();
  if (view.issuedAt === null) return null;
  return (
    <p className={styles.times}>
      <Moment at={view.issuedAt}>
        {issueWord(view.cloud)} {agoWords(view.issuedAt, now)}
      </Moment>
      {' · '}
      <Next view={view} now={now} />
      {view.learnedText !== null && <span className={styles.learned}>{view.learnedText}</span>}
    </p>
  );
}

function Next({ view, now }: { view: ConnectionView; now: number }) {
  if (view.busy === 'refresh') return <span>refreshing now</span>;
  if (view.schedule.kind === 'remind-only') return <span>reminders only</span>;
  if (view.refreshAt === null)
    return <span>{view.trouble?.kind === 'setup' ? 'paused until this is fixed' : 'next after you sign in'}</span>;
  if (view.refreshAt <= now) return <Moment at={view.refreshAt}>due now</Moment>;
  const verb = view.trouble ? 'retries' : view.cloud === 'custom' ? 'next refresh' : 'next';
  return (
    <Moment at={view.refreshAt}>
      {verb} {untilWords(view.refreshAt, now)}
    </Moment>
  );
}

function Moment({ at, children }: { at: number; children: React.ReactNode }) {
  return (
    <Tooltip content={exactWords(at)} relationship="description" withArrow>
      <time dateTime={new Date(at).toISOString()}>{children}</time>
    </Tooltip>
  );
}
