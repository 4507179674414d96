import { Link, Tooltip } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { agoWords, exactWords, untilWords } from '../model/time-words';
import { useCardStyles } from './card-styles';

/** "Refreshed 3 h ago · next in 21 h", with the exact times on hover; and the tenant's own window once it is known. Absent before the first sign-in. */
export function CardTimes({ view, now }: { view: ConnectionView; now: number }) {
  const styles = useCardStyles();
  if (view.issuedAt === null) return null;
  return (
    <p className={styles.times}>
      <Moment at={view.issuedAt}>Refreshed {agoWords(view.issuedAt, now)}</Moment>
      {' · '}
      <Next view={view} now={now} />
      {view.learnedText !== null && <Learned id={view.id} text={view.learnedText} />}
    </p>
  );
}

/** The tenant's own window, and the way back to 90 days: nothing tells the app that a policy was lifted. */
function Learned({ id, text }: { id: string; text: string }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const action = useAction(id);
  const forget = () =>
    action.run(
      () => panel.bridge.forgetLearnedWindow({ id }),
      () => 'The app goes by 90 days again.',
    );
  return (
    <span className={styles.learned}>
      {text}
      {' · '}
      <Tooltip
        content="Go by 90 days again, because the tenant's policy was lifted"
        relationship="description"
        withArrow
      >
        <Link as="button" className={styles.forget} disabledFocusable={action.pending} onClick={forget}>
          Forget
        </Link>
      </Tooltip>
    </span>
  );
}

function Next({ view, now }: { view: ConnectionView; now: number }) {
  if (view.busy === 'refresh') return <span>refreshing now</span>;
  if (view.schedule.kind === 'remind-only') return <span>reminders only</span>;
  if (view.refreshAt === null)
    return <span>{view.trouble?.kind === 'setup' ? 'paused until this is fixed' : 'next after you sign in'}</span>;
  if (view.refreshAt <= now) return <Moment at={view.refreshAt}>due now</Moment>;
  const verb = view.trouble ? 'next try' : 'next';
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
