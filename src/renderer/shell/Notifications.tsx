import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import type { NotificationView } from '../../ipc/contract';
import { counted } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { APP, useClock, useConnection, usePanel, useRest } from '../model/panel';
import { retryKeychain } from '../model/requests';
import { useSignal } from '../model/signal';
import { agoWords, exactWords } from '../model/time/time-words';
import { CopyDetails } from '../parts/CopyDetails';
import { Message } from '../parts/Message';
import { OwnerProvider } from '../parts/names';
import { ProblemBar } from '../parts/ProblemBar';
import { useKeptFocus } from './kept-focus';

/** So many more at a time: each one can be read. */
const PAGE = 10;

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '8px', ':empty': { display: 'none' } },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 12px', margin: '0 2px' },
  count: { flexGrow: 1, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold },
  time: { display: 'block', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  all: { fontSize: tokens.fontSizeBase200 },
  more: { alignSelf: 'center' },
  rest: { margin: 0, alignSelf: 'center', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

/** What deserves attention before any card: the app's own problem, a wrong clock, what didn't work, and open notifications. */
export function Notifications() {
  const styles = useStyles();
  const skew = useRest((rest) => rest.clockSkew);
  const trouble = useRest((rest) => rest.appTrouble?.details.code ?? undefined);
  return (
    <section className={styles.stack} aria-label="Notifications">
      <AppTrouble />
      {/* Quiet: nothing fails because of it, and nothing here can fix it. */}
      {skew && <Message intent="info" what={skew.what} advice={skew.advice} />}
      <ProblemBar about={APP} unless={trouble} />
      <OpenNotifications />
    </section>
  );
}

/** What nobody has acted on, the worst first. */
function OpenNotifications() {
  const styles = useStyles();
  const panel = usePanel();
  const notifications = useRest((rest) => rest.notifications);
  const besides = useRest((rest) => rest.moreNotifications);
  const count = useSignal(panel.notificationsShown);
  const list = useRef<HTMLDivElement>(null);
  const keeping = useKeptFocus(list, notifications);
  const shown = notifications.slice(0, count);
  const hidden = notifications.length - shown.length;
  const next = Math.min(hidden, PAGE);
  if (notifications.length === 0) return <span {...keeping} />;
  return (
    <div ref={list} className={styles.stack} {...keeping}>
      {notifications.length > 1 && <Bar count={notifications.length + besides} />}
      {shown.map((notification) => (
        <AppNotification key={notification.id} notification={notification} />
      ))}
      {hidden > 0 && (
        <Link as="button" className={styles.more} onClick={() => panel.notificationsShown.set(count + PAGE)}>
          Show {next} more {next === 1 ? 'notification' : 'notifications'}
        </Link>
      )}
      {hidden === 0 && besides > 0 && (
        <p className={styles.rest}>{besides.toLocaleString()} more follow as you deal with these.</p>
      )}
    </div>
  );
}

function Bar({ count }: { count: number }) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(APP);
  const dismissAll = () =>
    action.run(
      () => panel.bridge.dismissAllNotifications(),
      () => `${counted(count, 'notification')} dismissed.`,
    );
  return (
    <div className={styles.bar}>
      <span className={styles.count}>{`${count.toLocaleString()} notifications`}</span>
      <Link as="button" className={styles.all} disabledFocusable={action.pending} onClick={() => void dismissAll()}>
        Dismiss all
      </Link>
    </div>
  );
}

function AppTrouble() {
  const panel = usePanel();
  const trouble = useRest((rest) => rest.appTrouble);
  const action = useAction(APP);
  if (trouble === null) return null;
  return (
    <Message
      intent="error"
      what={trouble.what}
      advice={trouble.advice}
      button={
        trouble.button !== null && (
          <Button size="small" disabledFocusable={action.pending} onClick={() => void retryKeychain(panel, action)}>
            {trouble.button}
          </Button>
        )
      }
    >
      {trouble.note !== undefined && <div>{trouble.note}</div>}
      <CopyDetails details={trouble.details} id={null} />
    </Message>
  );
}

function AppNotification({ notification }: { notification: NotificationView }) {
  const styles = useStyles();
  const panel = usePanel();
  const { id, connectionId, title, body, actionLabel, worry, at } = notification;
  const cloud = useConnection(connectionId)?.cloud ?? 'global';
  const now = useClock(cloud);
  const action = useAction(APP);
  const help = useAction(connectionId);
  // The notification is gone by then: its card says what did not work, and has the buttons that help.
  const act = async () => {
    const reply = await help.run(() => panel.bridge.actOnNotification({ id }));
    if (reply?.ok === false) panel.target.set(connectionId);
  };
  return (
    <OwnerProvider value={title}>
      <div data-notification={id}>
        <Message
          intent={worry === 'soon' ? 'warning' : 'error'}
          what={title}
          advice={body}
          onDismiss={() => void action.run(() => panel.bridge.dismissNotification({ id }))}
          button={
            <Button
              size="small"
              aria-label={`${actionLabel}, ${title}`}
              disabledFocusable={help.pending}
              onClick={() => void act()}
            >
              {actionLabel}
            </Button>
          }
        >
          <span className={styles.time} title={exactWords(at)}>
            {agoWords(at, now)}
          </span>
        </Message>
      </div>
    </OwnerProvider>
  );
}
